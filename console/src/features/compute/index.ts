export { usageQuery } from "./api";
export { FlavorChoice } from "./parts/FlavorChoice";
export { PoolSelect, usePools } from "./parts/PoolSelect";
export { computeRoutes } from "./routes";
export { useFlavors, type FlavorNow } from "./useFlavors";
export { useWaiting, type Waiting } from "./useWaiting";
