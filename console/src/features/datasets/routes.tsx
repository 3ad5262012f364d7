import { lazy } from "react";
import type { RouteObject } from "react-router";

const DatasetsPage = lazy(() => import("./pages/DatasetsPage"));
const CreateDatasetPage = lazy(() => import("./pages/CreateDatasetPage"));
const DatasetPage = lazy(() => import("./pages/DatasetPage"));

export const datasetRoutes: RouteObject[] = [
  { path: "/datasets", element: <DatasetsPage /> },
  { path: "/datasets/new", element: <CreateDatasetPage /> },
  { path: "/datasets/:datasetId", element: <DatasetPage /> },
];
