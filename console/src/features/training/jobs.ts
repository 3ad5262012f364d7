import type { Job } from "@/client";
import type { Tone } from "@/ui";

export const phases = [
  "Creating",
  "Pending",
  "Running",
  "Completed",
  "Failed",
  "Terminating",
  "Terminated",
  "Abnormal",
] as const;

export type Phase = (typeof phases)[number];

const tones: Readonly<Record<Phase, Tone>> = {
  Creating: "info",
  Pending: "warning",
  Running: "info",
  Completed: "success",
  Failed: "danger",
  Terminating: "neutral",
  Terminated: "neutral",
  Abnormal: "danger",
};

export function phaseOf(job: Job): Phase {
  return phases.find((phase) => phase === job.status.phase) ?? "Abnormal";
}

export const toneOf = (phase: Phase): Tone => tones[phase];

/** It will still change by itself. */
export const isLive = (job: Job) =>
  ["Creating", "Pending", "Running", "Terminating"].includes(job.status.phase);

export const canStop = (job: Job) => ["Creating", "Pending", "Running"].includes(job.status.phase);

export const hasFailed = (job: Job) => ["Failed", "Abnormal"].includes(job.status.phase);
