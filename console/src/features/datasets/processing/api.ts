import { queryOptions } from "@tanstack/react-query";

import { call, type Answer } from "@/client";

export type ProcessorTask = Answer<"GET", "/v2/{project_id}/processor-tasks/{task_id}">;
export type ProcessorVersion = Answer<
  "GET",
  "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}"
>;
export type ProcessorResult = Answer<
  "GET",
  "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/results"
>["results"][number];
export type Operator = Answer<"GET", "/v2/{project_id}/processor-tasks/operators">["operators"][number];
export type Parameter = NonNullable<Operator["parameters"]>[number];
export type Values = Record<string, string | number | boolean | null>;

const soon = 1_500;
const ended = 2;

export const processingKeys = {
  all: (projectId: string) => ["processing", projectId] as const,
  run: (projectId: string, id: string) => ["processing", projectId, "run", id] as const,
};

export const isLive = ({ status }: { status: number }) => status < ended;

export function operatorsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...processingKeys.all(projectId), "operators"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/processor-tasks/operators", { path: { project_id: projectId }, signal }),
    staleTime: Infinity,
  });
}

/** A page of the tasks of a dataset; page: from 1. */
export function tasksQuery(projectId: string, dataset: string, page: number, limit: number) {
  return queryOptions({
    queryKey: [...processingKeys.all(projectId), "tasks", dataset, page, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/processor-tasks", {
        path: { project_id: projectId },
        query: { source_type: "DATASET", source: dataset, return_result: false, offset: page - 1, limit },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.tasks.some(isLive) ? soon : false),
  });
}

export function versionsQuery(projectId: string, task: string) {
  return queryOptions({
    queryKey: [...processingKeys.run(projectId, task), "versions"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/processor-tasks/{task_id}/versions", {
        path: { project_id: projectId, task_id: task },
        signal,
      }),
    refetchInterval: (query) => (query.state.data?.versions.some(isLive) ? soon : false),
  });
}

export function versionQuery(projectId: string, task: string, version: string) {
  return queryOptions({
    queryKey: [...processingKeys.run(projectId, task), "version", version],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}", {
        path: { project_id: projectId, task_id: task, version_id: version },
        signal,
      }),
    refetchInterval: (query) => (query.state.data === undefined || isLive(query.state.data) ? soon : false),
  });
}

export function resultsQuery(
  projectId: string,
  task: string,
  version: string,
  search: { property: string; page: number; limit: number },
) {
  return queryOptions({
    queryKey: [...processingKeys.run(projectId, task), "results", version, search],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/results", {
        path: { project_id: projectId, task_id: task, version_id: version },
        query: { result_property: search.property, offset: search.page - 1, limit: search.limit },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export function logQuery(projectId: string, task: string, version: string, live: boolean) {
  return queryOptions({
    // Whether it is live is part of the key: at the end, what was written last is read once more.
    queryKey: [...processingKeys.run(projectId, task), "log", version, live],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/logs", {
        path: { project_id: projectId, task_id: task, version_id: version },
        query: { offset: -65_536 },
        signal,
      }),
    placeholderData: (before) => before,
    retry: false,
    refetchInterval: live ? soon : false,
  });
}
