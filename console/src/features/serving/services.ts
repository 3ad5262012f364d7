import type { Service, ServiceItem } from "@/client";
import type { Tone } from "@/ui";

export const statuses = [
  "pending",
  "waiting",
  "deploying",
  "running",
  "concerning",
  "failed",
  "stopping",
  "stopped",
  "finished",
  "deleting",
] as const;
export type ServiceStatus = (typeof statuses)[number];

const tones: Readonly<Record<ServiceStatus, Tone>> = {
  pending: "warning",
  waiting: "warning",
  deploying: "info",
  running: "success",
  concerning: "warning",
  failed: "danger",
  stopping: "neutral",
  stopped: "neutral",
  finished: "success",
  deleting: "neutral",
};

type HasStatus = Pick<ServiceItem, "status">;

export function statusOf(service: HasStatus): ServiceStatus {
  return statuses.find((status) => status === service.status) ?? "failed";
}

export const toneOf = (status: ServiceStatus): Tone => tones[status];

/** It is on its way to another state. */
export const isMoving = (service: HasStatus) =>
  ["pending", "waiting", "deploying", "stopping", "deleting"].includes(service.status);

/** It is on its way, or a batch that works. */
export const isGoingOn = (service: Pick<ServiceItem, "status" | "infer_type">) =>
  isMoving(service) || (service.infer_type === "batch" && service.status === "running");

export const canStart = (service: HasStatus) =>
  ["stopped", "failed", "finished", "pending"].includes(service.status);

export const canStop = (service: HasStatus) =>
  ["pending", "waiting", "deploying", "running", "concerning", "failed"].includes(service.status);

export const canRestart = (service: HasStatus) => ["running", "concerning"].includes(service.status);

/** A batch is changed only while it rests. */
export const canChange = (service: Pick<ServiceItem, "status" | "infer_type">) =>
  service.infer_type === "batch"
    ? ["stopped", "finished", "failed"].includes(service.status)
    : !["waiting", "deploying", "stopping", "deleting"].includes(service.status);

export const answers = (service: HasStatus) =>
  ["running", "concerning", "deploying"].includes(service.status);

/** Where a service is called: with the address of this page, which works wherever the console does. */
export const pathOf = (service: Pick<Service, "service_id">) => `/v1/infers/${service.service_id}`;

export const addressOf = (service: Pick<Service, "service_id" | "access_address">) =>
  service.access_address ?? `${location.origin}${pathOf(service)}`;
