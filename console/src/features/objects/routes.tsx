import type { RouteObject } from "react-router";

export const objectRoutes: RouteObject[] = [];
