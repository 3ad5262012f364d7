export { objectRoutes } from "./routes";
export { TransfersButton } from "./transfers/TransfersButton";
