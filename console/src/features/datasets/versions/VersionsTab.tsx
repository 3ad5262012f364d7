import { HistoryOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Progress, type TableProps } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";

import type { DatasetVersion } from "@/client";
import type { DatasetTabProps } from "../detail/tabs";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  RowMenu,
  Status,
  Toolbar,
  useConfirmDelete,
  useFail,
  useUIText,
  useURLPage,
} from "@/ui";
import { useUpdateDataset } from "../api";
import { kindOf } from "../kinds";
import { ExportDrawer } from "../exports/ExportDrawer";
import { useExportsText } from "../exports/text";
import { useDeleteVersion, versionsQuery } from "./api";
import { useRestore } from "./compareApi";
import { CompareDrawer } from "./CompareDrawer";
import { KeepSwitch } from "./KeepSwitch";
import { PublishVersion } from "./PublishVersion";
import { RestoreProgress } from "./RestoreProgress";
import { useVersionsText } from "./text";
import { VersionDrawer } from "./VersionDrawer";
import "./versions.css";

// What can be done with a version that holds rows of a table.
const ofTables = new Set(["current", "export", "delete"]);
const tones = { 0: "info", 1: "success", 4: "danger" } as const;

/** The versions of a dataset. */
export default function VersionsTab({ dataset }: DatasetTabProps) {
  const t = useVersionsText();
  const paging = useURLPage();
  const query = useQuery(versionsQuery(useProjectId(), dataset.dataset_id, paging.page - 1, paging.size));
  const [publishing, setPublishing] = useState(false);
  const [shown, setShown] = useState<DatasetVersion | null>(null);
  const [exported, setExported] = useState<string | null>(null);
  const [compared, setCompared] = useState<DatasetVersion | null>(null);
  const columns = useColumns(dataset.dataset_id, setShown, setExported, setCompared);
  const isTable = kindOf(dataset.dataset_type).data === "table"; // its rows are no samples
  const publish = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      disabled={dataset.total_sample_count === 0 && !isTable}
      onClick={() => setPublishing(true)}
      data-testid="publish-version"
    >
      {t.publish}
    </Button>
  );
  const isEmpty = query.data?.total_number === 0;
  return (
    <>
      <RestoreProgress datasetId={dataset.dataset_id} />
      <Card flush>
        {!isEmpty && (
          <Toolbar>
            {publish}
            {!isTable && <KeepSwitch datasetId={dataset.dataset_id} />}
          </Toolbar>
        )}
        <DataTable<DatasetVersion>
          label={t.title}
          query={query}
          rows={query.data?.versions}
          total={query.data?.total_number}
          paging={paging}
          rowKey="version_id"
          scroll={{ x: 900 }}
          columns={columns}
          empty={<EmptyView icon={<HistoryOutlined />} title={t.none} hint={t.noneHint} action={publish} />}
        />
      </Card>
      {publishing && <PublishVersion dataset={dataset} onClose={() => setPublishing(false)} />}
      {exported !== null && (
        <ExportDrawer dataset={dataset} version={exported} onClose={() => setExported(null)} />
      )}
      {compared !== null && (
        <CompareDrawer dataset={dataset} version={compared} onClose={() => setCompared(null)} />
      )}
      {shown !== null && (
        <VersionDrawer datasetId={dataset.dataset_id} version={shown} onClose={() => setShown(null)} />
      )}
    </>
  );
}

function useColumns(
  datasetId: string,
  show: (version: DatasetVersion) => void,
  startExport: (versionId: string) => void,
  compare: (version: DatasetVersion) => void,
): TableProps<DatasetVersion>["columns"] {
  const t = useVersionsText();
  const exports = useExportsText();
  const format = useFormat();
  const fail = useFail();
  const confirm = useConfirmDelete();
  const { message, modal } = App.useApp();
  const ui = useUIText();
  const navigate = useNavigate();
  const restore = useRestore(datasetId);
  const update = useUpdateDataset(useProjectId(), datasetId);
  const remove = useDeleteVersion(datasetId);
  return [
    {
      key: "name",
      title: t.name,
      render: (_value, version) => (
        <>
          <span className="line">
            <button
              type="button"
              className="link-button row-name"
              onClick={() => show(version)}
              data-testid={`version-${version.version_name}`}
            >
              {version.version_name}
            </button>
            {version.is_current && <Badge tone="success">{t.current}</Badge>}
          </span>
          {version.description !== "" && (
            <span className="row-sub two-lines" title={version.description}>
              {version.description}
            </span>
          )}
        </>
      ),
    },
    { key: "state", title: t.state, width: 220, render: (_value, version) => <State version={version} /> },
    {
      key: "samples",
      title: t.samples,
      align: "end",
      render: (_value, version) => (
        <>
          {format.number(version.total_sample_count)}
          {version.version_format !== "CSV" && (
            <span className="row-sub">
              {fill(t.labelledOf, { count: format.number(version.annotated_sample_count) })}
            </span>
          )}
        </>
      ),
    },
    {
      key: "changed",
      className: "after-numbers",
      title: t.changed,
      render: (_value, version) =>
        fill(t.changes, {
          added: format.number(version.add_sample_count),
          modified: format.number(version.modified_sample_count),
          deleted: format.number(version.deleted_sample_count),
        }),
    },
    {
      key: "created",
      title: t.created,
      render: (_value, version) => (
        <>
          {format.dateTime(version.create_time)}
          <span className="row-sub">{fill(t.by, { name: version.user_name ?? "" })}</span>
        </>
      ),
    },
    {
      key: "more",
      width: 56,
      render: (_value, version) => (
        <RowMenu
          testId={`version-menu-${version.version_name}`}
          items={[
            {
              key: "current",
              label: t.makeCurrent,
              disabled: version.is_current || version.status !== 1,
              onClick: () =>
                void update
                  .mutateAsync({ current_version_id: version.version_id })
                  .then(() => message.success(fill(t.madeCurrent, { name: version.version_name })))
                  .catch(fail),
            },
            {
              key: "samples",
              label: t.showSamples,
              disabled: version.status !== 1,
              onClick: () => void navigate(`?tab=samples&version=${version.version_id}`),
            },
            {
              key: "compare",
              label: t.compare,
              disabled: version.status !== 1,
              onClick: () => compare(version),
            },
            {
              key: "restore",
              label: t.restore,
              disabled: version.status !== 1,
              onClick: () =>
                modal.confirm({
                  title: fill(t.restoreTitle, { name: version.version_name }),
                  content: t.restoreHint,
                  okText: t.restoreNow,
                  cancelText: ui.cancel,
                  onOk: () => restore.mutateAsync(version.version_id).catch(fail),
                }),
            },
            {
              key: "export",
              label: exports.export,
              disabled: version.status !== 1,
              onClick: () => startExport(version.version_id),
            },
            {
              key: "delete",
              label: t.remove,
              danger: true,
              onClick: () =>
                confirm({
                  title: fill(t.removeTitle, { name: version.version_name }),
                  content: t.removeHint,
                  action: async () => {
                    await remove.mutateAsync(version.version_id);
                    void message.success(fill(t.removed, { name: version.version_name }));
                  },
                }),
            },
          ].filter(({ key }) => version.version_format !== "CSV" || ofTables.has(key))}
        />
      ),
    },
  ];
}

function State({ version }: { version: DatasetVersion }) {
  const t = useVersionsText();
  const { status } = version;
  const name = status === 0 || status === 1 ? status : 4;
  return (
    <span data-testid={`state-${version.version_name}`} data-status={status}>
      <span className={name === 0 ? "live" : ""}>
        <Status tone={tones[name]}>{t.states[name]}</Status>
      </span>
      {name === 0 && <Progress percent={Math.round(version.progress ?? 0)} size="small" />}
      {version.message != null && (
        <span className="row-sub two-lines" title={version.message}>
          {version.message}
        </span>
      )}
    </span>
  );
}
