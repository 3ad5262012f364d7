import { LineChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { useMemo } from "react";

import type { Job, JobCurves } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, EmptyView, QueryView, useURLPatch, useURLValue } from "@/ui";
import { Chart, type Series } from "@/ui/chart/Chart";
import { curvesQuery } from "../api";
import { isLive } from "../jobs";
import { TaskPicker } from "../parts/TaskPicker";
import { useTrainingText } from "../text";
import { chartsOf, idleDevices, type ChartKind } from "./curves";

/** What the tasks of a job used, over its whole life. */
export default function ResourcesTab({ job }: { job: Job }) {
  const query = useQuery(curvesQuery(useProjectId(), job.metadata.id, isLive(job)));
  return <QueryView query={query}>{(curves) => <Charts job={job} curves={curves} />}</QueryView>;
}

function Charts({ job, curves }: { job: Job; curves: JobCurves }) {
  const t = useTrainingText().resources;
  const format = useFormat();
  const [wanted] = useURLValue("task");
  const patch = useURLPatch();
  const tasks = curves.tasks.map((one) => one.task);
  const chosen = tasks.includes(wanted) ? wanted : "";
  const charts = useMemo(
    () =>
      chartsOf(curves.tasks, chosen, {
        read: t.read,
        written: t.written,
        card: (number) => fill(t.card, { number }),
      }),
    [curves, chosen, t],
  );
  const idle = idleDevices(curves.tasks);
  if (charts.length === 0) {
    return (
      <Card>
        <EmptyView icon={<LineChartOutlined />} title={t.empty} hint={t.emptyHint} />
      </Card>
    );
  }
  return (
    <div className="stack">
      {idle !== null && (
        <Alert
          type="warning"
          showIcon
          title={t.idle}
          description={fill(t.idleHint, { task: idle.task, value: format.percent(idle.share / 100) })}
        />
      )}
      <div className="charts-head">
        <TaskPicker
          tasks={tasks.length > 1 ? [t.allTasks, ...tasks] : tasks}
          value={chosen === "" ? t.allTasks : chosen}
          onChange={(task) => patch({ task: task === t.allTasks ? "" : task })}
        />
        <span className="faint">{t.zoom}</span>
      </div>
      <div className="charts">
        {charts.map(({ kind, series }) => (
          <ChartCard key={kind} kind={kind} series={series} group={job.metadata.id} />
        ))}
      </div>
    </div>
  );
}

function ChartCard({ kind, series, group }: { kind: ChartKind; series: readonly Series[]; group: string }) {
  const t = useTrainingText().resources;
  const format = useFormat();
  const share = kind === "cpu" || kind === "memory" || kind === "devices" || kind === "deviceMemory";
  const words = useMemo(() => {
    if (share) return (value: number) => format.percent(value / 100);
    if (kind === "io") return (value: number) => fill(t.perSecond, { value: format.bytes(value) });
    return (value: number) => format.bytes(value);
  }, [share, kind, format, t]);
  const values = series.flatMap((one) => one.points.map(([, value]) => value));
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const average = values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
  return (
    <Card
      title={t.charts[kind]}
      extra={
        <span className="faint chart-facts">
          {fill(t.average, { value: words(average) })} · {fill(t.most, { value: words(most) })}
        </span>
      }
      testId={`chart-${kind}`}
    >
      <Chart
        label={t.charts[kind]}
        series={series}
        group={group}
        words={words}
        bytes={!share}
        {...(share && { most: Math.max(100, Math.ceil(most)) })}
      />
    </Card>
  );
}
