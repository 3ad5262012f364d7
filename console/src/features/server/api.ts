import { queryOptions, useQuery } from "@tanstack/react-query";

import { call, type Version } from "@/client";

export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: async ({ signal }) => (await call("GET", "/version", { signal })) as unknown as Version,
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
