import { queryOptions, useMutation } from "@tanstack/react-query";

import { call } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";

const soon = 1_000;

export type Change = "added" | "removed" | "changed" | "moved";

interface Pair {
  datasetId: string;
  after: string;
  before: string;
}

/** How a version differs from an older one. Asking has it compared, unless that was done before. */
export function comparisonQuery(projectId: string, { datasetId, after, before }: Pair) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, datasetId), "comparison", after, before],
    queryFn: ({ signal }) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}/comparisons", {
        path: { project_id: projectId, dataset_id: datasetId, version_id: after },
        body: { before_id: before },
        signal,
      }),
    enabled: before !== "",
    refetchInterval: (query) =>
      query.state.data !== undefined && isGoing(query.state.data.state) ? soon : false,
  });
}

export function changesQuery(
  projectId: string,
  { datasetId, after, before }: Pair,
  change: Change,
  page: number,
  limit: number,
) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, datasetId), "changes", after, before, change, page, limit],
    queryFn: ({ signal }) =>
      call(
        "GET",
        "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}/comparisons/{before_id}/samples",
        {
          path: { project_id: projectId, dataset_id: datasetId, version_id: after, before_id: before },
          query: { change, offset: page, limit },
          signal,
        },
      ),
    placeholderData: (old) => old,
  });
}

/** The last time that annotations were set back to a version. */
export function latestRestoreQuery(projectId: string, datasetId: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, datasetId), "restores"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/version-restores", {
        path: { project_id: projectId, dataset_id: datasetId },
        query: { offset: 0, limit: 1 },
        signal,
      }),
    refetchInterval: (query) =>
      query.state.data?.restores.some(({ state }) => isGoing(state)) ? soon : false,
  });
}

export function useRestore(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (versionId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}/restore", {
        path: { project_id: projectId, dataset_id: datasetId, version_id: versionId },
      }),
    onSettled: changed,
  });
}

export function useUndoRestore(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/version-restores/{task_id}/undo", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}

export function useStopRestore(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/version-restores/{task_id}/stop", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}

export function keepingQuery(projectId: string, datasetId: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, datasetId), "keeping"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/version-files", {
        path: { project_id: projectId, dataset_id: datasetId },
        signal,
      }),
  });
}

export function useKeeping(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (keep: boolean) =>
      call("PUT", "/v2/{project_id}/datasets/{dataset_id}/version-files", {
        path: { project_id: projectId, dataset_id: datasetId },
        body: { keep },
      }),
    onSettled: changed,
  });
}

export function isGoing(state: string): boolean {
  return state === "waiting" || state === "running";
}
