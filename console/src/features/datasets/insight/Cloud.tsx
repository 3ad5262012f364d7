import { EditOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented, Select } from "antd";
import { useMemo, useState } from "react";
import { useNavigate } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import type { Measured } from "../samples/filters";
import { pointsQuery, type MetricName } from "./api";
import { Plot } from "./Plot";
import { useInsightText } from "./text";

interface CloudProps {
  dataset: Dataset;
  analysisId: string;
  metrics: readonly MetricName[];
  show(measured: Measured): void;
}

/** Samples as points: on a map of what looks alike, or by two figures. */
export function Cloud({ dataset, analysisId, metrics, show }: CloudProps) {
  const t = useInsightText();
  const navigate = useNavigate();
  const [isMap, setMap] = useState(true);
  const [drawing, setDrawing] = useState(false);
  const [x, setX] = useState<MetricName>("brightness");
  const [y, setY] = useState<MetricName>("clarity");
  const chosen = isMap ? null : { x, y };
  const query = useQuery(pointsQuery(useProjectId(), dataset.dataset_id, analysisId, chosen));
  const options = metrics.map((metric) => ({ value: metric, label: t.metrics[metric] }));
  const found = query.data?.points;
  const points = useMemo(
    () => [{ name: "", points: (found ?? []).map(([, one, other]) => [one, other] as const) }],
    [found],
  );
  const axis = (label: string, value: MetricName, change: (metric: MetricName) => void) => (
    <Select
      aria-label={label}
      value={value}
      onChange={change}
      options={options}
      popupMatchSelectWidth={false}
    />
  );
  return (
    <figure className="insight-plot insight-cloud">
      <figcaption>
        <Segmented<"map" | "metrics">
          value={isMap ? "map" : "metrics"}
          onChange={(value) => setMap(value === "map")}
          options={[
            { value: "map", label: <span data-testid="cloud-map">{t.map}</span> },
            { value: "metrics", label: <span data-testid="cloud-metrics">{t.cloud}</span> },
          ]}
        />
        <span className="insight-choices">
          {!isMap && axis(t.across, x, setX)}
          {!isMap && axis(t.up, y, setY)}
          <Button
            icon={<EditOutlined />}
            type={drawing ? "primary" : "default"}
            aria-pressed={drawing}
            data-testid="outline"
            onClick={() => setDrawing(!drawing)}
          >
            {t.outline}
          </Button>
        </span>
      </figcaption>
      <p className="soft">{drawing ? t.outlineHint : isMap ? t.mapHint : t.pointHint}</p>
      <Plot
        label={isMap ? t.map : t.cloud}
        names={null}
        series={points}
        across={isMap ? "" : t.metrics[x]}
        up={isMap ? "" : t.metrics[y]}
        height={320}
        onPick={(_, at) => {
          const id = found?.[at]?.[0];
          if (id !== undefined) void navigate(`/datasets/${dataset.dataset_id}/label/${id}`);
        }}
        onOutline={
          drawing
            ? (outline) =>
                show({ analysis_id: analysisId, ...chosen, outline: outline.map(([a, b]) => [a, b]) })
            : undefined
        }
      />
    </figure>
  );
}
