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

/** `1:02:03` or `02:03`, as clocks show a span. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600];
  const short = `${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
  return hours > 0 ? `${hours}:${short}` : short;
}

/** Signals that people meet, by number. */
const signals: Readonly<Record<number, string>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  6: "SIGABRT",
  7: "SIGBUS",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  15: "SIGTERM",
  24: "SIGXCPU",
  25: "SIGXFSZ",
};

export const signalName = (number: number): string => signals[number] ?? String(number);
