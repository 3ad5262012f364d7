import { lazy } from "react";
import type { RouteObject } from "react-router";

const TeamsPage = lazy(() => import("./pages/TeamsPage"));
const TeamPage = lazy(() => import("./pages/TeamPage"));
const JoinPage = lazy(() => import("./pages/JoinPage"));
const MyTasksPage = lazy(() => import("./pages/MyTasksPage"));
const TaskPage = lazy(() => import("./pages/TaskPage"));
const WorkPage = lazy(() => import("./pages/WorkPage"));

export const teamRoutes: RouteObject[] = [
  { path: "/teams", element: <TeamsPage /> },
  { path: "/teams/join", element: <JoinPage /> },
  { path: "/teams/:teamId", element: <TeamPage /> },
  { path: "/labelling-tasks", element: <MyTasksPage /> },
  { path: "/datasets/:datasetId/team-tasks/:taskId", element: <TaskPage /> },
  // One route for all samples, so that going to the next one does not build the page anew.
  { path: "/datasets/:datasetId/team-tasks/:taskId/:mode/:sampleId?/:workerId?", element: <WorkPage /> },
];
