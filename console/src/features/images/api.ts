import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { call, type Image, type ImageRegister } from "@/client";

const keys = {
  all: (projectId: string) => ["images", projectId] as const,
  build: (projectId: string, id: string) => ["images", projectId, "build", id] as const,
};

export type ImageType = Image["type"];

export const isBuilding = (image: Pick<Image, "status">) => image.status === "CREATING";

export function imagesQuery(projectId: string, type: ImageType, name: string, offset: number, limit: number) {
  return queryOptions({
    queryKey: [...keys.all(projectId), type, name, offset, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/images", {
        path: { project_id: projectId },
        query: { type, offset, limit, ...(name !== "" && { name }) },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.data.some(isBuilding) ? 2_000 : 30_000),
  });
}

export function buildQuery(projectId: string, id: string, watched: boolean) {
  return queryOptions({
    queryKey: keys.build(projectId, id),
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/images/{image_id}/build", {
        path: { project_id: projectId, image_id: id },
        signal,
      }),
    refetchInterval: watched ? 1_500 : false,
  });
}

export function useRegisterImage(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImageRegister) =>
      call("POST", "/v1/{project_id}/images", { path: { project_id: projectId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

export function useDeleteImage(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call("DELETE", "/v1/{project_id}/images/{image_id}", {
        path: { project_id: projectId, image_id: id },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

/** Build what was not built yet, or failed; look anew at what lies in a registry. */
export function useSyncImage(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call("POST", "/v1/{project_id}/images/{image_id}/sync", {
        path: { project_id: projectId, image_id: id },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

export function useCancelBuild(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call("POST", "/v1/{project_id}/images/{image_id}/build/cancel", {
        path: { project_id: projectId, image_id: id },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}
