import { lazy } from "react";
import type { RouteObject } from "react-router";

const ServicesPage = lazy(() => import("./pages/ServicesPage"));
const ServicePage = lazy(() => import("./pages/ServicePage"));
const DeployPage = lazy(() => import("./pages/DeployPage"));

const CallersPage = lazy(() => import("./pages/CallersPage"));

export const servingRoutes: RouteObject[] = [
  { path: "/services", element: <ServicesPage /> },
  { path: "/services/new", element: <DeployPage /> },
  { path: "/services/:serviceId", element: <ServicePage /> },
  { path: "/services/:serviceId/edit", element: <DeployPage /> },
  { path: "/callers", element: <CallersPage /> },
];
