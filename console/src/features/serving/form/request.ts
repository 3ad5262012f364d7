import type { Service, ServiceConfig, ServiceCreate, ServiceUpdate } from "@/client";
import { changedPart, same } from "./change";
import {
  authTypes,
  freshService,
  rateUnits,
  stopUnits,
  type OwnSize,
  type ScalingValues,
  type ServiceValues,
  type VersionValues,
} from "./values";

/** The specification of a version with a size of its own. */
const custom = "custom";
const mbPerGB = 1024;

export type Config = ServiceCreate["config"][number];

/** One version in the shape of a request. */
export function entryOf(version: VersionValues, pool: string): Config {
  const variables = version.variables.filter(({ name }) => name.trim() !== "");
  const { scaling, size } = version;
  return {
    model_id: version.modelId,
    weight: version.weight,
    specification: size === null ? version.flavor : custom,
    // A service that sleeps has no instance; only scaling lets it.
    instance_count: scaling === null ? Math.max(1, version.instances) : version.instances,
    envs: Object.fromEntries(variables.map(({ name, value }) => [name.trim(), value])),
    ...(version.startMinutes !== null && {
      deploy_timeout_in_seconds: Math.round(version.startMinutes * 60),
    }),
    ...(size !== null && {
      custom_spec: {
        cpu: size.cores,
        memory: Math.round(size.memoryGB * mbPerGB),
        ...(size.cards > 0 && { gpu_p4: size.cards }),
      },
    }),
    ...(pool !== "" && { pool_name: pool }),
    ...(version.batchSize > 1 && {
      batching: { max_batch_size: version.batchSize, max_wait_milliseconds: version.batchWait },
    }),
    ...(scaling !== null && { scaling_policy: policyOf(scaling) }),
  };
}

function policyOf(scaling: ScalingValues): NonNullable<Config["scaling_policy"]> {
  return {
    min_replicas: scaling.least,
    max_replicas: Math.max(scaling.most, scaling.least, 1),
    idle_seconds: scaling.idleSeconds,
    ...(scaling.concurrency !== null && { concurrency: scaling.concurrency }),
    ...(scaling.perSecond !== null && { requests_per_second: scaling.perSecond }),
    ...(scaling.cpu !== null && { cpu_percent: scaling.cpu }),
    schedules: scaling.schedules
      .filter(({ schedule }) => schedule.trim() !== "")
      .map(({ schedule, instances }) => ({ schedule: schedule.trim(), target_replicas: instances })),
  };
}

function optionsOf(values: ServiceValues) {
  return {
    description: values.description,
    config: values.versions.map((version) => entryOf(version, values.pool)),
    schedule:
      values.stopAfter === null
        ? []
        : [{ type: "stop" as const, time_unit: values.stopUnit, duration: values.stopAfter }],
    load_balancer_policy: values.balance,
    traffic_rules: values.rules
      .filter(({ condition }) => condition.trim() !== "")
      .map(({ condition, modelId, header, value }) => ({
        condition: condition.trim(),
        model_id: modelId,
        parameter_name: header.trim(),
        parameter_value: value,
      })),
    runtime_config: {
      service_invoke: { auth_type: values.auth },
      service_limit: {
        request_timeout: values.timeoutSeconds,
        request_size_limit: values.maxBodyMB,
        ...(values.rate !== null &&
          !values.websocket && { rate_limit: { num: values.rate, unit: values.rateUnit } }),
        ...(values.allowed.length > 0 && { ip_white_list: values.allowed }),
        ...(values.denied.length > 0 && { ip_black_list: values.denied }),
      },
    },
  };
}

/** The request that a form means. */
export function serviceBody(values: ServiceValues): ServiceCreate {
  return {
    service_name: values.name.trim(),
    infer_type: "real-time",
    ...optionsOf(values),
    ...(values.websocket && { additional_properties: { websocket_upgrade: true } }),
    ...(values.pool !== "" && { pool_name: values.pool }),
  };
}

/** What of an answer goes into a request, whether a form shows it or not. */
const keptOfConfig = [
  "model_id",
  "weight",
  "specification",
  "instance_count",
  "custom_spec",
  "envs",
  "cluster_id",
  "pool_name",
  "deploy_timeout_in_seconds",
  "affinity",
  "additional_properties",
  "batching",
  "scaling_policy",
  "src_path",
  "dest_path",
  "src_type",
  "req_uri",
  "mapping_type",
  "mapping_rule",
] as const satisfies readonly (keyof ServiceConfig & keyof Config)[];

/** A version of a service in the shape of a request. */
export const configOf = (one: ServiceConfig): Config =>
  Object.fromEntries(
    keptOfConfig
      .map((name) => [name, one[name]])
      .filter(([, value]) => value !== null && value !== undefined),
  ) as Config;

/**
 * The change that a form means, for a service that is there already.
 *
 * Only what somebody changed is in it, down to the single value: what the form does not show stays as it is.
 */
export function updateBody(service: Service, values: ServiceValues): ServiceUpdate {
  const before = valuesOfService(service);
  const [was, made] = [optionsOf(before), optionsOf(values)];
  const change: ServiceUpdate = {};
  if (!same(was.description, made.description)) change.description = made.description;
  if (!same(was.schedule, made.schedule)) change.schedule = made.schedule;
  if (!same(was.load_balancer_policy, made.load_balancer_policy))
    change.load_balancer_policy = made.load_balancer_policy;
  if (!same(was.traffic_rules, made.traffic_rules)) change.traffic_rules = made.traffic_rules;
  if (!same(was.runtime_config, made.runtime_config)) {
    change.runtime_config = changedPart(
      service.runtime_config ?? {},
      was.runtime_config,
      made.runtime_config,
    ) as NonNullable<ServiceUpdate["runtime_config"]>;
  }
  if (!same(was.config, made.config)) {
    change.config = values.versions.map((version, place) => {
      const at = before.versions.findIndex(
        ({ deployment }) => deployment !== "" && deployment === version.deployment,
      );
      const [raw, entry] = [service.config[at], made.config[place] as Config];
      return raw === undefined ? entry : (changedPart(configOf(raw), was.config[at], entry) as Config);
    });
  }
  return change;
}

type Json = Readonly<Record<string, unknown>>;
const json = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const numberIn = (value: unknown): number | null => {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
};

const textsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** The form that would make a service as it is. */
export function valuesOfService(service: Service): ServiceValues {
  const fresh = freshService();
  const runtime = json(service.runtime_config);
  const invoke = json(runtime["service_invoke"]);
  const limit = json(runtime["service_limit"]);
  const auth = Array.isArray(invoke["auth_type"]) ? (invoke["auth_type"] as unknown[]) : fresh.auth;
  const schedule = json(service.schedule?.[0]);
  const rate = json(limit["rate_limit"]);
  return {
    name: service.service_name,
    description: service.description,
    pool: service.pool_name ?? service.config[0]?.pool_name ?? "",
    versions: service.config.map((one) => ({
      modelId: one.model_id,
      deployment: one.deployment_id,
      weight: one.weight,
      flavor: one.specification === custom ? "" : one.specification,
      size: one.specification === custom ? sizeOf(json(one.custom_spec)) : null,
      instances: one.instance_count,
      variables: Object.entries(one.envs).map(([name, value]) => ({ name, value })),
      startMinutes:
        typeof one.deploy_timeout_in_seconds === "number" ? one.deploy_timeout_in_seconds / 60 : null,
      batchSize: numberIn(one.batching?.["max_batch_size"]) ?? 1,
      batchWait: numberIn(one.batching?.["max_wait_milliseconds"]) ?? 2,
      scaling: scalingOf(one.scaling_policy),
    })),
    rules: (service.traffic_rules ?? []).map((rule) => ({
      condition: String(rule["condition"] ?? ""),
      modelId: String(rule["model_id"] ?? ""),
      header: String(rule["parameter_name"] ?? ""),
      value: String(rule["parameter_value"] ?? ""),
    })),
    stopAfter: numberIn(schedule["duration"]),
    stopUnit: stopUnits.find((unit) => unit === schedule["time_unit"]) ?? fresh.stopUnit,
    auth: authTypes.filter((type) => auth.includes(type)),
    rate: numberIn(rate["num"]),
    rateUnit: rateUnits.find((unit) => unit === rate["unit"]) ?? fresh.rateUnit,
    allowed: textsIn(limit["ip_white_list"]),
    denied: textsIn(limit["ip_black_list"]),
    timeoutSeconds: numberIn(limit["request_timeout"]) ?? fresh.timeoutSeconds,
    maxBodyMB: numberIn(limit["request_size_limit"]) ?? fresh.maxBodyMB,
    websocket: json(service.additional_properties)["websocket_upgrade"] === true,
    balance: (service.load_balancer_policy ?? fresh.balance) as ServiceValues["balance"],
  };
}

function scalingOf(policy: unknown): ScalingValues | null {
  if (typeof policy !== "object" || policy === null) return null;
  const fields = json(policy);
  return {
    least: numberIn(fields["min_replicas"]) ?? 1,
    most: numberIn(fields["max_replicas"]) ?? 1,
    concurrency: numberIn(fields["concurrency"]),
    perSecond: numberIn(fields["requests_per_second"]),
    cpu: numberIn(fields["cpu_percent"]),
    idleSeconds: numberIn(fields["idle_seconds"]) ?? 300,
    schedules: (Array.isArray(fields["schedules"]) ? fields["schedules"] : []).map((one: unknown) => ({
      schedule: String(json(one)["schedule"] ?? ""),
      instances: numberIn(json(one)["target_replicas"]) ?? 1,
    })),
  };
}

const sizeOf = (fields: Json): OwnSize => ({
  cores: numberIn(fields["cpu"]) ?? 1,
  memoryGB: (numberIn(fields["memory"]) ?? 2 * mbPerGB) / mbPerGB,
  cards: numberIn(fields["gpu_p4"]) ?? 0,
});
