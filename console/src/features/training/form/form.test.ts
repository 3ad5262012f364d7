import { describe, expect, it } from "vitest";

import { makeJob } from "@/testing/workloads";
import { asCurl, asSDK } from "./code";
import { againName, bodyOf, freshValues, readPairs, valuesOf } from "./values";

describe("the form", () => {
  it("makes the request of the job that it was filled from", () => {
    const job = makeJob("train");
    const body = bodyOf(valuesOf(job));

    expect(body.metadata.name).toBe("train-2");
    expect(body.algorithm?.boot_file).toBe(job.algorithm.boot_file);
    expect(body.algorithm?.inputs).toEqual([
      {
        name: "data_url",
        access_method: "parameter",
        remote: { obs: { obs_url: "obs://datasets/flowers/" } },
      },
    ]);
    expect(body.algorithm?.environments).toEqual({ OMP_NUM_THREADS: "2" });
    expect(body.spec?.auto_stop).toEqual({ time_unit: "HOURS", duration: 4 });
  });

  it("leaves out rows without a name, and what was not set", () => {
    const body = bodyOf({ ...freshValues(), parameters: [{ name: " ", value: "1" }] });

    expect(body.algorithm?.parameters).toEqual([]);
    expect(body.spec).not.toHaveProperty("auto_stop");
    expect(body.metadata).not.toHaveProperty("annotations");
  });

  it("asks for restarts by the public annotations", () => {
    const body = bodyOf({ ...freshValues(), restarts: 3, unconditional: true });
    expect(body.metadata.annotations).toEqual({
      "fault-tolerance/job-retry-num": "3",
      "fault-tolerance/job-unconditional-retry": "true",
    });
  });

  it("sends an own command instead of a boot file", () => {
    const body = bodyOf({
      ...freshValues(),
      way: "command",
      command: "bash run.sh",
      image: " me/img:1 ",
      bootFile: "x",
    });
    expect(body.algorithm).toMatchObject({ command: "bash run.sh", engine: { image_url: "me/img:1" } });
    expect(body.algorithm).not.toHaveProperty("boot_file");
  });

  it("counts names on, within their length", () => {
    expect([againName("a"), againName("a-2"), againName("a-b")]).toEqual(["a-2", "a-3", "a-b-2"]);
    expect(againName("x".repeat(64))).toHaveLength(64);
  });

  it("reads pairs from one line or several", () => {
    expect(readPairs("batchsize=4;lr=0.01;flag")).toEqual([
      { name: "batchsize", value: "4" },
      { name: "lr", value: "0.01" },
      { name: "flag", value: "" },
    ]);
    expect(readPairs("--a=1\n--b = x=y ")).toEqual([
      { name: "a", value: "1" },
      { name: "b", value: "x=y" },
    ]);
    expect(readPairs("plain")).toEqual([]);
  });
});

describe("as code", () => {
  const place = { api: "http://127.0.0.1:8000", projectId: "p1" };
  const body = bodyOf({
    ...freshValues(),
    name: "it's",
    engine: "sklearn",
    parameters: [{ name: "a", value: "1" }],
  });

  it("is Python with its own literals", () => {
    const text = asSDK(body, place);
    expect(text).toContain('.with_endpoints(["http://127.0.0.1:8000"])');
    expect(text).toContain('"name": "it\'s"');
    expect(text).not.toMatch(/\bnull\b|\btrue\b/);
  });

  it("is a shell line that no value can leave", () => {
    expect(asCurl(body, place)).toContain("it'\\''s");
  });
});
