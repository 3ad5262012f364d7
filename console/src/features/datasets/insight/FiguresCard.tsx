import { useQuery } from "@tanstack/react-query";
import { Segmented, Select, Table } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, QueryView } from "@/ui";
import type { Measured } from "../samples/filters";
import { figuresQuery, type Figure, type Usage } from "./api";
import { Cloud } from "./Cloud";
import { Plot } from "./Plot";
import { useInsightText } from "./text";

interface Done {
  id: string;
  when: string;
}

// So many analyses are drawn over each other.
const most = 8;

/** The figures of analyses over the same bars; what is clicked or outlined is shown in the list of samples. */
export function FiguresCard({ dataset, all }: { dataset: Dataset; all: readonly Done[] }) {
  const t = useInsightText();
  const show = useShowSamples();
  const [usage, setUsage] = useState<Usage>("");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const there = chosen.filter((id) => all.some((one) => one.id === id));
  const ids = there.length > 0 ? there : all.slice(0, 1).map(({ id }) => id);
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
              { value: "INFERENCE", label: t.usages.INFERENCE },
            ]}
          />
          {all.length > 1 && (
            <Select<string[]>
              mode="multiple"
              maxCount={most}
              className="insight-compare"
              placeholder={t.compare}
              aria-label={t.compare}
              data-testid="compare"
              value={[...ids]}
              onChange={setChosen}
              options={all.map(({ id, when: label }) => ({ value: id, label }))}
            />
          )}
        </div>
      }
    >
      <p className="soft">{t.clickHint}</p>
      <QueryView query={query}>
        {({ figures, labels }) => (
          <>
            <div className="insight-plots">
              {figures.map((figure) => (
                <FigurePlot key={figure.metric} figure={figure} when={when} usage={usage} show={show} />
              ))}
              <LabelPlot labels={labels} when={when} />
            </div>
            {ids.length > 1 && <Compared figures={figures} when={when} />}
            <Cloud
              dataset={dataset}
              analysisId={ids[0] ?? ""}
              metrics={figures.map(({ metric }) => metric)}
              show={show}
            />
          </>
        )}
      </QueryView>
    </Card>
  );
}

/** Goes to the list of samples, with what was chosen in a plot as its filter. */
function useShowSamples(): (measured: Measured) => void {
  const navigate = useNavigate();
  return (measured) => {
    const address = new URLSearchParams({ tab: "samples", measured: JSON.stringify(measured) });
    void navigate({ search: address.toString() });
  };
}

/** The figures of several analyses beside each other. */
function Compared({ figures, when }: { figures: readonly Figure[]; when(id: string): string }) {
  const t = useInsightText();
  const format = useFormat();
  const rows = figures.flatMap(({ metric, series }) =>
    series.map(({ analysis_id: id, summary }) => ({ key: `${metric} ${id}`, metric, id, summary })),
  );
  const number = (value: number | undefined) => (value === undefined ? "–" : format.number(value));
  return (
    <Table
      size="small"
      className="insight-compared"
      data-testid="compared"
      pagination={false}
      scroll={{ x: "max-content" }}
      dataSource={rows}
      columns={[
        {
          title: t.metric,
          render: (_, { metric }) => t.metrics[metric],
          onCell: (_, at = 0) => {
            const count = figures[0]?.series.length ?? 1;
            return { rowSpan: at % count === 0 ? count : 0 };
          },
        },
        { title: t.analysis, render: (_, { id }) => when(id) },
        { title: t.values, align: "right", render: (_, { summary }) => number(summary?.values) },
        { title: t.mean, align: "right", render: (_, { summary }) => number(summary?.mean) },
        { title: t.medianName, align: "right", render: (_, { summary }) => number(summary?.median) },
        { title: t.deviation, align: "right", render: (_, { summary }) => number(summary?.deviation) },
        { title: t.smallest, align: "right", render: (_, { summary }) => number(summary?.smallest) },
        { title: t.largest, align: "right", render: (_, { summary }) => number(summary?.largest) },
      ]}
    />
  );
}

interface FigurePlotProps {
  figure: Figure;
  usage: Usage;
  when(id: string): string;
  show(measured: Measured): void;
}

function FigurePlot({ figure, usage, when, show }: FigurePlotProps) {
  const t = useInsightText();
  const format = useFormat();
  const title = t.metrics[figure.metric];
  const names = useMemo(() => figure.edges.slice(0, -1).map((edge) => format.number(edge)), [figure, format]);
  const series = figure.series.map((one) => ({ name: when(one.analysis_id), bars: one.counts }));
  const median = figure.series[0]?.summary?.median;
  const pick = (of: number, bar: number) => {
    const last = bar === figure.edges.length - 2;
    const low = figure.edges[bar];
    const high = figure.edges[bar + 1];
    show({
      analysis_id: figure.series[of]?.analysis_id ?? "",
      x: figure.metric,
      usage,
      ...(low !== undefined && { low }),
      // The last bar has its right end, too.
      ...(!last && high !== undefined && { high }),
    });
  };
  return (
    <figure className="insight-plot">
      <figcaption>
        <strong>{title}</strong>
        {median !== undefined && (
          <span className="soft">{fill(t.median, { value: format.number(median) })}</span>
        )}
      </figcaption>
      <Plot label={title} names={names} series={series} onPick={pick} />
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
