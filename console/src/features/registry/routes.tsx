import { lazy } from "react";
import type { RouteObject } from "react-router";

const ModelsPage = lazy(() => import("./pages/ModelsPage"));
const ModelPage = lazy(() => import("./pages/ModelPage"));
const CreateModelPage = lazy(() => import("./pages/CreateModelPage"));

export const registryRoutes: RouteObject[] = [
  { path: "/models", element: <ModelsPage /> },
  { path: "/models/new", element: <CreateModelPage /> },
  { path: "/models/:modelId", element: <ModelPage /> },
];
