import { BarChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Progress, Segmented, Select } from "antd";
import { useMemo, useState } from "react";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, EmptyView, QueryView, useFail } from "@/ui";
import type { DatasetTabProps } from "../detail/tabs";
import {
  analysesQuery,
  figuresQuery,
  pointsQuery,
  useAnalyse,
  type Figure,
  type MetricName,
  type Usage,
} from "./api";
import { Findings } from "./Findings";
import "./insight.css";
import { Plot } from "./Plot";
import { Smart } from "./Smart";
import { useInsightText } from "./text";

/** What a dataset of images is like: figures, copies, odd ones, labels in doubt; and what can be done by itself. */
export default function InsightTab({ dataset }: DatasetTabProps) {
  const t = useInsightText();
  const format = useFormat();
  const fail = useFail();
  const analyse = useAnalyse(dataset.dataset_id);
  const analyses = useQuery(analysesQuery(useProjectId(), dataset.dataset_id));
  const start = (
    <Button
      type="primary"
      icon={<BarChartOutlined />}
      loading={analyse.isPending}
      data-testid="analyse"
      onClick={() => analyse.mutate(undefined, { onError: fail })}
    >
      {t.analyse}
    </Button>
  );
  return (
    <div className="stack">
      <QueryView query={analyses}>
        {({ analyses: all }) => {
          const [last] = all;
          const done = all.filter(({ state }) => state === "completed");
          const [shown] = done;
          if (last === undefined) {
            return (
              <Card>
                <EmptyView icon={<BarChartOutlined />} title={t.never} hint={t.neverHint} action={start} />
              </Card>
            );
          }
          return (
            <>
              <div className="insight-head">
                {last.is_active ? (
                  <>
                    <span>{fill(t.analysing, { done: last.done, total: last.total ?? "…" })}</span>
                    <Progress percent={Math.round((100 * last.done) / Math.max(1, last.total ?? 1))} />
                  </>
                ) : (
                  <>
                    {shown !== undefined && (
                      <span className="soft" data-testid="analysed">
                        {fill(t.measuredAt, {
                          when: format.ago(shown.create_time),
                          good: shown.good,
                          bad: shown.bad,
                        })}
                      </span>
                    )}
                    {start}
                  </>
                )}
              </div>
              {last.state === "failed" && (
                <Alert type="error" showIcon title={t.failed} description={last.error_msg} />
              )}
              {shown !== undefined && (
                <>
                  <FiguresCard
                    dataset={dataset}
                    all={done.map((one) => ({ id: one.analysis_id, when: format.dateTime(one.create_time) }))}
                  />
                  <Findings dataset={dataset} analysisId={shown.analysis_id} />
                </>
              )}
            </>
          );
        }}
      </QueryView>
      <Smart dataset={dataset} />
    </div>
  );
}

interface Done {
  id: string;
  when: string;
}

function FiguresCard({ dataset, all }: { dataset: Dataset; all: readonly Done[] }) {
  const t = useInsightText();
  const [usage, setUsage] = useState<Usage>("");
  const [other, setOther] = useState<string>();
  const first = all[0]?.id ?? "";
  const ids = other === undefined ? [first] : [first, other];
  const query = useQuery(figuresQuery(useProjectId(), dataset.dataset_id, ids, usage));
  const when = (id: string) => all.find((one) => one.id === id)?.when ?? id;
  return (
    <Card
      title={t.figures}
      extra={
        <div className="insight-choices">
          <Segmented<Usage>
            value={usage}
            onChange={setUsage}
            options={[
              { value: "", label: t.usages.all },
              { value: "TRAIN", label: t.usages.TRAIN },
              { value: "EVAL", label: t.usages.EVAL },
              { value: "TEST", label: t.usages.TEST },
            ]}
          />
          {all.length > 1 && (
            <Select
              allowClear
              className="insight-compare"
              placeholder={t.compare}
              aria-label={t.compare}
              value={other}
              onChange={setOther}
              options={all.slice(1).map(({ id, when: label }) => ({ value: id, label }))}
            />
          )}
        </div>
      }
    >
      <QueryView query={query}>
        {({ figures, labels }) => (
          <>
            <div className="insight-plots">
              {figures.map((figure) => (
                <FigurePlot key={figure.metric} figure={figure} when={when} />
              ))}
              <LabelPlot labels={labels} when={when} />
            </div>
            <Cloud dataset={dataset} analysisId={first} metrics={figures.map(({ metric }) => metric)} />
          </>
        )}
      </QueryView>
    </Card>
  );
}

function FigurePlot({ figure, when }: { figure: Figure; when(id: string): string }) {
  const t = useInsightText();
  const format = useFormat();
  const title = t.metrics[figure.metric];
  const names = useMemo(() => figure.edges.slice(0, -1).map((edge) => format.number(edge)), [figure, format]);
  const series = figure.series.map((one) => ({ name: when(one.analysis_id), bars: one.counts }));
  const median = figure.series[0]?.summary?.median;
  return (
    <figure className="insight-plot">
      <figcaption>
        <strong>{title}</strong>
        {median !== undefined && (
          <span className="soft">{fill(t.median, { value: format.number(median) })}</span>
        )}
      </figcaption>
      <Plot label={title} names={names} series={series} />
    </figure>
  );
}

function LabelPlot({
  labels,
  when,
}: {
  labels: Readonly<Record<string, Readonly<Record<string, number>>>>;
  when(id: string): string;
}) {
  const t = useInsightText();
  const names = [...new Set(Object.values(labels).flatMap((one) => Object.keys(one)))].sort();
  if (names.length === 0) return null;
  const series = Object.entries(labels).map(([id, counts]) => ({
    name: when(id),
    bars: names.map((name) => counts[name] ?? 0),
  }));
  return (
    <figure className="insight-plot">
      <figcaption>
        <strong>{t.labels}</strong>
      </figcaption>
      <Plot label={t.labels} names={names} series={series} />
    </figure>
  );
}

function Cloud({
  dataset,
  analysisId,
  metrics,
}: {
  dataset: Dataset;
  analysisId: string;
  metrics: readonly MetricName[];
}) {
  const t = useInsightText();
  const [x, setX] = useState<MetricName>("brightness");
  const [y, setY] = useState<MetricName>("clarity");
  const query = useQuery(pointsQuery(useProjectId(), dataset.dataset_id, analysisId, x, y));
  const options = metrics.map((metric) => ({ value: metric, label: t.metrics[metric] }));
  const points = useMemo(
    () => [{ name: "", points: (query.data?.points ?? []).map(([, one, other]) => [one, other] as const) }],
    [query.data],
  );
  return (
    <figure className="insight-plot insight-cloud">
      <figcaption>
        <strong>{t.cloud}</strong>
        <span className="insight-choices">
          <Select
            aria-label={t.across}
            value={x}
            onChange={setX}
            options={options}
            popupMatchSelectWidth={false}
          />
          <Select
            aria-label={t.up}
            value={y}
            onChange={setY}
            options={options}
            popupMatchSelectWidth={false}
          />
        </span>
      </figcaption>
      <Plot
        label={t.cloud}
        names={null}
        series={points}
        across={t.metrics[x]}
        up={t.metrics[y]}
        height={300}
      />
    </figure>
  );
}
