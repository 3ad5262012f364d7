import type { ModelItem } from "@/client";
import type { Tone } from "@/ui";

export const statuses = ["publishing", "published", "building", "building_failed", "failed"] as const;
export type ModelStatus = (typeof statuses)[number];

const tones: Readonly<Record<ModelStatus, Tone>> = {
  publishing: "info",
  published: "success",
  building: "info",
  building_failed: "danger",
  failed: "danger",
};

type HasStatus = Pick<ModelItem, "model_status">;

export function statusOf(model: HasStatus): ModelStatus {
  return statuses.find((status) => status === model.model_status) ?? "failed";
}

export const toneOf = (status: ModelStatus): Tone => tones[status];

/** It will still change by itself. */
export const isLive = (model: HasStatus) => ["publishing", "building"].includes(model.model_status);

/** `1.0.9` → `1.0.10`: the version that would follow; three parts of at most two digits. */
export function nextVersion(version: string): string {
  const parts = version.split(".").map(Number);
  if (parts.length !== 3 || parts.some((part) => !Number.isInteger(part))) return "0.0.1";
  for (let at = 2; at >= 0; at -= 1) {
    const part = (parts[at] ?? 0) + 1;
    if (part <= 99) {
      parts[at] = part;
      return parts.map((one, index) => (index > at ? 0 : one)).join(".");
    }
  }
  return version;
}
