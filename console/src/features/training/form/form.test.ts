import { describe, expect, it } from "vitest";

import { makeJob } from "@/testing/workloads";
import { asCurl, asSDK } from "./code";
import { againName, bodyOf, freshValues, valuesOf } from "./values";

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

  it("names the inputs that are mounted, and knows them again", () => {
    const rows = ["data_url", "labels", "copied"].map((name) => ({
      name,
      path: "obs://data/x/",
      access: "parameter" as const,
      mounted: name !== "copied",
    }));
    const body = bodyOf({ ...freshValues(), inputs: rows });
    expect(body.metadata.annotations).toEqual({ "modelyard/mounted-inputs": "data_url,labels" });

    const job = makeJob("train");
    const [input] = job.algorithm.inputs;
    const marked = (annotation: string) =>
      valuesOf({
        ...job,
        metadata: { ...job.metadata, annotations: { "modelyard/mounted-inputs": annotation } },
      }).inputs.map(({ mounted }) => mounted);
    expect([marked(`other, ${input?.name}`), marked("*"), marked("other")]).toEqual([
      job.algorithm.inputs.map(({ name }) => name === input?.name),
      job.algorithm.inputs.map(() => true),
      job.algorithm.inputs.map(() => false),
    ]);
  });

  it("asks for torchrun, an own size and mounts", () => {
    const body = bodyOf({
      ...freshValues(),
      launcher: "torchrun",
      processes: 2,
      pool: "pool-a",
      size: { cores: 1.5, memoryGB: 4, cards: 0 },
      volumes: [
        { source: "/mnt/share", target: "/data", readOnly: true },
        { source: "", target: " ", readOnly: false },
      ],
    });

    expect(body.metadata.annotations).toEqual({
      "modelyard/launcher": "torchrun",
      "modelyard/processes-per-node": "2",
    });
    expect(body.spec?.resource).toMatchObject({
      pool_id: "pool-a",
      main_container_customized_flavor: { cpu_core_num: 1.5, mem_size: 4, accelerator_num: 0 },
    });
    expect(body.spec?.volumes).toEqual([
      { nfs: { nfs_server_path: "/mnt/share", local_path: "/data", read_only: true } },
    ]);
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
