import { CompassOutlined } from "@ant-design/icons";
import { Link, Navigate, createBrowserRouter, type RouteObject } from "react-router";

import { iamRoutes, LoginPage, NeedsProject, NewPasswordPage, SessionGate } from "@/features/iam";
import { computeRoutes } from "@/features/compute";
import { datasetRoutes } from "@/features/datasets";
import { imageRoutes } from "@/features/images";
import { labellingRoutes } from "@/features/labelling";
import { objectRoutes } from "@/features/objects";
import { registryRoutes } from "@/features/registry";
import { serverRoutes } from "@/features/server";
import { servingRoutes } from "@/features/serving";
import { teamRoutes } from "@/features/teams";
import { trainingRoutes } from "@/features/training";
import { EmptyView } from "@/ui";
import { Shell } from "./Shell";
import { useAppText } from "./text";
import { LanguageButton, ThemeButton } from "./Topbar";

function NoSuchPage() {
  const t = useAppText();
  return (
    <EmptyView
      icon={<CompassOutlined />}
      title={t.missing.title}
      hint={t.missing.hint}
      action={<Link to="/overview">{t.missing.home}</Link>}
    />
  );
}

const corner = (
  <>
    <LanguageButton />
    <ThemeButton />
  </>
);

export const routes: RouteObject[] = [
  { path: "/login", element: <LoginPage corner={corner} /> },
  {
    element: <SessionGate newPassword={<NewPasswordPage corner={corner} />} />,
    children: [
      {
        element: <Shell />,
        children: [
          { index: true, element: <Navigate to="/overview" replace /> },
          {
            element: <NeedsProject />,
            children: [
              ...serverRoutes,
              ...datasetRoutes,
              ...registryRoutes,
              ...servingRoutes,
              ...trainingRoutes,
              ...computeRoutes,
              ...imageRoutes,
              ...labellingRoutes,
              ...teamRoutes,
              ...objectRoutes,
            ],
          },
          ...iamRoutes,
          { path: "*", element: <NoSuchPage /> },
        ],
      },
    ],
  },
];

export function makeRouter() {
  return createBrowserRouter(routes, { basename: "/console" });
}
