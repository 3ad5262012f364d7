import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Table, type TableProps } from "antd";
import { Link } from "react-router";

import type { DatasetVersion } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Facts, QueryView } from "@/ui";
import { colourOf } from "../parts/colours";
import { usesQuery, versionQuery } from "./api";
import { Sets, usages } from "./Sets";
import { useVersionsText } from "./text";

type VersionLabel = NonNullable<DatasetVersion["label_stats"]>[number];

/** What is in a version, and what used it. */
export function VersionDrawer({
  datasetId,
  version,
  onClose,
}: {
  datasetId: string;
  version: DatasetVersion;
  onClose(): void;
}) {
  const t = useVersionsText();
  const format = useFormat();
  const query = useQuery(versionQuery(useProjectId(), datasetId, version.version_id));
  const isTable = version.version_format === "CSV";
  const place = version.manifest_path ?? version.data_path;
  return (
    <Drawer
      open
      title={fill(t.detailOf, { name: version.version_name })}
      size={720}
      onClose={onClose}
      extra={
        !isTable &&
        version.status === 1 && (
          <Link to={`?tab=samples&version=${version.version_id}`}>
            <Button type="primary" size="small" data-testid="version-samples">
              {t.showSamples}
            </Button>
          </Link>
        )
      }
    >
      <div className="stack" data-testid="version-drawer">
        <Facts
          rows={[
            [t.description, version.description],
            isTable
              ? [t.rows, format.number(version.total_sample_count)]
              : [
                  t.samples,
                  fill(t.samplesOf, {
                    count: format.number(version.total_sample_count),
                    labelled: format.number(version.annotated_sample_count),
                  }),
                ],
            [
              t.created,
              `${format.dateTime(version.create_time)} ${fill(t.by, { name: version.user_name ?? "" })}`,
            ],
            [t.split, <SplitText key="split" version={version} />],
            [t.files, <Files key="files" version={version} />],
            [isTable ? t.data : t.manifest, <OBSLink key="manifest" path={`obs:/${place}`} />],
          ]}
        />
        {!isTable && <QueryView query={query}>{(found) => <Figures version={found} />}</QueryView>}
        <Uses datasetId={datasetId} versionId={version.version_id} />
      </div>
    </Drawer>
  );
}

function Files({ version: { files } }: { version: DatasetVersion }) {
  const t = useVersionsText();
  const format = useFormat();
  if (files == null || files.total === 0) return null;
  const values = {
    kept: format.number(files.kept),
    total: format.number(files.total),
    lost: format.number(files.lost),
  };
  return (
    <span data-testid="version-files" data-state={files.state}>
      {fill(t.filesStates[files.state], values)}
      {files.lost > 0 && <span className="row-sub">{fill(t.filesLost, values)}</span>}
    </span>
  );
}

function SplitText({ version: { split } }: { version: DatasetVersion }) {
  const t = useVersionsText();
  const method = split?.["method"];
  if (method !== "stratified" && method !== "random" && method !== "group") return t.methods.none;
  return fill(t.splitOf, { method: t.methods[method], seed: String(split?.["seed"] ?? 0) });
}

function Figures({ version }: { version: DatasetVersion }) {
  const t = useVersionsText();
  const format = useFormat();
  const counts = version.usage_stats ?? {};
  const shown = usages.filter((usage) => (counts[usage] ?? 0) > 0);
  const marked = shown.reduce((sum, usage) => sum + (counts[usage] ?? 0), 0);
  const columns: TableProps<VersionLabel>["columns"] = [
    {
      key: "name",
      title: t.label,
      render: (_value, label) => (
        <span className="version-label">
          <i aria-hidden="true" style={{ background: colourOf(label) }} />
          {label.name}
        </span>
      ),
    },
    {
      key: "count",
      title: t.annotations,
      align: "end",
      render: (_value, label) => format.number(label.count),
    },
    {
      key: "samples",
      title: t.samples,
      align: "end",
      render: (_value, label) => format.number(label.sample_count),
    },
    ...shown.map((usage) => ({
      key: usage,
      title: t.usages[usage],
      align: "end" as const,
      render: (_value: unknown, label: VersionLabel) => format.number(label.usages?.[usage] ?? 0),
    })),
  ];
  const labels = version.label_stats ?? [];
  return (
    <>
      {marked > 0 && <Sets counts={counts} unused={version.total_sample_count - marked} />}
      {labels.length > 0 && (
        <Table<VersionLabel>
          aria-label={t.label}
          size="small"
          pagination={labels.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
          rowKey={({ type, name }) => `${type}-${name}`}
          dataSource={labels}
          columns={columns}
        />
      )}
    </>
  );
}

function Uses({ datasetId, versionId }: { datasetId: string; versionId: string }) {
  const t = useVersionsText();
  const format = useFormat();
  const query = useQuery(usesQuery(useProjectId(), datasetId, versionId));
  return (
    <section className="version-section">
      <h3>{t.uses}</h3>
      <QueryView query={query}>
        {({ uses }) =>
          uses.length === 0 ? (
            <span className="soft">{t.notUsed}</span>
          ) : (
            <>
              {uses.map((use) => (
                <span key={`${use.resource_type}-${use.resource_id}`} className="line">
                  {use.resource_type === "training_job" ? (
                    <Link to={`/training/jobs/${use.resource_id}`}>{use.resource_name}</Link>
                  ) : (
                    use.resource_name
                  )}
                  <span className="soft">
                    {use.user_name} · {format.ago(use.used_at)}
                  </span>
                </span>
              ))}
            </>
          )
        }
      </QueryView>
    </section>
  );
}
