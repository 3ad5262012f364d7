import { queryOptions, useMutation } from "@tanstack/react-query";

import { call, type DatasetExport, type ExportCreate } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";

const soon = 1_500;

export const isRunning = ({ status }: Pick<DatasetExport, "status">): boolean =>
  status === "INIT" || status === "RUNNING";

/** A page of exports, counted from 0, the newest first. */
export function exportsQuery(projectId: string, id: string, page: number, limit: number) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "exports", page, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/export-tasks", {
        path: { project_id: projectId, dataset_id: id },
        query: { offset: page, limit },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.export_tasks.some(isRunning) ? soon : false),
  });
}

export function useStartExport(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (body: ExportCreate) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/export-tasks", {
        path: { project_id: projectId, dataset_id: datasetId },
        body,
      }),
    onSettled: changed,
  });
}

export function useStopExport(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/export-tasks/{task_id}/stop", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}
