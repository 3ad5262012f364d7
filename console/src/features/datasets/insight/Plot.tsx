import { BarChart, ScatterChart } from "echarts/charts";
import { BrushComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

import { usePalette, useSeriesColours } from "@/ui";
import { fonts } from "@/ui/tokens";

echarts.use([
  BarChart,
  ScatterChart,
  BrushComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  CanvasRenderer,
]);

export type Outline = readonly (readonly [number, number])[];

// As many corners as the server takes.
const mostCorners = 300;

interface PlotProps {
  label: string;
  /** Names of bars, or null where both axes are numbers. */
  names: readonly string[] | null;
  series: readonly {
    name: string;
    bars?: readonly number[];
    points?: readonly (readonly [number, number])[];
  }[];
  across?: string;
  up?: string;
  height?: number;
  /** A bar or a point was clicked: the place of its series, and its place in it. */
  onPick?(series: number, place: number): void;
  /** While given, dragging draws an outline. */
  onOutline?: ((outline: Outline) => void) | undefined;
}

/** Bars beside each other, or points by two numbers. */
export function Plot({
  label,
  names,
  series,
  across = "",
  up = "",
  height = 180,
  onPick,
  onOutline,
}: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const colours = useSeriesColours();
  const latest = useRef({ onPick, onOutline });
  useEffect(() => {
    latest.current = { onPick, onOutline };
  });
  const draws = onOutline !== undefined;
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = echarts.init(element);
    const axis = {
      axisLabel: { color: palette.textSoft, fontFamily: fonts.text, hideOverlap: true },
      axisLine: { lineStyle: { color: palette.line } },
      splitLine: { lineStyle: { color: palette.line } },
      nameTextStyle: { color: palette.textSoft, fontFamily: fonts.text },
    };
    made.setOption({
      animation: false,
      color: [...colours],
      grid: {
        left: 8,
        right: 12,
        top: series.length > 1 || up !== "" ? 34 : 12,
        bottom: 4,
        containLabel: true,
      },
      tooltip: names === null ? { show: false } : { trigger: "axis", axisPointer: { type: "shadow" } },
      legend: {
        show: series.length > 1,
        top: 0,
        textStyle: { color: palette.textSoft, fontFamily: fonts.text },
      },
      xAxis:
        names === null
          ? { ...axis, type: "value", scale: true, name: across, nameLocation: "middle", nameGap: 26 }
          : { ...axis, type: "category", data: [...names], splitLine: { show: false } },
      yAxis: {
        ...axis,
        type: "value",
        scale: names === null,
        name: up,
        ...(names !== null && { minInterval: 1 }),
      },
      series: series.map((one) =>
        one.bars !== undefined
          ? { type: "bar", name: one.name, data: [...one.bars], barCategoryGap: "12%", barMaxWidth: 48 }
          : {
              type: "scatter",
              name: one.name,
              data: [...(one.points ?? [])],
              symbolSize: 5,
              itemStyle: { opacity: 0.6 },
            },
      ),
    });
    made.on("click", ({ seriesIndex, dataIndex }) => {
      if (seriesIndex !== undefined) latest.current.onPick?.(seriesIndex, dataIndex);
    });
    if (draws) {
      made.setOption({ brush: { xAxisIndex: 0, yAxisIndex: 0, throttleType: "debounce" } });
      const brushOption = { brushType: "polygon", brushMode: "single" };
      made.dispatchAction({ type: "takeGlobalCursor", key: "brush", brushOption });
      made.on("brushEnd", (event) => {
        const { areas } = event as { areas?: readonly { coordRange?: Outline }[] };
        const corners = areas?.[0]?.coordRange ?? [];
        const step = Math.ceil(corners.length / mostCorners);
        if (corners.length > 2) latest.current.onOutline?.(corners.filter((_, at) => at % step === 0));
      });
    }
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, [names, series, palette, colours, across, up, draws]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
