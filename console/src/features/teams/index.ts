import { lazy } from "react";

export { teamRoutes } from "./routes";

/** The team tasks of a dataset, as a tab of its page. */
export const TeamTasksTab = lazy(() => import("./parts/TasksTab"));

/** Gives chosen samples of a dataset to a member of one of its team tasks. */
export { GiveChosen } from "./parts/GiveSamples";
