import type { Pair } from "@/ui";

export const authTypes = ["TOKEN", "AKSK", "APP", "API_KEY", "NONE"] as const;
export type AuthType = (typeof authTypes)[number];

export interface ScalingValues {
  least: number;
  most: number;
  concurrency: number | null;
  perSecond: number | null;
  cpu: number | null;
  idleSeconds: number;
  schedules: CronValues[];
}

/** From a time on there are so many instances; `schedule` has the five fields of cron, in UTC. */
export interface CronValues {
  schedule: string;
  instances: number;
}

/** What an instance gets instead of all that its flavor has. */
export interface OwnSize {
  cores: number;
  memoryGB: number;
  cards: number;
}

export interface VersionValues {
  modelId: string;
  /** The deployment that it goes on with; empty for a version that is new in the service. */
  deployment: string;
  weight: number;
  flavor: string;
  size: OwnSize | null;
  instances: number;
  variables: Pair[];
  /** How long a new instance may take until it answers; null for as long as the platform allows. */
  startMinutes: number | null;
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

export const stopUnits = ["MINUTES", "HOURS", "DAYS"] as const;
export const rateUnits = ["SECONDS", "MINUTES"] as const;

export interface ServiceValues {
  name: string;
  description: string;
  pool: string;
  versions: VersionValues[];
  rules: RuleValues[];
  stopAfter: number | null;
  stopUnit: (typeof stopUnits)[number];
  auth: AuthType[];
  /** So many requests are let through in each `rateUnit`. */
  rate: number | null;
  rateUnit: (typeof rateUnits)[number];
  /** Addresses and networks: those that alone may call, and those that may not. */
  allowed: string[];
  denied: string[];
  timeoutSeconds: number;
  maxBodyMB: number;
  websocket: boolean;
  balance: "ROUND_ROBIN" | "LEAST_CONNECTIONS" | "SOURCE_IP";
}

export const freshVersion = (modelId = "", weight = 100): VersionValues => ({
  modelId,
  deployment: "",
  weight,
  flavor: "",
  size: null,
  instances: 1,
  variables: [],
  startMinutes: null,
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
  schedules: [],
});

export const freshSize = (): OwnSize => ({ cores: 1, memoryGB: 2, cards: 0 });

export function freshService(modelId = ""): ServiceValues {
  return {
    name: `service-${Math.floor(Date.now() / 1000).toString(36)}`,
    description: "",
    pool: "",
    versions: [freshVersion(modelId)],
    rules: [],
    stopAfter: null,
    stopUnit: "HOURS",
    auth: ["TOKEN", "APP", "API_KEY"],
    rate: null,
    rateUnit: "SECONDS",
    allowed: [],
    denied: [],
    timeoutSeconds: 60,
    maxBodyMB: 12,
    websocket: false,
    balance: "ROUND_ROBIN",
  };
}
