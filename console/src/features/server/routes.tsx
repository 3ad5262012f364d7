import { lazy } from "react";
import type { RouteObject } from "react-router";

const OverviewPage = lazy(() => import("./pages/OverviewPage"));

export const serverRoutes: RouteObject[] = [{ path: "/overview", element: <OverviewPage /> }];
