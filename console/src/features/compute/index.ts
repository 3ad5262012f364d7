export { computeRoutes } from "./routes";
