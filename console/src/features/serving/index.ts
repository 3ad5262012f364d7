export { servingRoutes } from "./routes";
export { ServicesOfModel } from "./parts/ServicesOfModel";
