import { queryOptions, useMutation } from "@tanstack/react-query";

import { call, type SplitWanted, type VersionCreate } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";

const soon = 1_500;

/** A page of versions, counted from 0, the newest first. */
export function versionsQuery(projectId: string, id: string, page: number, limit: number) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "versions", page, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/versions", {
        path: { project_id: projectId, dataset_id: id },
        query: { offset: page, limit },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) =>
      query.state.data?.versions.some(({ status, files }) => status === 0 || files?.state === "waiting")
        ? soon
        : false,
  });
}

export function versionQuery(projectId: string, id: string, versionId: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "version", versionId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}", {
        path: { project_id: projectId, dataset_id: id, version_id: versionId },
        signal,
      }),
  });
}

export function usesQuery(projectId: string, id: string, versionId: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "version", versionId, "uses"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}/uses", {
        path: { project_id: projectId, dataset_id: id, version_id: versionId },
        signal,
      }),
  });
}

/** How many samples a split would give. */
export function previewQuery(projectId: string, id: string, split: SplitWanted) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "split", split],
    queryFn: ({ signal }) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/versions/preview", {
        path: { project_id: projectId, dataset_id: id },
        body: { split },
        signal,
      }),
    placeholderData: (before) => before,
    retry: false,
  });
}

export function usePublish(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (body: VersionCreate) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/versions", {
        path: { project_id: projectId, dataset_id: datasetId },
        body,
      }),
    onSettled: changed,
  });
}

export function useDeleteVersion(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (versionId: string) =>
      call("DELETE", "/v2/{project_id}/datasets/{dataset_id}/versions/{version_id}", {
        path: { project_id: projectId, dataset_id: datasetId, version_id: versionId },
      }),
    onSettled: changed,
  });
}
