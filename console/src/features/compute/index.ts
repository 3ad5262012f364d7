export { cardsOf, memoryOf } from "./flavors";
export { computeRoutes } from "./routes";
export { useFlavors, type FlavorNow } from "./useFlavors";
