import { queryOptions, useMutation } from "@tanstack/react-query";

import { call, type Answer } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";

export type SyncState = Answer<"GET", "/v2/{project_id}/datasets/{dataset_id}/sync-data/status">;

const soon = 1_500;

export const isRunning = (status: string | undefined): boolean =>
  status !== undefined && ["QUEUING", "STARTING", "RUNNING"].includes(status);

/** How the latest synchronisation is. */
export function syncQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "sync"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/sync-data/status", {
        path: { project_id: projectId, dataset_id: id },
        signal,
      }),
    refetchInterval: (query) => (isRunning(query.state.data?.status) ? soon : false),
  });
}

/** confirm: samples are taken out even if these are most of the labelled ones. */
export function useStartSync(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (confirm: boolean) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/sync-data", {
        path: { project_id: projectId, dataset_id: datasetId },
        body: { confirm },
      }),
    onSettled: changed,
  });
}
