import type { CallStatistics } from "@/client";
import type { Series } from "@/ui/chart/Chart";

type CallSeries = CallStatistics["series"][number];
type Point = CallSeries["points"][number];

const nameOf = ({ model_name: name, model_version: version }: CallSeries) => `${name} ${version}`;

/** The same version may have been deployed several times; for a reader it is one. */
function byVersion(statistics: CallStatistics): Map<string, Point[]> {
  const found = new Map<string, Point[]>();
  for (const one of statistics.series) {
    const points = [...(found.get(nameOf(one)) ?? []), ...one.points];
    found.set(
      nameOf(one),
      points.sort((a, b) => a.time - b.time),
    );
  }
  // Always in the same order, so that a version keeps its colour.
  return new Map([...found].sort(([a], [b]) => a.localeCompare(b)));
}

/** A step without a call is left out by the server and stands for nothing; curves have to come down there. */
function filled<P extends { time: number }>(
  points: readonly P[],
  step: number,
  value: (point: P) => number,
): [number, number][] {
  const curve: [number, number][] = [];
  for (const point of points) {
    const last = curve[curve.length - 1];
    if (last !== undefined && point.time - last[0] > step) {
      curve.push([last[0] + step, 0]);
      if (point.time - last[0] > 2 * step) curve.push([point.time - step, 0]);
    }
    curve.push([point.time, value(point)]);
  }
  return curve;
}

/** Calls a minute, version by version. */
export function callsOf(statistics: CallStatistics): Series[] {
  const step = statistics.step_minutes * 60_000;
  return [...byVersion(statistics)].map(([name, points]) => ({
    name,
    points: filled(points, step, ({ requests }) => requests / statistics.step_minutes),
  }));
}

/** Calls a minute that were refused or failed. */
export function failuresOf(statistics: CallStatistics, names: { refused: string; failed: string }): Series[] {
  const step = statistics.step_minutes * 60_000;
  const points = [...byVersion(statistics).values()].flat().sort((a, b) => a.time - b.time);
  const times = new Map<number, { refused: number; failed: number }>();
  for (const { time, client_errors: refused, server_errors: failed } of points) {
    const before = times.get(time) ?? { refused: 0, failed: 0 };
    times.set(time, { refused: before.refused + refused, failed: before.failed + failed });
  }
  return (["refused", "failed"] as const).map((kind) => ({
    name: names[kind],
    points: filled(
      [...times].map(([time, counts]) => ({ time, ...counts })),
      step,
      (point) => point[kind] / statistics.step_minutes,
    ),
  }));
}

/** How long answers took, at one quantile, version by version. */
export function latencyOf(statistics: CallStatistics, quantile: "p50" | "p95" | "p99"): Series[] {
  return [...byVersion(statistics)].map(([name, points]) => ({
    name,
    points: points.flatMap((point): [number, number][] => {
      const value = point[`${quantile}_milliseconds`];
      return value === null || value === undefined ? [] : [[point.time, value]];
    }),
  }));
}

export interface Share {
  name: string;
  calls: number;
  failed: number;
  share: number;
}

/** Which version got how many of the calls. */
export function sharesOf(statistics: CallStatistics): Share[] {
  const counted = [...byVersion(statistics)].map(([name, points]) => ({
    name,
    calls: points.reduce((sum, { requests }) => sum + requests, 0),
    failed: points.reduce((sum, { server_errors: failed }) => sum + failed, 0),
  }));
  const total = counted.reduce((sum, { calls }) => sum + calls, 0);
  return counted.map((one) => ({ ...one, share: total === 0 ? 0 : one.calls / total }));
}
