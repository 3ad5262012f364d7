import type { Service, ServiceCreate, ServiceUpdate } from "@/client";
import type { Pair } from "@/ui";

export const authTypes = ["TOKEN", "APP", "API_KEY", "NONE"] as const;
export type AuthType = (typeof authTypes)[number];

export interface ScalingValues {
  least: number;
  most: number;
  concurrency: number | null;
  perSecond: number | null;
  cpu: number | null;
  idleSeconds: number;
}

export interface VersionValues {
  modelId: string;
  weight: number;
  flavor: string;
  instances: number;
  variables: Pair[];
  /** How long a new instance may take until it answers. */
  startMinutes: number;
  batchSize: number;
  batchWait: number;
  scaling: ScalingValues | null;
}

export interface RuleValues {
  condition: string;
  modelId: string;
  header: string;
  value: string;
}

export interface ServiceValues {
  name: string;
  description: string;
  pool: string;
  versions: VersionValues[];
  rules: RuleValues[];
  stopAfterHours: number | null;
  auth: AuthType[];
  ratePerSecond: number | null;
  timeoutSeconds: number;
  maxBodyMB: number;
  websocket: boolean;
  balance: "ROUND_ROBIN" | "LEAST_CONNECTIONS" | "SOURCE_IP";
}

export const freshVersion = (modelId = "", weight = 100): VersionValues => ({
  modelId,
  weight,
  flavor: "",
  instances: 1,
  variables: [],
  startMinutes: 20,
  batchSize: 1,
  batchWait: 2,
  scaling: null,
});

export const freshScaling = (): ScalingValues => ({
  least: 1,
  most: 2,
  concurrency: 4,
  perSecond: null,
  cpu: null,
  idleSeconds: 300,
});

export function freshService(modelId = ""): ServiceValues {
  return {
    name: `service-${Math.floor(Date.now() / 1000).toString(36)}`,
    description: "",
    pool: "",
    versions: [freshVersion(modelId)],
    rules: [],
    stopAfterHours: null,
    auth: ["TOKEN", "APP", "API_KEY"],
    ratePerSecond: null,
    timeoutSeconds: 60,
    maxBodyMB: 12,
    websocket: false,
    balance: "ROUND_ROBIN",
  };
}

function configOf(values: ServiceValues): ServiceCreate["config"] {
  return values.versions.map((version) => {
    const variables = version.variables.filter(({ name }) => name.trim() !== "");
    const { scaling } = version;
    return {
      model_id: version.modelId,
      weight: version.weight,
      specification: version.flavor,
      instance_count: scaling === null ? version.instances : Math.max(1, scaling.least),
      deploy_timeout_in_seconds: version.startMinutes * 60,
      envs: Object.fromEntries(variables.map(({ name, value }) => [name.trim(), value])),
      ...(values.pool !== "" && { pool_name: values.pool }),
      ...(version.batchSize > 1 && {
        batching: { max_batch_size: version.batchSize, max_wait_milliseconds: version.batchWait },
      }),
      ...(scaling !== null && {
        scaling_policy: {
          min_replicas: scaling.least,
          max_replicas: Math.max(scaling.most, scaling.least, 1),
          idle_seconds: scaling.idleSeconds,
          ...(scaling.concurrency !== null && { concurrency: scaling.concurrency }),
          ...(scaling.perSecond !== null && { requests_per_second: scaling.perSecond }),
          ...(scaling.cpu !== null && { cpu_percent: scaling.cpu }),
        },
      }),
    };
  });
}

function optionsOf(values: ServiceValues) {
  return {
    description: values.description,
    config: configOf(values),
    schedule:
      values.stopAfterHours === null
        ? []
        : [{ type: "stop" as const, time_unit: "HOURS" as const, duration: values.stopAfterHours }],
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
        ...(values.ratePerSecond !== null &&
          !values.websocket && { rate_limit: { num: values.ratePerSecond, unit: "SECONDS" as const } }),
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

/** The change that a form means, for a service that is there already. */
export const updateBody = (values: ServiceValues): ServiceUpdate => optionsOf(values);

type Json = Readonly<Record<string, unknown>>;
const json = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const numberIn = (value: unknown): number | null => {
  const number = Number(value ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
};

/** The form that would make a service as it is. */
export function valuesOfService(service: Service): ServiceValues {
  const fresh = freshService();
  const runtime = json(service.runtime_config);
  const invoke = json(runtime["service_invoke"]);
  const limit = json(runtime["service_limit"]);
  const auth = Array.isArray(invoke["auth_type"]) ? (invoke["auth_type"] as unknown[]) : fresh.auth;
  const schedule = json(service.schedule?.[0]);
  const perUnit = { DAYS: 24, HOURS: 1, MINUTES: 1 / 60 }[String(schedule["time_unit"])] ?? 1;
  return {
    name: service.service_name,
    description: service.description,
    pool: service.pool_name ?? service.config[0]?.pool_name ?? "",
    versions: service.config.map((one) => ({
      modelId: one.model_id,
      weight: one.weight,
      flavor: one.specification,
      instances: one.instance_count,
      variables: Object.entries(one.envs).map(([name, value]) => ({ name, value })),
      startMinutes: Math.max(1, Math.round((one.deploy_timeout_in_seconds ?? 1200) / 60)),
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
    stopAfterHours:
      schedule["duration"] === undefined
        ? null
        : Math.max(1, Math.round(Number(schedule["duration"]) * perUnit)),
    auth: authTypes.filter((type) => auth.includes(type)),
    ratePerSecond: numberIn(json(limit["rate_limit"])["num"]),
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
  };
}
