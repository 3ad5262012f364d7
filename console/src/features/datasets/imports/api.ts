import { queryOptions, useMutation } from "@tanstack/react-query";

import { call, type DatasetImport, type ImportCreate } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";

const soon = 1_500;

export const isRunning = ({ status }: Pick<DatasetImport, "status">): boolean =>
  ["QUEUING", "STARTING", "RUNNING"].includes(status);

/** A page of imports, counted from 0, the newest first. */
export function importsQuery(projectId: string, id: string, page: number, limit: number) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "imports", page, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/import-tasks", {
        path: { project_id: projectId, dataset_id: id },
        query: { offset: page, limit },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.import_tasks.some(isRunning) ? soon : false),
  });
}

export function problemsQuery(projectId: string, id: string, taskId: string, page: number, limit: number) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "problems", taskId, page, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/long-tasks/{task_id}/problems", {
        path: { project_id: projectId, dataset_id: id, task_id: taskId },
        query: { offset: page, limit },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

/** As what a folder may be read, the likeliest first. */
export function suggestionsQuery(projectId: string, id: string, path: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "suggestions", path],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/import-suggestions", {
        path: { project_id: projectId, dataset_id: id },
        query: { import_path: path },
        signal,
      }),
    retry: false,
    staleTime: 60_000,
    enabled: path.endsWith("/"),
  });
}

export function useStartImport(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (body: ImportCreate) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/import-tasks", {
        path: { project_id: projectId, dataset_id: datasetId },
        body,
      }),
    onSettled: changed,
  });
}

export function useStopImport(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/import-tasks/{task_id}/stop", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}

export function useResumeImport(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/import-tasks/{task_id}/resume", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}
