export { trainingRoutes } from "./routes";
export { JobsCard } from "./parts/JobsCard";
