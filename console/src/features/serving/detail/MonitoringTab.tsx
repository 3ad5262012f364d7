import { LineChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";

import type { CallStatistics, Service, ServiceMonitor } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, EmptyView, QueryView, useURLValue } from "@/ui";
import { Chart } from "@/ui/chart/Chart";
import { monitorQuery, spans, statisticsQuery, type Span } from "../api";
import { Weights } from "../parts/Weights";
import { useServingText } from "../text";
import { callsOf, failuresOf, latencyOf, sharesOf } from "./calls";

/** How often it was called, how that went, and what it uses. */
export default function MonitoringTab({ service }: { service: Service }) {
  const t = useServingText().monitoring;
  const projectId = useProjectId();
  const [chosen, choose] = useURLValue("span", "hour");
  const span = chosen in spans ? (chosen as Span) : "hour";
  const now = useQuery(monitorQuery(projectId, service.service_id));
  const calls = useQuery(statisticsQuery(projectId, service.service_id, span));
  return (
    <div className="stack">
      {now.data !== undefined && <Numbers monitor={now.data} />}
      <div className="charts-head">
        <Segmented<Span>
          aria-label={t.span}
          value={span}
          onChange={choose}
          options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: t.spans[value] }))}
        />
      </div>
      <QueryView query={calls}>
        {(statistics) => (
          <Charts statistics={statistics} group={service.service_id} past={spans[span].minutes * 60_000} />
        )}
      </QueryView>
    </div>
  );
}

function Numbers({ monitor }: { monitor: ServiceMonitor }) {
  const t = useServingText().monitoring;
  const format = useFormat();
  const sum = (value: (one: ServiceMonitor["monitors"][number]) => number) =>
    monitor.monitors.reduce((total, one) => total + value(one), 0);
  const megabyte = 2 ** 20;
  const numbers = [
    [t.perMinute, format.number(monitor.req_count_per_min)],
    [
      t.instances,
      fill(t.of, {
        used: format.number(monitor.service_running_instance_count),
        total: format.number(monitor.service_instance_count),
      }),
    ],
    [
      t.cores,
      fill(t.of, {
        used: format.number(Math.round(sum((one) => one.cpu_core_usage) * 100) / 100),
        total: format.number(sum((one) => one.cpu_core_total)),
      }),
    ],
    [
      t.memory,
      fill(t.of, {
        used: format.bytes(sum((one) => one.cpu_memory_usage) * megabyte),
        total: format.bytes(sum((one) => one.cpu_memory_total) * megabyte),
      }),
    ],
  ] as const;
  return (
    <div className="sums">
      {numbers.map(([label, value]) => (
        <Card key={label} className="sum">
          <span className="soft">{label}</span>
          <strong>{value}</strong>
        </Card>
      ))}
    </div>
  );
}

interface ChartsProps {
  statistics: CallStatistics;
  group: string;
  past: number;
}

function Charts({ statistics, group, past }: ChartsProps) {
  const t = useServingText().monitoring;
  const format = useFormat();
  const shares = sharesOf(statistics);
  const rate = (value: number) => format.number(Math.round(value * 100) / 100);
  const time = (value: number) => fill(t.milliseconds, { value: rate(value) });
  if (shares.every(({ calls }) => calls === 0)) {
    return (
      <Card>
        <EmptyView icon={<LineChartOutlined />} title={t.none} hint={t.noneHint} />
      </Card>
    );
  }
  return (
    <>
      <Card title={t.split} testId="split">
        <Weights
          versions={shares.map(({ name, calls, share }) => ({
            key: name,
            name: `${name} · ${format.counted(t.calls, calls)}`,
            weight: share * 100,
          }))}
        />
      </Card>
      <div className="charts">
        <Card title={t.callsTitle}>
          <Chart label={t.callsTitle} series={callsOf(statistics)} group={group} past={past} words={rate} />
        </Card>
        <Card title={t.failuresTitle}>
          <Chart
            label={t.failuresTitle}
            series={failuresOf(statistics, { refused: t.refused, failed: t.failed })}
            group={group}
            past={past}
            words={rate}
          />
        </Card>
        <Card title={t.median}>
          <Chart
            label={t.median}
            series={latencyOf(statistics, "p50")}
            group={group}
            past={past}
            words={time}
          />
        </Card>
        <Card title={t.slowest}>
          <Chart
            label={t.slowest}
            series={latencyOf(statistics, "p99")}
            group={group}
            past={past}
            words={time}
          />
        </Card>
      </div>
    </>
  );
}
