import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Dataset, DatasetStats } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { useFormat } from "@/i18n";
import { Card, Facts, QueryView } from "@/ui";
import { statsQuery } from "../api";
import { kindOf } from "../kinds";
import { colourOf } from "../parts/colours";
import { LabelledShare } from "../parts/DatasetState";
import "../samples/samples.css";
import { syncQuery } from "../sync/api";
import { canSync, SyncResult } from "../sync/Sync";
import { useSyncText } from "../sync/text";
import { useDatasetsText } from "../text";
import { TableCard } from "./TableCard";
import type { DatasetTabProps } from "./tabs";

export function OverviewTab({ dataset }: DatasetTabProps) {
  const t = useDatasetsText().overview;
  const stats = useQuery(statsQuery(useProjectId(), dataset.dataset_id));
  const { labelled } = kindOf(dataset.dataset_type);
  return (
    <div className="stack">
      <Sums dataset={dataset} stats={stats.data} />
      <div className="configuration">
        {labelled && (
          <Card title={t.labels}>
            <QueryView query={stats}>{(data) => <LabelBars dataset={dataset} stats={data} />}</QueryView>
          </Card>
        )}
        <Card title={t.places}>
          <Places dataset={dataset} />
        </Card>
        {kindOf(dataset.dataset_type).data === "table" && <TableCard dataset={dataset} />}
        {dataset.schema != null && (
          <Card title={t.columns}>
            <Facts
              rows={dataset.schema.map((column) => [String(column["name"]), String(column["type"])] as const)}
            />
          </Card>
        )}
      </div>
    </div>
  );
}

function Sums({ dataset, stats }: { dataset: Dataset; stats: DatasetStats | undefined }) {
  const t = useDatasetsText();
  const format = useFormat();
  const counts = stats?.sample_stats ?? {};
  const shown: [string, number, string][] = [
    [t.overview.unlabelled, counts["un_annotation"] ?? 0, "__NONE__"],
    [t.overview.toConfirm, counts["auto_annotation"] ?? 0, "__AUTO_ANNOTATION__"],
  ];
  const hard = stats?.key_sample_stats["key_sample"] ?? 0;
  const { labelled } = kindOf(dataset.dataset_type);
  return (
    <div className="dataset-sums">
      <Card className="sum">
        <span className="soft">{t.list.samples}</span>
        <strong>
          <Link to="?tab=samples">{format.number(dataset.total_sample_count)}</Link>
        </strong>
      </Card>
      {labelled && (
        <>
          <Card className="sum">
            <span className="soft">{t.labelled}</span>
            <LabelledShare dataset={dataset} />
          </Card>
          {shown.map(([label, count, state]) => (
            <Card className="sum" key={state}>
              <span className="soft">{label}</span>
              <strong>
                <Link to={`?tab=samples&state=${state}`}>{format.number(count)}</Link>
              </strong>
            </Card>
          ))}
          <Card className="sum">
            <span className="soft">{t.overview.hard}</span>
            <strong>
              <Link to="?tab=samples&hard=1">{format.number(hard)}</Link>
            </strong>
          </Card>
        </>
      )}
    </div>
  );
}

const shownLabels = 12;

function LabelBars({ dataset, stats }: { dataset: Dataset; stats: DatasetStats }) {
  const t = useDatasetsText();
  const format = useFormat();
  const sorted = [...stats.label_stats].sort((a, b) => b.sample_count - a.sample_count);
  const most = Math.max(1, ...sorted.map((label) => label.sample_count));
  if (sorted.length === 0) return <p className="soft">{t.overview.noLabels}</p>;
  return (
    <>
      <ul className="label-bars">
        {sorted.slice(0, shownLabels).map((label) => (
          <li key={`${label.type}-${label.name}`}>
            <Link
              className="label-name"
              title={label.name}
              to={`/datasets/${dataset.dataset_id}?tab=samples&label=${encodeURIComponent(label.name)}`}
            >
              <i className="label-dot" style={{ background: colourOf(label) }} />
              <span>{label.name}</span>
            </Link>
            <span className="bar">
              <i style={{ width: `${(100 * label.sample_count) / most}%`, background: colourOf(label) }} />
            </span>
            <span className="number">{format.number(label.sample_count)}</span>
          </li>
        ))}
      </ul>
      {sorted.length > shownLabels && (
        <p>
          <Link to="?tab=labels">{format.counted(t.overview.allLabels, sorted.length)}</Link>
        </p>
      )}
    </>
  );
}

function Places({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText().overview;
  const format = useFormat();
  const [source] = dataset.data_sources;
  const input = source === undefined ? "" : String(source["data_path"] ?? "");
  const last = useLastSync(dataset);
  return (
    <Facts
      rows={[
        [t.input, input === "" ? t.noInput : <OBSLink key="input" path={asOBS(input)} />],
        ...(last === null ? [] : [last]),
        [t.work, <OBSLink key="work" path={asOBS(dataset.inner_work_path)} />],
        [t.changed, format.dateTime(dataset.update_time)],
        [t.dataChanged, format.dateTime(dataset.data_update_time)],
      ]}
    />
  );
}

/** When the dataset was last brought into agreement with its input, and what came of it. */
function useLastSync(dataset: Dataset): [string, ReactNode] | null {
  const t = useSyncText();
  const format = useFormat();
  const sync = useQuery(syncQuery(useProjectId(), dataset.dataset_id)).data;
  if (sync?.create_time == null || !canSync(dataset)) return null;
  return [
    t.last,
    <span key="sync" className="last-sync">
      {format.dateTime(sync.create_time)}
      {sync.status === "FAILED" && <span className="soft">{sync.error_msg ?? t.failed}</span>}
      <SyncResult dataset={dataset} sync={sync} />
    </span>,
  ];
}

const asOBS = (path: string) => `obs:/${path}`;
