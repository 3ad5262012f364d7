export { imageRoutes } from "./routes";
export { imagesQuery } from "./api";
