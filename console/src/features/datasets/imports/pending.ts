import { useSyncExternalStore } from "react";

import type { ImportCreate } from "@/client";

/** Files on their way from a computer, and the import that follows when all of them are there. */
export interface PendingUpload {
  datasetId: string;
  projectId: string;
  userId: string;
  bucket: string;
  prefix: string;
  files: number;
  body: ImportCreate;
}

const storageKey = "modelyard.dataset-uploads";
const listeners = new Set<() => void>();
let known: readonly PendingUpload[] | null = null;

function all(): readonly PendingUpload[] {
  if (known === null) {
    try {
      known = JSON.parse(localStorage.getItem(storageKey) ?? "[]") as PendingUpload[];
    } catch {
      known = [];
    }
  }
  return known;
}

function keep(next: readonly PendingUpload[]): void {
  known = next;
  localStorage.setItem(storageKey, JSON.stringify(next));
  listeners.forEach((tell) => tell());
}

/** Remembered over a reload, as the uploads themselves are. */
export function addPending(pending: PendingUpload): void {
  keep([...all(), pending]);
}

/** Forget one; false when somebody else has taken it already. */
export function takePending(pending: PendingUpload): boolean {
  const rest = all().filter((one) => one !== pending);
  if (rest.length === all().length) return false;
  keep(rest);
  return true;
}

export function usePending(): readonly PendingUpload[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, all);
}
