export { trainingRoutes } from "./routes";
export { JobSelect } from "./parts/JobSelect";
export { JobsCard } from "./parts/JobsCard";
