import { describe, expect, it } from "vitest";

import type { Service } from "@/client";
import { makeService } from "@/testing/serving";
import { changedPart } from "./change";
import { configOf, serviceBody, updateBody, valuesOfService } from "./request";
import { freshService } from "./values";

const [plain] = makeService("plain").config;
if (plain === undefined) throw new Error("a service has a version");

/** A service with all that the API knows, also what the form does not show. */
const full: Service = makeService("full", {
  description: "All of it",
  pool_name: "pool-1",
  priority: 2,
  load_balancer_policy: "SOURCE_IP",
  schedule: [{ type: "stop", time_unit: "DAYS", duration: 3 }],
  additional_properties: { websocket_upgrade: false, smn_notification: { topic_urn: "urn:x" } },
  traffic_rules: [
    {
      condition: "#HEADER_tier == 'gold'",
      model_id: "model-1.0.0",
      parameter_name: "x-tier",
      parameter_value: "1",
    },
  ],
  runtime_config: {
    service_invoke: {
      auth_type: ["AKSK", "APP"],
      request_retry_enable: true,
      request_retry_cnt_max: 4,
    },
    service_limit: {
      rate_limit: { num: 90, unit: "MINUTES" },
      request_timeout: 77,
      request_size_limit: 9,
      ip_white_list: ["10.0.0.0/8"],
      ip_black_list: ["10.1.2.3"],
    },
  },
  config: [
    {
      ...plain,
      specification: "custom",
      custom_spec: { cpu: 0.33, memory: 777, ascend_a310: 1 },
      envs: { A: "1", B: "" },
      cluster_id: "cluster-1",
      affinity: { node_affinity: { mode: "required", pool_infos: [{ pool_name: "p", nodes: [] }] } },
      additional_properties: {
        max_surge: 2,
        termination_grace_period_seconds: 33,
        log_volume: [{ host_path: "/a", mount_path: "/b" }],
      },
      deploy_timeout_in_seconds: 100,
      batching: { max_batch_size: 8, max_wait_milliseconds: 1.5 },
      scaling: true,
      instance_count: 3,
      weight: 60,
      scaling_policy: {
        min_replicas: 0,
        max_replicas: 5,
        concurrency: 3.5,
        schedules: [{ schedule: "0 8 * * 1-5", target_replicas: 4 }],
        idle_seconds: 45,
        up_seconds: 7,
        down_seconds: 99,
      },
    },
    { ...plain, deployment_id: "deployment-2", model_id: "model-1.1.0", weight: 40, envs: {} },
  ],
});

const withoutConcurrency = (policy: object | null | undefined) =>
  Object.fromEntries(Object.entries(policy ?? {}).filter(([name]) => name !== "concurrency"));

describe("a change of a service", () => {
  it("is empty when nothing was changed, whatever the service has", () => {
    expect(updateBody(full, valuesOfService(full))).toEqual({});
    const bare = makeService("bare");
    expect(updateBody(bare, valuesOfService(bare))).toEqual({});
  });

  it("keeps what the form does not show beside what was changed", () => {
    const values = valuesOfService(full);
    const [first, second] = values.versions;
    if (first?.scaling === null || first === undefined || second === undefined)
      throw new Error("two versions");
    const change = updateBody(full, {
      ...values,
      timeoutSeconds: 78,
      versions: [
        { ...first, scaling: { ...first.scaling, most: 6, concurrency: null }, batchWait: 3 },
        second,
      ],
    });

    const [before, other] = full.config.map(configOf);
    expect(Object.keys(change).sort()).toEqual(["config", "runtime_config"]);
    expect(change.config).toEqual([
      {
        ...before,
        scaling_policy: { ...withoutConcurrency(before?.scaling_policy), max_replicas: 6 },
        batching: { max_batch_size: 8, max_wait_milliseconds: 3 },
      },
      other,
    ]);
    expect(change.runtime_config).toEqual({
      service_invoke: full.runtime_config?.["service_invoke"],
      service_limit: { ...(full.runtime_config?.["service_limit"] as object), request_timeout: 78 },
    });
  });

  it("goes with its version when another one is removed before it", () => {
    const values = valuesOfService(full);
    const change = updateBody(full, {
      ...values,
      versions: values.versions.slice(1).map((one) => ({ ...one, weight: 100 })),
    });
    expect(change.config).toEqual([{ ...configOf(full.config[1] ?? plain), weight: 100 }]);
  });

  it("takes fields away that were emptied", () => {
    const values = valuesOfService(full);
    const change = updateBody(full, {
      ...values,
      rate: null,
      denied: [],
      versions: values.versions.map((one) => ({ ...one, size: null, flavor: "cpu.2u4g", variables: [] })),
    });
    const limit = change.runtime_config?.service_limit;
    expect([limit?.rate_limit, limit?.ip_black_list]).toEqual([undefined, undefined]);
    expect(change.config?.[0]).toMatchObject({ specification: "cpu.2u4g", envs: {} });
    expect(change.config?.[0]).not.toHaveProperty("custom_spec");
  });
});

describe("a new service", () => {
  it("says in the request what was chosen", () => {
    const values = freshService("model-1.0.0");
    const [version] = values.versions;
    if (version === undefined) throw new Error("one version");
    const body = serviceBody({
      ...values,
      allowed: ["10.0.0.0/8"],
      stopAfter: 2,
      stopUnit: "DAYS",
      rate: 30,
      rateUnit: "MINUTES",
      rules: [{ condition: "#USER_NAME == 'ann'", modelId: "model-1.0.0", header: "x-a", value: "b" }],
      versions: [{ ...version, size: { cores: 1.5, memoryGB: 3, cards: 0 } }],
    });
    expect(body.config[0]).toMatchObject({
      specification: "custom",
      custom_spec: { cpu: 1.5, memory: 3072 },
    });
    expect(body.schedule).toEqual([{ type: "stop", time_unit: "DAYS", duration: 2 }]);
    expect(body.runtime_config?.service_limit).toMatchObject({
      ip_white_list: ["10.0.0.0/8"],
      rate_limit: { num: 30, unit: "MINUTES" },
    });
    expect(body.traffic_rules?.[0]).toMatchObject({ parameter_name: "x-a", parameter_value: "b" });
  });
});

describe("changedPart", () => {
  it("changes what differs, and nothing else", () => {
    const raw = { a: 1, b: { c: 2, d: 3 }, e: [1, 2], hidden: true };
    expect(changedPart(raw, { a: 1, b: { c: 2 } }, { a: 1, b: { c: 9 } })).toEqual({
      ...raw,
      b: { c: 9, d: 3 },
    });
    expect(changedPart(raw, { a: 1, e: [1, 2] }, { e: [1] })).toEqual({
      b: raw.b,
      e: [1],
      hidden: true,
    });
  });
});
