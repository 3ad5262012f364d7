import { lazy, type ComponentType } from "react";

import type { Dataset } from "@/client";
import { TeamTasksTab } from "@/features/teams";
import type { Language } from "@/i18n";
import { ImportsTab } from "../imports/ImportsTab";
import { kindOf } from "../kinds";
import { LabelsTab } from "../labels/LabelsTab";
import { SamplesTab } from "../samples/SamplesTab";
import { OverviewTab } from "./OverviewTab";

const InsightTab = lazy(() => import("../insight/InsightTab"));
const VersionsTab = lazy(() => import("../versions/VersionsTab"));

export interface DatasetTabProps {
  dataset: Dataset;
}

export interface DatasetTab {
  /** Its name in the address: `?tab=samples`. */
  key: string;
  label: Readonly<Record<Language, string>>;
  component: ComponentType<DatasetTabProps>;
  /** Left out for datasets where there is nothing to show. */
  shown?(dataset: Dataset): boolean;
}

/**
 * The tabs of a dataset, in order.
 *
 * A part with a tab of its own keeps it in a folder beside this one (`versions/`, `insight/`, `processing/`), with its own
 * strings, and adds one line here; a heavy one as `lazy(() => import(...))`.
 */
export const tabs: readonly DatasetTab[] = [
  { key: "overview", label: { en: "Overview", zh: "概览" }, component: OverviewTab },
  { key: "samples", label: { en: "Samples", zh: "样本" }, component: SamplesTab },
  {
    key: "labels",
    label: { en: "Labels", zh: "标签" },
    component: LabelsTab,
    shown: ({ dataset_type: type }) => kindOf(type).labelled,
  },
  {
    key: "insight",
    label: { en: "Insight", zh: "洞察" },
    component: InsightTab,
    shown: ({ dataset_type: type }) => kindOf(type).data === "image",
  },
  { key: "versions", label: { en: "Versions", zh: "版本" }, component: VersionsTab },
  { key: "imports", label: { en: "Imports and exports", zh: "导入导出" }, component: ImportsTab },
  {
    key: "processing",
    label: { en: "Processing", zh: "数据处理" },
    component: lazy(() => import("../processing/ProcessingTab")),
    shown: ({ dataset_type: type }) => kindOf(type).data === "image",
  },
  {
    key: "team",
    label: { en: "Team labelling", zh: "团队标注" },
    component: TeamTasksTab,
    shown: ({ dataset_type: type }) => kindOf(type).labelled,
  },
];
