import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call } from "@/client";

/** The pool that everybody may use. */
export const publicPool = "public";

const keys = {
  all: (projectId: string) => ["compute", projectId] as const,
};

const soon = 4_000;

export function poolsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "pools"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/pools", { path: { project_id: projectId }, signal }),
    staleTime: 30_000,
  });
}

export function nodesQuery(projectId: string, pool: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "nodes", pool],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/pools/{pool_name}/nodes", {
        path: { project_id: projectId, pool_name: pool },
        query: { limit: 500 },
        signal,
      }),
    refetchInterval: soon,
  });
}

export function workloadsQuery(projectId: string, pool: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "workloads", pool],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/pools/{pool_name}/workloads", {
        path: { project_id: projectId, pool_name: pool },
        query: { status: "Running", limit: 100 },
        signal,
      }),
    refetchInterval: soon,
  });
}

export function queueQuery(projectId: string, pool: string, offset: number, limit: number) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "queue", pool, offset, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/pools/{pool_name}/queue", {
        path: { project_id: projectId, pool_name: pool },
        query: { offset, limit },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: soon,
  });
}

export function quotasQuery(projectId: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "quotas"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/compute-quotas", { path: { project_id: projectId }, signal }),
  });
}

export function useSetQuotas(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (quotas: { resource: string; quota: number }[]) =>
      call("PUT", "/v2/{project_id}/compute-quotas", { path: { project_id: projectId }, body: { quotas } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [...keys.all(projectId), "quotas"] }),
  });
}

/** What the project used in the last days. */
export function usageQuery(projectId: string, days: number) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "usage", days],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/compute-usage", {
        path: { project_id: projectId },
        query: { days },
        signal,
      }),
    refetchInterval: 60_000,
    retry: false,
  });
}

export function flavorsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "flavors"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/training-job-flavors", { path: { project_id: projectId }, signal }),
    refetchInterval: 15_000,
  });
}
