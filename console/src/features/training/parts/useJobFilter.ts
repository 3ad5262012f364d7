import { useCallback, useMemo } from "react";

import type { JobSearch } from "@/client";
import { useURLPatch, useURLValue, type PageState } from "@/ui";

export interface JobFilter {
  text: string;
  phase: string;
  mine: boolean;
  /** A column, with a minus before it for the greatest first; empty is the newest first. */
  sort: string;
}

export function useJobFilter(): [JobFilter, (next: JobFilter) => void] {
  const [text] = useURLValue("q");
  const [phase] = useURLValue("status");
  const [mine] = useURLValue("mine");
  const [sort] = useURLValue("sort");
  const patch = useURLPatch();
  const filter = useMemo(() => ({ text, phase, mine: mine !== "", sort }), [text, phase, mine, sort]);
  const set = useCallback(
    (next: JobFilter) =>
      patch({
        q: next.text,
        status: next.phase,
        mine: next.mine ? "1" : "",
        sort: next.sort === "-create_time" ? "" : next.sort,
        page: "",
      }),
    [patch],
  );
  return [filter, set];
}

export const noFilter = (filter: JobFilter) => filter.text === "" && filter.phase === "" && !filter.mine;

const wholeId = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** What the server is asked: pages, filters and order are its business. */
export function searchOf(filter: JobFilter, userId: string, paging: PageState): JobSearch {
  const { text, phase, mine, sort } = filter;
  const wanted = text.trim();
  return {
    offset: paging.page - 1,
    limit: Math.min(paging.size, 50),
    sort_by: sort === "" ? "create_time" : sort.replace("-", ""),
    order: sort === "" || sort.startsWith("-") ? "desc" : "asc",
    filters: [
      ...(wanted === ""
        ? []
        : [
            wholeId.test(wanted)
              ? { key: "id", operator: "in", value: [wanted] }
              : { key: "name", operator: "like", value: [wanted] },
          ]),
      ...(phase === "" ? [] : [{ key: "phase", operator: "in", value: phase.split(",") }]),
      ...(mine ? [{ key: "user_id", operator: "in", value: [userId] }] : []),
    ],
  };
}
