import { lazy } from "react";
import type { RouteObject } from "react-router";

const ComputePage = lazy(() => import("./pages/ComputePage"));

export const computeRoutes: RouteObject[] = [{ path: "/compute", element: <ComputePage /> }];
