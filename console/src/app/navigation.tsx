import {
  ApiOutlined,
  ApartmentOutlined,
  AppstoreAddOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BuildOutlined,
  CheckSquareOutlined,
  CloudServerOutlined,
  ClusterOutlined,
  ContainerOutlined,
  DatabaseOutlined,
  ExperimentOutlined,
  FileImageOutlined,
  FileProtectOutlined,
  HomeOutlined,
  KeyOutlined,
  ProjectOutlined,
  SafetyOutlined,
  SettingOutlined,
  SwapOutlined,
  TeamOutlined,
  UsergroupAddOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

import type { en } from "./strings.en";

type Name = keyof typeof en.nav;

export interface NavItem {
  name: Name;
  to: string;
  icon: ReactNode;
}

export interface NavGroup {
  name: Name | null;
  items: readonly NavItem[];
}

export const navigation: readonly NavGroup[] = [
  { name: null, items: [{ name: "overview", to: "/overview", icon: <HomeOutlined /> }] },
  {
    name: "data",
    items: [
      { name: "datasets", to: "/datasets", icon: <FileImageOutlined /> },
      { name: "myTasks", to: "/labelling-tasks", icon: <CheckSquareOutlined /> },
      { name: "teams", to: "/teams", icon: <UsergroupAddOutlined /> },
    ],
  },
  {
    name: "develop",
    items: [
      { name: "jobs", to: "/training/jobs", icon: <ExperimentOutlined /> },
      { name: "models", to: "/models", icon: <AppstoreAddOutlined /> },
      { name: "services", to: "/services", icon: <CloudServerOutlined /> },
      { name: "batches", to: "/batch-services", icon: <ContainerOutlined /> },
      { name: "callers", to: "/callers", icon: <ApiOutlined /> },
      { name: "images", to: "/images", icon: <BuildOutlined /> },
    ],
  },
  { name: "resources", items: [{ name: "compute", to: "/compute", icon: <ClusterOutlined /> }] },
  { name: "storage", items: [{ name: "buckets", to: "/storage", icon: <DatabaseOutlined /> }] },
  {
    name: "identity",
    items: [
      { name: "users", to: "/users", icon: <UserOutlined /> },
      { name: "groups", to: "/groups", icon: <TeamOutlined /> },
      { name: "keys", to: "/keys", icon: <KeyOutlined /> },
      { name: "policies", to: "/policies", icon: <FileProtectOutlined /> },
      { name: "simulator", to: "/access-check", icon: <SafetyOutlined /> },
      { name: "agencies", to: "/agencies", icon: <SwapOutlined /> },
    ],
  },
  {
    name: "account",
    items: [
      { name: "workspaces", to: "/workspaces", icon: <AppstoreOutlined /> },
      { name: "projects", to: "/projects", icon: <ProjectOutlined /> },
      { name: "audit", to: "/audit", icon: <AuditOutlined /> },
      { name: "settings", to: "/settings", icon: <SettingOutlined /> },
    ],
  },
];

export const profileItem: NavItem = { name: "profile", to: "/profile", icon: <ApartmentOutlined /> };
