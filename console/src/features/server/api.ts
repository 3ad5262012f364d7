import { queryOptions, useQuery } from "@tanstack/react-query";

import { call } from "@/client";

export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: ({ signal }) => call("GET", "/version", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export function overviewQuery(projectId: string) {
  return queryOptions({
    queryKey: ["overview", projectId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/overview", { path: { project_id: projectId }, signal }),
    refetchInterval: 10_000,
  });
}

export function useVersion() {
  return useQuery(versionQuery);
}
