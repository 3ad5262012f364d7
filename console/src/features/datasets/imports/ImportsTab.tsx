import { ImportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Progress, type TableProps } from "antd";
import { useState } from "react";

import type { DatasetImport } from "@/client";
import type { DatasetTabProps } from "../detail/tabs";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, DataTable, EmptyView, Status, useFail, useURLPage, type Tone } from "@/ui";
import { ExportsCard } from "../exports/ExportList";
import { useDatasetsText } from "../text";
import { AddSamples } from "./AddSamples";
import { importsQuery, isRunning, useResumeImport, useStopImport } from "./api";
import { ReportDrawer } from "./ReportDrawer";
import "./imports.css";

/** What came in and what went out. */
export function ImportsTab({ dataset }: DatasetTabProps) {
  return (
    <div className="stack">
      <ImportsCard dataset={dataset} />
      <ExportsCard datasetId={dataset.dataset_id} />
    </div>
  );
}

/** What was imported, and what is being imported. */
function ImportsCard({ dataset }: DatasetTabProps) {
  const t = useDatasetsText().imports;
  const paging = useURLPage();
  const query = useQuery(importsQuery(useProjectId(), dataset.dataset_id, paging.page - 1, paging.size));
  const [report, setReport] = useState<DatasetImport | null>(null);
  const columns = useColumns(dataset.dataset_id, setReport);
  return (
    <Card title={t.title} flush>
      <DataTable<DatasetImport>
        label={t.title}
        query={query}
        rows={query.data?.import_tasks}
        total={query.data?.total_count}
        paging={paging}
        rowKey="task_id"
        scroll={{ x: 960 }}
        columns={columns}
        empty={
          <EmptyView
            icon={<ImportOutlined />}
            title={t.none}
            hint={t.noneHint}
            action={<AddSamples dataset={dataset} />}
          />
        }
      />
      {report !== null && (
        <ReportDrawer datasetId={dataset.dataset_id} task={report} onClose={() => setReport(null)} />
      )}
    </Card>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  QUEUING: "info",
  STARTING: "info",
  RUNNING: "info",
  COMPLETED: "success",
  FAILED: "danger",
};

function useColumns(
  datasetId: string,
  show: (task: DatasetImport) => void,
): TableProps<DatasetImport>["columns"] {
  const t = useDatasetsText().imports;
  const format = useFormat();
  const fail = useFail();
  const stop = useStopImport(datasetId);
  const resume = useResumeImport(datasetId);
  return [
    {
      key: "path",
      title: t.from,
      render: (_value, task) => (
        <>
          {task.import_path === "" ? (
            "–"
          ) : (
            <OBSLink
              path={task.import_path.startsWith("/") ? `obs:/${task.import_path}` : task.import_path}
            />
          )}
          <span className="row-sub">
            {task.format in t.formats
              ? t.formats[task.format as keyof typeof t.formats]
              : task.format === "directory"
                ? t.formats.auto
                : task.format}
            {task.dry_run && <Badge>{t.onlyChecked}</Badge>}
          </span>
        </>
      ),
    },
    {
      key: "state",
      title: t.state,
      width: 260,
      render: (_value, task) => <State task={task} />,
    },
    {
      key: "samples",
      title: t.samples,
      align: "end",
      width: 170,
      render: (_value, task) => (
        <>
          {format.number(task.imported_sample_count)}
          <span className="row-sub">
            {fill(t.split, {
              fresh: format.number(task.new_sample_count),
              known: format.number(task.known_sample_count),
            })}
          </span>
        </>
      ),
    },
    {
      key: "labelled",
      title: t.labelled,
      align: "end",
      render: (_value, task) => format.number(task.annotated_sample_count),
    },
    {
      key: "problems",
      title: t.problems,
      align: "end",
      render: (_value, task) => {
        const count = Object.values(task.problem_counts).reduce((sum, one) => sum + one, 0);
        if (count === 0) return <span className="faint">{format.number(0)}</span>;
        return (
          <Button type="link" size="small" danger onClick={() => show(task)} data-testid="import-problems">
            {format.number(count)}
          </Button>
        );
      },
    },
    {
      key: "begun",
      title: t.begun,
      render: (_value, task) => (
        <span className="nowrap" title={format.dateTime(task.create_time)}>
          {format.ago(task.create_time)}
        </span>
      ),
    },
    {
      key: "actions",
      width: 130,
      render: (_value, task) => {
        if (isRunning(task)) {
          return (
            <Button
              size="small"
              onClick={() => stop.mutate(task.task_id, { onError: fail })}
              data-testid="stop-import"
            >
              {t.stop}
            </Button>
          );
        }
        if (task.stopped || task.status === "FAILED") {
          return (
            <Button size="small" onClick={() => resume.mutate(task.task_id, { onError: fail })}>
              {t.goOn}
            </Button>
          );
        }
        return null;
      },
    },
  ];
}

function State({ task }: { task: DatasetImport }) {
  const t = useDatasetsText().imports;
  const state = task.stopped ? "STOPPED" : task.status;
  const known = state in t.states ? t.states[state as keyof typeof t.states] : state;
  const total = task.total_sample_count;
  return (
    <span data-testid="import-status" data-status={state}>
      <span className={isRunning(task) ? "live" : ""}>
        <Status tone={task.stopped ? "warning" : (tones[task.status] ?? "neutral")}>{known}</Status>
      </span>
      {isRunning(task) && (
        <Progress
          size="small"
          percent={total === 0 ? 0 : Math.min(99, Math.floor((100 * task.done_sample_count) / total))}
        />
      )}
      {task.error_msg != null && task.error_msg !== "" && (
        <span className="row-sub two-lines" title={task.error_msg}>
          {task.error_msg}
        </span>
      )}
    </span>
  );
}
