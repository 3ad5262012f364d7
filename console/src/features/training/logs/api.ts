import { call } from "@/client";
import type { SearchLog } from "@/ui/log/LogSearch";
import { levelsOf, pagedLog, watchStream, type LogFilter } from "@/ui/log/source";
import type { LogSource } from "@/ui/log/store";

export interface LogPlace {
  projectId: string;
  jobId: string;
  task: string;
  /** Which run of the task, from 1. */
  attempt: number;
}

const base = "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs";
const pathOf = ({ projectId, jobId, task }: LogPlace) => ({
  project_id: projectId,
  training_job_id: jobId,
  task_id: task,
});

/** One log of a task as the server hands it out. */
export function serverLog(place: LogPlace, filter: LogFilter): LogSource {
  const level = levelsOf(filter);
  return pagedLog({
    lines: (query, signal) =>
      call("GET", `${base}/lines`, {
        path: pathOf(place),
        query: {
          attempt: place.attempt,
          fold: filter.fold,
          ...(!filter.platform && { source: ["user" as const] }),
          ...(level !== undefined && { level: [...level] }),
          ...query,
        },
        signal,
      }),
    watch: (offset, more, onBroken) =>
      watchStream(address(place, "stream", { offset: String(offset) }), more, onBroken),
  });
}

/** For what the browser asks by itself. */
function address(place: LogPlace, what: string, query: Record<string, string>): string {
  const path = base.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(pathOf(place)[name as "task_id"]),
  );
  const search = new URLSearchParams({ ...query, attempt: String(place.attempt) });
  return `${path}/${what}?${search.toString()}`;
}

/** Where the browser gets the whole log as a file. */
export const downloadAddress = (place: LogPlace) => address(place, "file", { download: "true" });

export const searchOf =
  (place: LogPlace): SearchLog =>
  (query, signal) =>
    call("GET", `${base}/search`, {
      path: pathOf(place),
      query: { attempt: place.attempt, ...query },
      signal,
    });
