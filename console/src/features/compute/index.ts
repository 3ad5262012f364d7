export { cardsOf, coresOf, memoryOf } from "./flavors";
export { computeRoutes } from "./routes";
export { useFlavors, type FlavorNow } from "./useFlavors";
export { useWaiting, type Waiting } from "./useWaiting";
