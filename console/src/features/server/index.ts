export { serverRoutes } from "./routes";
export { overviewQuery, useVersion } from "./api";
