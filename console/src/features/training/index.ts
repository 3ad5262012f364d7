export { trainingRoutes } from "./routes";
export { flavorsQuery, jobsQuery } from "./api";
export { cardsOf, memoryOf } from "./flavors";
export { clock } from "./jobs";
