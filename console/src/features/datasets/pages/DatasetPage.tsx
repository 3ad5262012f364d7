import { DeleteOutlined, EditOutlined, ExportOutlined, TagsOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Tabs } from "antd";
import { Suspense, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat, useLocale } from "@/i18n";
import { CopyValue, LoadingView, Page, QueryView, RowMenu, useURLValue } from "@/ui";
import { datasetQuery } from "../api";
import "../datasets.css";
import { tabs } from "../detail/tabs";
import { ExportDrawer } from "../exports/ExportDrawer";
import { useExportsText } from "../exports/text";
import { AddSamples } from "../imports/AddSamples";
import { Uploading } from "../imports/Uploading";
import "../imports/imports.css";
import { kindOf } from "../kinds";
import { DatasetState } from "../parts/DatasetState";
import { EditDataset } from "../parts/EditDataset";
import { useRemoveDataset } from "../parts/useRemoveDataset";
import { SyncButton, SyncNote } from "../sync/Sync";
import { useDatasetsText } from "../text";

export default function DatasetPage() {
  const query = useQuery(datasetQuery(useProjectId(), useParams()["datasetId"] ?? ""));
  return <QueryView query={query}>{(dataset) => <DatasetView dataset={dataset} />}</QueryView>;
}

function DatasetView({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText();
  const { language } = useLocale();
  const [tab, setTab] = useTab();
  const items = tabs
    .filter(({ shown }) => shown === undefined || shown(dataset))
    .map(({ key, label, component: Tab }) => ({
      key,
      label: <span data-testid={`tab-${key}`}>{label[language]}</span>,
      children: (
        <Suspense fallback={<LoadingView rows={6} />}>
          <Tab dataset={dataset} />
        </Suspense>
      ),
    }));
  return (
    <Page
      title={
        <span className="thing-title">
          {dataset.dataset_name}
          <DatasetState dataset={dataset} />
        </span>
      }
      trail={[{ title: t.list.title, to: "/datasets" }]}
      hint={<Head dataset={dataset} />}
      actions={<Actions dataset={dataset} />}
    >
      <Uploading dataset={dataset} />
      <SyncNote dataset={dataset} />
      <Tabs activeKey={tab} onChange={setTab} items={items} destroyOnHidden className="thing-tabs" />
    </Page>
  );
}

/** Another tab begins without the filters and pages of the one before. */
function useTab(): [string, (tab: string) => void] {
  const [tab] = useURLValue("tab", "overview");
  const navigate = useNavigate();
  return [
    tab,
    (next) => void navigate({ search: next === "overview" ? "" : `?tab=${next}` }, { replace: true }),
  ];
}

function Head({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText();
  const format = useFormat();
  return (
    <>
      <div className="thing-facts">
        <CopyValue text={dataset.dataset_id} label={t.detail.id} />
        <span>{t.kinds[kindOf(dataset.dataset_type).name]}</span>
        <span>{format.counted(t.samples, dataset.total_sample_count)}</span>
        <span title={format.dateTime(dataset.create_time)}>
          {fill(t.detail.created, { when: format.ago(dataset.create_time) })}
        </span>
      </div>
      {dataset.description !== "" && <p className="thing-description">{dataset.description}</p>}
    </>
  );
}

function Actions({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText().actions;
  const navigate = useNavigate();
  const remove = useRemoveDataset();
  const exports = useExportsText();
  const [exporting, setExporting] = useState(false);
  const [editing, setEditing] = useState(false);
  return (
    <>
      {kindOf(dataset.dataset_type).labelled && dataset.total_sample_count > 0 && (
        <Link to={`/datasets/${dataset.dataset_id}/label`}>
          <Button icon={<TagsOutlined />} data-testid="start-labelling">
            {t.label}
          </Button>
        </Link>
      )}
      <SyncButton dataset={dataset} />
      <AddSamples dataset={dataset} />
      <RowMenu
        testId="dataset-menu"
        items={[
          { key: "edit", label: t.edit, icon: <EditOutlined />, onClick: () => setEditing(true) },
          {
            key: "export",
            label: exports.export,
            icon: <ExportOutlined />,
            // Rows of tables are no samples.
            disabled: dataset.total_sample_count === 0 && kindOf(dataset.dataset_type).data !== "table",
            onClick: () => setExporting(true),
          },
          {
            key: "delete",
            label: t.delete,
            icon: <DeleteOutlined />,
            danger: true,
            onClick: () => remove(dataset, () => void navigate("/datasets")),
          },
        ]}
      />
      {exporting && <ExportDrawer dataset={dataset} onClose={() => setExporting(false)} />}
      {editing && <EditDataset dataset={dataset} onClose={() => setEditing(false)} />}
    </>
  );
}
