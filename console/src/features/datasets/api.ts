import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { call, type DatasetCreate, type DatasetUpdate } from "@/client";
import { useProjectId } from "@/features/iam";
import { isLive, type DatasetType } from "./kinds";

/** Everything about one dataset lies below `dataset`, so that a change can ask for all of it anew. */
export const datasetKeys = {
  all: (projectId: string) => ["datasets", projectId] as const,
  lists: (projectId: string) => ["datasets", projectId, "list"] as const,
  dataset: (projectId: string, id: string) => ["datasets", projectId, "dataset", id] as const,
};

const soon = 2_500;
const slowly = 20_000;

export interface DatasetSearch {
  search_content?: string;
  dataset_type?: DatasetType;
  sort_by?: "create_time" | "dataset_name";
  order?: "asc" | "desc";
  offset?: number;
  limit?: number;
}

/** A page of datasets; offset: the number of the page, from 0. */
export function datasetsQuery(projectId: string, search: DatasetSearch) {
  return queryOptions({
    queryKey: [...datasetKeys.lists(projectId), search],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets", {
        path: { project_id: projectId },
        query: { ...search, check_running_task: true },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.datasets.some(isLive) ? soon : slowly),
  });
}

export function datasetQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: datasetKeys.dataset(projectId, id),
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}", {
        path: { project_id: projectId, dataset_id: id },
        query: { check_running_task: true },
        signal,
      }),
    refetchInterval: (query) =>
      query.state.data !== undefined && (isLive(query.state.data) || query.state.data.exist_running_task)
        ? soon
        : slowly,
  });
}

/** Counts of labels and states. */
export function statsQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "stats"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/stats", {
        path: { project_id: projectId, dataset_id: id },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

/** Asks for everything about a dataset anew: to be called after any change of it. */
export function useDatasetChanged(datasetId: string): () => void {
  const client = useQueryClient();
  const projectId = useProjectId();
  return useCallback(() => {
    void client.invalidateQueries({ queryKey: datasetKeys.dataset(projectId, datasetId) });
    void client.invalidateQueries({ queryKey: datasetKeys.lists(projectId) });
  }, [client, projectId, datasetId]);
}

export function useCreateDataset(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: DatasetCreate) =>
      call("POST", "/v2/{project_id}/datasets", { path: { project_id: projectId }, body }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: datasetKeys.lists(projectId) });
    },
  });
}

export function useUpdateDataset(projectId: string, id: string) {
  const changed = useDatasetChanged(id);
  return useMutation({
    mutationFn: (body: DatasetUpdate) =>
      call("PUT", "/v2/{project_id}/datasets/{dataset_id}", {
        path: { project_id: projectId, dataset_id: id },
        body,
      }),
    onSettled: changed,
  });
}

export function useDeleteDataset(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call("DELETE", "/v2/{project_id}/datasets/{dataset_id}", {
        path: { project_id: projectId, dataset_id: id },
      }),
    onSuccess: async (_nothing, id) => {
      // What the page still shows is left alone: taken away, it would be asked for once more, and not be found.
      await client.cancelQueries({ queryKey: datasetKeys.dataset(projectId, id) });
      client.removeQueries({ queryKey: datasetKeys.dataset(projectId, id), type: "inactive" });
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: datasetKeys.lists(projectId) });
    },
  });
}
