import { describe, expect, it } from "vitest";

import type { CallStatistics } from "@/client";
import { callsOf, failuresOf, latencyOf, sharesOf } from "./calls";

const minute = 60_000;
const point = (time: number, requests: number, p50: number | null = null, server = 0, client = 0) => ({
  time,
  requests,
  client_errors: client,
  server_errors: server,
  requests_per_second: requests / 60,
  p50_milliseconds: p50,
});
const statistics: CallStatistics = {
  service_id: "s",
  step_minutes: 1,
  series: [
    {
      deployment_id: "a",
      model_id: "m1",
      model_name: "iris",
      model_version: "1.0.0",
      points: [point(0, 60, 4), point(5 * minute, 30, null, 3, 1)],
    },
    {
      deployment_id: "b",
      model_id: "m2",
      model_name: "iris",
      model_version: "1.1.0",
      points: [point(0, 10, 6)],
    },
  ],
};

describe("calls", () => {
  it("come down where nobody called", () => {
    expect(callsOf(statistics)[0]?.points).toEqual([
      [0, 60],
      [minute, 0],
      [4 * minute, 0],
      [5 * minute, 30],
    ]);
  });

  it("that went wrong are added up over the versions", () => {
    const [refused, failed] = failuresOf(statistics, { refused: "r", failed: "f" });
    expect([refused?.points.at(-1), failed?.points.at(-1)]).toEqual([
      [5 * minute, 1],
      [5 * minute, 3],
    ]);
  });

  it("have latencies only where they are known", () => {
    expect(latencyOf(statistics, "p50").map(({ points }) => points)).toEqual([[[0, 4]], [[0, 6]]]);
  });

  it("are shared out as they were", () => {
    expect(sharesOf(statistics)).toEqual([
      { name: "iris 1.0.0", calls: 90, failed: 3, share: 0.9 },
      { name: "iris 1.1.0", calls: 10, failed: 0, share: 0.1 },
    ]);
  });
});
