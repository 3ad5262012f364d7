import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, type ServiceCreate, type ServiceItem, type ServiceUpdate } from "@/client";
import { isGoingOn } from "./services";

const keys = {
  all: (projectId: string) => ["serving", projectId] as const,
  lists: (projectId: string) => ["serving", projectId, "list"] as const,
  service: (projectId: string, id: string) => ["serving", projectId, "service", id] as const,
};

const soon = 2_500;
const slowly = 15_000;

export interface ServiceSearch {
  service_name?: string;
  model_id?: string;
  status?: string;
  infer_type?: "real-time" | "batch";
  sort_by?: "publish_at" | "service_name" | "transition_at";
  order?: "asc" | "desc";
  offset?: number;
  limit?: number;
}

export function servicesQuery(projectId: string, search: ServiceSearch) {
  return queryOptions({
    queryKey: [...keys.lists(projectId), search],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services", {
        path: { project_id: projectId },
        query: { infer_type: "real-time", ...search },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.services.some(isGoingOn) ? soon : slowly),
  });
}

export function serviceQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: keys.service(projectId, id),
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}", {
        path: { project_id: projectId, service_id: id },
        signal,
      }),
    refetchInterval: (query) =>
      query.state.data !== undefined && isGoingOn(query.state.data) ? soon : slowly,
  });
}

/**
 * What came of each input of a batch service; result: only those that came out so.
 *
 * Asked for anew as soon as the service shows that more was done, which it is asked for every few seconds.
 */
export function resultsQuery(
  projectId: string,
  { service_id: id, status, batch }: Pick<ServiceItem, "service_id" | "status" | "batch">,
  search: { result?: "SUCCESSFUL" | "FAILED"; offset: number; limit: number },
) {
  return queryOptions({
    queryKey: [
      ...keys.service(projectId, id),
      "results",
      search,
      status,
      batch?.run,
      batch?.done,
      batch?.failed,
    ],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/batch-results", {
        path: { project_id: projectId, service_id: id },
        query: search,
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export interface ServiceEventFilter {
  type: string;
  text: string;
  offset: number;
  limit: number;
}

export function eventsQuery(projectId: string, id: string, filter: ServiceEventFilter) {
  const { type, text, offset, limit } = filter;
  return queryOptions({
    queryKey: [...keys.service(projectId, id), "events", filter],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/events", {
        path: { project_id: projectId, service_id: id },
        query: {
          offset,
          limit,
          event_info: text,
          ...(type !== "" && { event_type: type as "normal" | "abnormal" }),
        },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: soon,
  });
}

export function updatesQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.service(projectId, id), "updates"],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/logs", {
        path: { project_id: projectId, service_id: id },
        signal,
      }),
    refetchInterval: slowly,
  });
}

export function instancesQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.service(projectId, id), "instances"],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/instances", {
        path: { project_id: projectId, service_id: id },
        query: { limit: 200 },
        signal,
      }),
    refetchInterval: soon,
  });
}

export function monitorQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.service(projectId, id), "monitor"],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/monitor", {
        path: { project_id: projectId, service_id: id },
        signal,
      }),
    refetchInterval: 5_000,
  });
}

/** How far back statistics look, and in which steps (both in minutes). */
export const spans = {
  hour: { minutes: 60, step: 1 },
  day: { minutes: 1_440, step: 10 },
  week: { minutes: 10_080, step: 60 },
} as const;
export type Span = keyof typeof spans;

export function statisticsQuery(projectId: string, id: string, span: Span) {
  const { minutes, step } = spans[span];
  return queryOptions({
    queryKey: [...keys.service(projectId, id), "statistics", span],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services/{service_id}/statistics", {
        path: { project_id: projectId, service_id: id },
        query: { start_time: Date.now() - minutes * 60_000, step_minutes: step },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: slowly,
  });
}

export function useReplaceInstance(projectId: string) {
  return useChange(projectId, ({ id, instanceId }: { id: string; instanceId: string }) =>
    call("DELETE", "/v1/{project_id}/services/{service_id}/instances/{instance_id}", {
      path: { project_id: projectId, service_id: id, instance_id: instanceId },
    }),
  );
}

/**
 * After each change both the lists and the service are asked for anew.
 *
 * Nobody waits for that: a change is done when the server says so, and dialogs close then.
 */
function useChange<V>(projectId: string, act: (values: V) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => void client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

export function useCreateService(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ServiceCreate) =>
      call("POST", "/v1/{project_id}/services", { path: { project_id: projectId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.lists(projectId) }),
  });
}

export function useUpdateService(projectId: string) {
  return useChange(projectId, ({ id, body }: { id: string; body: ServiceUpdate }) =>
    call("PUT", "/v1/{project_id}/services/{service_id}", {
      path: { project_id: projectId, service_id: id },
      body,
    }),
  );
}

export function useRestartService(projectId: string) {
  return useChange(projectId, (id: string) =>
    call("POST", "/v1/{project_id}/services/{service_id}/restart", {
      path: { project_id: projectId, service_id: id },
    }),
  );
}

/** updateTime: which configuration; without one the last that was live before. */
export function useRollBack(projectId: string) {
  return useChange(projectId, ({ id, updateTime }: { id: string; updateTime?: number }) =>
    call("POST", "/v1/{project_id}/services/{service_id}/rollback", {
      path: { project_id: projectId, service_id: id },
      query: updateTime === undefined ? {} : { update_time: updateTime },
    }),
  );
}

/** What is deleted is not asked for again: a page that still shows it is about to be left. */
export function useDeleteService(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      call("DELETE", "/v1/{project_id}/services/{service_id}", {
        path: { project_id: projectId, service_id: ids.join(",") },
      }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.lists(projectId) }),
  });
}
