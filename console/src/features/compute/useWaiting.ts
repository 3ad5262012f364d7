import { useQueries } from "@tanstack/react-query";

import type { QueuedWorkload } from "@/client";
import { useProjectId } from "@/features/iam";
import { publicPool, queueQuery } from "./api";

export type Waiting = Pick<QueuedWorkload, "position" | "reason">;

const mostPlaces = 200;

/** Place and reason of what waits in some pools, by the id of its owner. The empty name is the public pool. */
export function useWaiting(pools: readonly string[]): ReadonlyMap<string, Waiting> {
  const projectId = useProjectId();
  return useQueries({
    queries: [...new Set(pools)].map((pool) => ({
      ...queueQuery(projectId, pool === "" ? publicPool : pool, 0, mostPlaces),
      retry: false,
    })),
    combine: (answers) =>
      new Map(
        answers.flatMap((answer) =>
          (answer.data?.queue ?? []).map((one): [string, Waiting] => [one.owner_id, one]),
        ),
      ),
  });
}
