import { lazy } from "react";
import type { RouteObject } from "react-router";

const LabelPage = lazy(() => import("./pages/LabelPage"));
const ReviewPage = lazy(() => import("./boxes/ReviewPage"));

// One route for both, so that going to the next sample does not build the page anew.
export const labellingRoutes: RouteObject[] = [
  { path: "/datasets/:id/label/:sampleId?", element: <LabelPage /> },
  { path: "/datasets/:id/review", element: <ReviewPage /> },
];
