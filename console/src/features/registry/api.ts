import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, type ModelCreate, type ModelUpdate } from "@/client";
import { isLive, type ModelStatus } from "./models";

const keys = {
  all: (projectId: string) => ["registry", projectId] as const,
  lists: (projectId: string) => ["registry", projectId, "list"] as const,
  model: (projectId: string, id: string) => ["registry", projectId, "model", id] as const,
};

const soon = 2_500;
const slowly = 20_000;

export interface ModelSearch {
  model_name?: string;
  exact_match?: boolean;
  model_status?: ModelStatus;
  sort_by?: "create_at" | "model_version" | "model_size";
  order?: "asc" | "desc";
  offset?: number;
  limit?: number;
}

export function modelsQuery(projectId: string, search: ModelSearch) {
  return queryOptions({
    queryKey: [...keys.lists(projectId), search],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/models", { path: { project_id: projectId }, query: search, signal }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.models.some(isLive) ? soon : slowly),
  });
}

export function modelQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: keys.model(projectId, id),
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/models/{model_id}", {
        path: { project_id: projectId, model_id: id },
        signal,
      }),
    refetchInterval: (query) => (query.state.data !== undefined && isLive(query.state.data) ? soon : false),
  });
}

export function modelEventsQuery(
  projectId: string,
  id: string,
  offset: number,
  limit: number,
  watched: boolean,
) {
  return queryOptions({
    queryKey: [...keys.model(projectId, id), "events", offset, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/models/{model_id}/events", {
        path: { project_id: projectId, model_id: id },
        query: { offset, limit, order: "desc" },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: watched ? soon : false,
  });
}

export function modelBuildQuery(projectId: string, id: string, watched: boolean) {
  return queryOptions({
    queryKey: [...keys.model(projectId, id), "build"],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/models/{model_id}/build", {
        path: { project_id: projectId, model_id: id },
        signal,
      }),
    refetchInterval: watched ? soon : false,
  });
}

export function templatesQuery(projectId: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "templates"],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/models/template", { path: { project_id: projectId }, signal }),
    staleTime: 60_000,
  });
}

export function useCreateModel(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ModelCreate) =>
      call("POST", "/v1/{project_id}/models", { path: { project_id: projectId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.lists(projectId) }),
  });
}

export function useUpdateModel(projectId: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ModelUpdate) =>
      call("PUT", "/v1/{project_id}/models/{model_id}", {
        path: { project_id: projectId, model_id: id },
        body,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

/** What a deletion could not do is part of its answer. */
export function useDeleteModel(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, cascade }: { id: string; cascade: boolean }) =>
      call("DELETE", "/v1/{project_id}/models/{model_id}", {
        path: { project_id: projectId, model_id: id },
        query: { cascade },
      }),
    onSuccess: (answer) => {
      for (const id of answer.delete_success_list) {
        client.removeQueries({ queryKey: keys.model(projectId, id) });
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.lists(projectId) }),
  });
}
