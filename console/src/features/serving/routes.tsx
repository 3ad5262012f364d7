import { lazy } from "react";
import type { RouteObject } from "react-router";

const ServicesPage = lazy(() => import("./pages/ServicesPage"));
const ServicePage = lazy(() => import("./pages/ServicePage"));
const DeployPage = lazy(() => import("./pages/DeployPage"));

const BatchesPage = lazy(() => import("./pages/BatchesPage"));
const BatchPage = lazy(() => import("./pages/BatchPage"));
const BatchFormPage = lazy(() => import("./pages/BatchFormPage"));
const CallersPage = lazy(() => import("./pages/CallersPage"));

export const servingRoutes: RouteObject[] = [
  { path: "/services", element: <ServicesPage /> },
  { path: "/services/new", element: <DeployPage /> },
  { path: "/services/:serviceId", element: <ServicePage /> },
  { path: "/services/:serviceId/edit", element: <DeployPage /> },
  { path: "/batch-services", element: <BatchesPage /> },
  { path: "/batch-services/new", element: <BatchFormPage /> },
  { path: "/batch-services/:serviceId", element: <BatchPage /> },
  { path: "/batch-services/:serviceId/edit", element: <BatchFormPage /> },
  { path: "/callers", element: <CallersPage /> },
];
