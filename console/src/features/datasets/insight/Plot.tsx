import { BarChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

import { usePalette, useSeriesColours } from "@/ui";
import { fonts } from "@/ui/tokens";

echarts.use([BarChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

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
}

/** Bars beside each other, or points by two numbers. */
export function Plot({ label, names, series, across = "", up = "", height = 180 }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const colours = useSeriesColours();
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
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, [names, series, palette, colours, across, up]);
  return <div ref={box} role="img" aria-label={label} style={{ height }} />;
}
