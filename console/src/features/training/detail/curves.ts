import type { TaskCurves } from "@/client";
import type { Series } from "@/ui/chart/Chart";

export type ChartKind = "cpu" | "memory" | "memoryBytes" | "disk" | "io" | "devices" | "deviceMemory";

interface Names {
  read: string;
  written: string;
  card(number: number): string;
}

type Curve = TaskCurves["curves"][number];

const kindOf: Readonly<Record<Curve["metric"], ChartKind>> = {
  cpuUsage: "cpu",
  memUsage: "memory",
  memBytes: "memoryBytes",
  diskBytes: "disk",
  readRate: "io",
  writeRate: "io",
  gpuUtil: "devices",
  npuUtil: "devices",
  gpuMemUsage: "deviceMemory",
  npuMemUsage: "deviceMemory",
};

const order: readonly ChartKind[] = ["cpu", "memory", "memoryBytes", "disk", "io", "devices", "deviceMemory"];

export interface ChartOf {
  kind: ChartKind;
  series: Series[];
}

/** The charts of one task, or of all of them together when none is chosen. */
export function chartsOf(tasks: readonly TaskCurves[], chosen: string, names: Names): ChartOf[] {
  const charts = new Map<ChartKind, Series[]>();
  const shown = tasks.filter((one) => chosen === "" || one.task === chosen);
  for (const { task, curves } of shown) {
    for (const curve of curves) {
      if (curve.times.length === 0) continue;
      const kind = kindOf[curve.metric];
      const own = nameOf(curve, names);
      const name = own === "" ? task : shown.length > 1 ? `${task} · ${own}` : own;
      const points = curve.times.map((at, index) => [at, curve.values[index] ?? 0] as const);
      charts.set(kind, [...(charts.get(kind) ?? []), { name, points }]);
    }
  }
  return order.flatMap((kind) => {
    const series = charts.get(kind);
    // Cards that a job does not have are no chart.
    return series === undefined ? [] : [{ kind, series }];
  });
}

function nameOf({ metric, card }: Curve, names: Names): string {
  if (metric === "readRate") return names.read;
  if (metric === "writeRate") return names.written;
  return card === null || card === undefined ? "" : names.card(card);
}

/** Below this share accelerators count as idle. */
const idleBelow = 50;
/** A start is not idleness. */
const leastMinutes = 3;

/** The first task whose cards are hardly used, with their average use in per cent. */
export function idleDevices(tasks: readonly TaskCurves[]): { task: string; share: number } | null {
  for (const { task, curves } of tasks) {
    const cards = curves.filter(({ metric }) => metric === "gpuUtil" || metric === "npuUtil");
    const values = cards.flatMap((curve) => curve.values.filter((value) => value >= 0));
    const times = cards[0]?.times ?? [];
    const minutes = ((times[times.length - 1] ?? 0) - (times[0] ?? 0)) / 60_000;
    if (values.length === 0 || minutes < leastMinutes) continue;
    const share = values.reduce((a, b) => a + b, 0) / values.length;
    if (share < idleBelow) return { task, share };
  }
  return null;
}
