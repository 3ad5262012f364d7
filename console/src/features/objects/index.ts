export { objectRoutes } from "./routes";
export { TransfersButton } from "./transfers/TransfersButton";
export { TransfersProvider } from "./transfers/uploads";
