export { imageRoutes } from "./routes";
export { addressOf as imageAddress } from "./parts/names";
