import { lazy } from "react";
import type { RouteObject } from "react-router";

import { NeedsProject } from "./session/NeedsProject";

const UsersPage = lazy(() => import("./pages/UsersPage"));
const UserPage = lazy(() => import("./pages/UserPage"));
const GroupsPage = lazy(() => import("./pages/GroupsPage"));
const GroupPage = lazy(() => import("./pages/GroupPage"));
const KeysPage = lazy(() => import("./pages/KeysPage"));
const PoliciesPage = lazy(() => import("./pages/PoliciesPage"));
const PolicyPage = lazy(() => import("./pages/PolicyPage"));
const AccessCheckPage = lazy(() => import("./pages/AccessCheckPage"));
const AgenciesPage = lazy(() => import("./pages/AgenciesPage"));
const WorkspacesPage = lazy(() => import("./pages/WorkspacesPage"));
const ProjectsPage = lazy(() => import("./pages/ProjectsPage"));
const AuditPage = lazy(() => import("./pages/AuditPage"));
const SettingsPage = lazy(() => import("./pages/SettingsPage"));
const ProfilePage = lazy(() => import("./pages/ProfilePage"));

const ofProject: RouteObject[] = [
  { path: "/access-check", element: <AccessCheckPage /> },
  { path: "/agencies", element: <AgenciesPage /> },
  { path: "/workspaces", element: <WorkspacesPage /> },
  { path: "/audit", element: <AuditPage /> },
  { path: "/settings", element: <SettingsPage /> },
];

export const iamRoutes: RouteObject[] = [
  { path: "/users", element: <UsersPage /> },
  { path: "/users/:userId", element: <UserPage /> },
  { path: "/groups", element: <GroupsPage /> },
  { path: "/groups/:groupId", element: <GroupPage /> },
  { path: "/keys", element: <KeysPage /> },
  { path: "/policies", element: <PoliciesPage /> },
  { path: "/policies/:roleId", element: <PolicyPage /> },
  { path: "/projects", element: <ProjectsPage /> },
  { path: "/profile", element: <ProfilePage /> },
  { element: <NeedsProject />, children: ofProject },
];
