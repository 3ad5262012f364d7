import { lazy } from "react";
import type { RouteObject } from "react-router";

const BucketsPage = lazy(() => import("./pages/BucketsPage"));
const BrowserPage = lazy(() => import("./pages/BrowserPage"));

export const objectRoutes: RouteObject[] = [
  { path: "/storage", element: <BucketsPage /> },
  { path: "/storage/:bucket", element: <BrowserPage /> },
];
