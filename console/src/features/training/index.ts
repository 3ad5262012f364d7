export { trainingRoutes } from "./routes";
export { jobsQuery } from "./api";
