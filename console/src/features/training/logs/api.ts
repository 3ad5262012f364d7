import { queryOptions } from "@tanstack/react-query";

import { call, type LogHits } from "@/client";
import type { LogPage, LogSource } from "./store";

export interface LogPlace {
  projectId: string;
  jobId: string;
  task: string;
  /** Which run of the task, from 1. */
  attempt: number;
}

export const levels = ["debug", "info", "warning", "error"] as const;
export type Level = (typeof levels)[number];

export interface LogFilter {
  platform: boolean;
  /** The least serious level that is shown; lines that name none count as information. */
  level: Level;
  fold: boolean;
}

const base = "/v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs";
const pathOf = ({ projectId, jobId, task }: LogPlace) => ({
  project_id: projectId,
  training_job_id: jobId,
  task_id: task,
});

function filterQuery({ platform, level, fold }: LogFilter) {
  const from = levels.slice(levels.indexOf(level));
  return {
    ...(!platform && { source: ["user" as const] }),
    ...(level !== "debug" && { level: level === "info" ? ["plain" as const, ...from] : from }),
    fold,
  };
}

const pageLines = 500;
/** Hints come quicker than anybody reads; so often they are followed. */
const pace = 120;

/** One log of a task as the server hands it out, filtered and folded there. */
export function serverLog(place: LogPlace, filter: LogFilter): LogSource {
  const lines = (query: object, signal: AbortSignal): Promise<LogPage> =>
    call("GET", `${base}/lines`, {
      path: pathOf(place),
      query: { limit: pageLines, attempt: place.attempt, ...filterQuery(filter), ...query },
      signal,
    });
  const source: LogSource = {
    after: (offset, signal) => lines({ offset }, signal),
    before: (offset, signal) => lines({ backwards: true, ...(offset !== null && { offset }) }, signal),
    follow(offset, onAdded, onBroken) {
      const stop = new AbortController();
      const stream = new EventSource(address(place, "stream", { offset: String(offset) }));
      let end = offset;
      let asking = false;
      let again = false;

      // The stream says that there is more; what it is comes filtered like everything else.
      async function ask() {
        if (asking) {
          again = true;
          return;
        }
        asking = true;
        do {
          again = false;
          try {
            const page = await source.after(end, stop.signal);
            if (stop.signal.aborted) return;
            end = page.next_offset;
            again ||= !page.complete;
            onAdded({ ...page, ended: page.ended && page.complete });
            if (page.ended && page.complete) stream.close();
          } catch {
            if (stop.signal.aborted) return;
            onBroken(true);
            again = true;
            await new Promise((resolve) => setTimeout(resolve, 2_000));
          }
          await new Promise((resolve) => setTimeout(resolve, pace));
        } while (again && !stop.signal.aborted);
        asking = false;
      }

      stream.addEventListener("log", () => void ask());
      stream.addEventListener("end", () => {
        stream.close();
        void ask();
      });
      // The browser connects again by itself, and what was missed is asked for then.
      stream.onopen = () => void ask();
      stream.onerror = () => onBroken(true);
      return () => {
        stop.abort();
        stream.close();
      };
    },
  };
  return source;
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

export interface Found {
  hits: LogHits["hits"];
  total: number;
}

/** So many are walked through; more are only counted. */
const mostHits = 2_000;

/** Where a text occurs in the whole log, however long it is. */
export function hitsQuery(place: LogPlace, text: string) {
  return queryOptions({
    queryKey: ["training", place.projectId, "job", place.jobId, "hits", place.task, place.attempt, text],
    enabled: text !== "",
    queryFn: async ({ signal }): Promise<Found> => {
      const found: Found = { hits: [], total: 0 };
      let offset = 0;
      for (;;) {
        const page: LogHits = await call("GET", `${base}/search`, {
          path: pathOf(place),
          query: {
            attempt: place.attempt,
            text,
            offset,
            limit: Math.max(1, Math.min(500, mostHits - found.hits.length)),
          },
          signal,
        });
        found.hits.push(...page.hits);
        found.total += page.total;
        if (page.complete) return found;
        offset = page.next_offset;
      }
    },
    staleTime: 5_000,
    retry: false,
  });
}
