import { lazy } from "react";
import type { RouteObject } from "react-router";

const ImagesPage = lazy(() => import("./pages/ImagesPage"));

export const imageRoutes: RouteObject[] = [{ path: "/images", element: <ImagesPage /> }];
