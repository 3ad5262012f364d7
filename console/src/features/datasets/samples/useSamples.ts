import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import type { Sample } from "@/client";
import { useProjectId } from "@/features/iam";
import { pageSize, samplesQuery } from "./api";
import type { SamplesSearch } from "./filters";

export interface SampleWindow {
  /** All matches, exactly; undefined until it is known. */
  total: number | undefined;
  error: unknown;
  isPending: boolean;
  refetch(): void;
  /** The sample at a place of the list; undefined while it is on its way. */
  at(index: number): Sample | undefined;
  /** The samples from one place to another, both included, however far away. */
  range(from: number, to: number): Promise<Sample[]>;
}

/** A list of any length: only the pages between two places are asked for. */
export function useSamples(datasetId: string, search: SamplesSearch, from: number, to: number): SampleWindow {
  const projectId = useProjectId();
  const client = useQueryClient();
  const start = Math.floor(from / pageSize);
  const first = useQuery({
    ...samplesQuery(projectId, datasetId, search, start),
    placeholderData: keepPreviousData,
  });
  const total = first.data?.sample_count;
  const last = Math.max(start, Math.floor(Math.min(to, Math.max(0, (total ?? 0) - 1)) / pageSize));
  const pages = useMemo(
    () => Array.from({ length: last - start + 1 }, (_none, at) => start + at),
    [start, last],
  );
  const found = useQueries({
    queries: pages.map((page) => samplesQuery(projectId, datasetId, search, page)),
  });
  const byPage = new Map(pages.map((page, at) => [page, found[at]?.data?.samples]));

  const range = useCallback(
    async (begin: number, end: number) => {
      const samples: Sample[] = [];
      for (let page = Math.floor(begin / pageSize); page <= Math.floor(end / pageSize); page++) {
        const answer = await client.fetchQuery(samplesQuery(projectId, datasetId, search, page));
        samples.push(
          ...answer.samples.filter(
            (_one, at) => page * pageSize + at >= begin && page * pageSize + at <= end,
          ),
        );
      }
      return samples;
    },
    [client, projectId, datasetId, search],
  );

  return {
    total,
    error: first.error,
    isPending: first.isPending,
    refetch: () => void first.refetch(),
    at: (index) => byPage.get(Math.floor(index / pageSize))?.[index % pageSize],
    range,
  };
}
