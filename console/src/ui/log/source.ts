import type { LogHits } from "@/client";
import type { LogPage, LogSource } from "./store";

export const levels = ["debug", "info", "warning", "error"] as const;
export type Level = (typeof levels)[number];

export interface LogFilter {
  platform: boolean;
  /** The least serious level that is shown; lines that name none count as information. */
  level: Level;
  fold: boolean;
}

/** The levels that a filter lets through, as the server names them; undefined for all. */
export function levelsOf({ level }: LogFilter) {
  if (level === "debug") return undefined;
  const from = levels.slice(levels.indexOf(level));
  return level === "info" ? (["plain", ...from] as const) : from;
}

interface LinesQuery {
  limit: number;
  offset?: number;
  backwards?: boolean;
}

interface Reader {
  lines(query: LinesQuery, signal: AbortSignal): Promise<LogPage>;
  /** Calls `more` whenever there may be more, until it is stopped. */
  watch(offset: number, more: () => void, onBroken: (broken: boolean) => void): () => void;
}

const pageLines = 500;
/** Hints come quicker than anybody reads; so often they are followed. */
const pace = 120;

/** A log of which the server hands out pages, filtered and folded there. */
export function pagedLog({ lines, watch }: Reader): LogSource {
  const source: LogSource = {
    after: (offset, signal) => lines({ limit: pageLines, offset }, signal),
    before: (offset, signal) =>
      lines({ limit: pageLines, backwards: true, ...(offset !== null && { offset }) }, signal),
    follow(offset, onAdded, onBroken) {
      const stop = new AbortController();
      let end = offset;
      let asking = false;
      let again = false;
      let unwatch = () => {};

      // A hint says that there is more; what it is comes filtered like everything else.
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
            if (page.ended && page.complete) unwatch();
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

      unwatch = watch(offset, () => void ask(), onBroken);
      return () => {
        stop.abort();
        unwatch();
      };
    },
  };
  return source;
}

/** Hints by an event stream of the server. */
export function watchStream(address: string, more: () => void, onBroken: (broken: boolean) => void) {
  const stream = new EventSource(address);
  stream.addEventListener("log", more);
  stream.addEventListener("end", () => {
    stream.close();
    more();
  });
  // The browser connects again by itself, and what was missed is asked for then.
  stream.onopen = more;
  stream.onerror = () => onBroken(true);
  return () => stream.close();
}

export interface Found {
  hits: LogHits["hits"];
  total: number;
}

/** So many are walked through; more are only counted. */
const mostHits = 2_000;

/** Where a text occurs in the whole log, however long it is. */
export async function allHits(
  search: (query: { offset: number; limit: number }) => Promise<LogHits>,
): Promise<Found> {
  const found: Found = { hits: [], total: 0 };
  let offset = 0;
  for (;;) {
    const limit = Math.max(1, Math.min(500, mostHits - found.hits.length));
    const page = await search({ offset, limit });
    found.hits.push(...page.hits);
    found.total += page.total;
    if (page.complete) return found;
    offset = page.next_offset;
  }
}
