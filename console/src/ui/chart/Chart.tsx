import { LineChart } from "echarts/charts";
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  ToolboxComponent,
  TooltipComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useMemo, useRef } from "react";

import { useFormat } from "@/i18n";
import { usePalette, useSeriesColours } from "../theme";
import { fonts, type Palette } from "../tokens";
import "./chart.css";

echarts.use([
  LineChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  DataZoomComponent,
  ToolboxComponent,
  CanvasRenderer,
]);

export interface Series {
  name: string;
  points: readonly (readonly [at: number, value: number])[];
}

interface ChartProps {
  label: string;
  series: readonly Series[];
  /** Charts of one group share their zoom and their cursor. */
  group: string;
  /** The top of the axis; without one it fits what is there. */
  most?: number;
  /** Steps of the axis that are round in bytes rather than in tens. */
  bytes?: boolean;
  /** How much time is shown before now, in milliseconds; without it all there is. */
  past?: number;
  words(value: number): string;
}

/** Curves over time. Drag to zoom, double-click to see everything. */
export function Chart({ label, series, group, most, bytes = false, past, words }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts | null>(null);
  const palette = usePalette();
  const colours = useSeriesColours();
  const format = useFormat();

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = echarts.init(element);
    chart.current = made;
    made.group = group;
    echarts.connect(group);
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    const whole = () => made.dispatchAction({ type: "dataZoom", start: 0, end: 100 });
    element.addEventListener("dblclick", whole);
    return () => {
      element.removeEventListener("dblclick", whole);
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [group]);

  const option = useMemo(
    () => optionOf({ series, palette, colours, most, bytes, past, words, moment: format.dateTime }),
    [series, palette, colours, most, bytes, past, words, format],
  );
  useEffect(() => {
    const made = chart.current;
    if (made === null) return;
    made.setOption(option, { replaceMerge: ["series"] });
    made.dispatchAction({
      type: "takeGlobalCursor",
      key: "dataZoomSelect",
      dataZoomSelectActive: true,
    });
  }, [option]);

  return <div className="chart" ref={box} role="img" aria-label={label} />;
}

const topOf = (series: readonly Series[]) =>
  Math.max(0, ...series.flatMap(({ points }) => points.map(([, value]) => value)));

/** Top and steps of the upright axis. */
function stepsOf(most: number | null, topBytes: number | null): object {
  if (most !== null) return { max: most, ...(most === 100 ? { interval: 25 } : { splitNumber: 3 }) };
  if (topBytes === null) return { splitNumber: 3 };
  // A power of two reads as a round number of KiB or MiB.
  const interval = 2 ** Math.ceil(Math.log2(Math.max(topBytes, 4) / 4));
  return { interval, max: interval * 4 };
}

interface Look {
  series: readonly Series[];
  palette: Palette;
  colours: readonly string[];
  most: number | undefined;
  bytes: boolean;
  past: number | undefined;
  words(value: number): string;
  moment(at: number): string;
}

function optionOf({
  series,
  palette: p,
  colours,
  most,
  bytes,
  past,
  words,
  moment,
}: Look): echarts.EChartsCoreOption {
  const faint = { color: p.textFaint, fontFamily: fonts.text, fontSize: 11 };
  return {
    animation: false,
    color: [...colours],
    textStyle: { fontFamily: fonts.text },
    grid: { left: 8, right: 12, top: 12, bottom: series.length > 1 ? 34 : 8, containLabel: true },
    legend: {
      show: series.length > 1,
      type: "scroll",
      bottom: 0,
      icon: "roundRect",
      itemWidth: 14,
      itemHeight: 3,
      textStyle: { ...faint, color: p.textSoft },
      pageTextStyle: faint,
      pageIconColor: p.textSoft,
      pageIconInactiveColor: p.lineStrong,
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: p.raised,
      borderColor: p.line,
      textStyle: { color: p.text, fontSize: 12 },
      axisPointer: { lineStyle: { color: p.lineStrong } },
      valueFormatter: (value: unknown) => (typeof value === "number" ? words(value) : "–"),
    },
    toolbox: {
      show: true,
      itemSize: 0,
      feature: { dataZoom: { yAxisIndex: "none", brushStyle: { color: p.primarySoft } } },
    },
    dataZoom: [
      {
        type: "inside",
        filterMode: "none",
        zoomOnMouseWheel: "ctrl",
        moveOnMouseMove: false,
        moveOnMouseWheel: false,
      },
    ],
    xAxis: {
      type: "time",
      ...(past !== undefined && { min: Date.now() - past, max: Date.now() }),
      axisLine: { lineStyle: { color: p.line } },
      axisTick: { show: false },
      axisLabel: { ...faint, hideOverlap: true },
      splitLine: { show: false },
      axisPointer: { label: { formatter: ({ value }: { value: number }) => moment(value) } },
    },
    yAxis: {
      type: "value",
      min: 0,
      ...stepsOf(most ?? null, bytes ? topOf(series) : null),
      axisLabel: { ...faint, formatter: words },
      splitLine: { lineStyle: { color: p.line } },
    },
    series: series.map(({ name, points }) => ({
      type: "line",
      name,
      data: points,
      showSymbol: points.length < 3,
      symbolSize: 5,
      sampling: "lttb",
      lineStyle: { width: 1.8 },
      ...(series.length === 1 && { areaStyle: { opacity: 0.1 } }),
    })),
  };
}
