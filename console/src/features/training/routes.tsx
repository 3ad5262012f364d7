import { lazy } from "react";
import type { RouteObject } from "react-router";

const JobsPage = lazy(() => import("./pages/JobsPage"));
const JobPage = lazy(() => import("./pages/JobPage"));
const CreateJobPage = lazy(() => import("./pages/CreateJobPage"));

export const trainingRoutes: RouteObject[] = [
  { path: "/training/jobs", element: <JobsPage /> },
  { path: "/training/jobs/new", element: <CreateJobPage /> },
  { path: "/training/jobs/:jobId", element: <JobPage /> },
];
