import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";

import { call, type SignedURL, type SignedURLRequest, type Task, type TaskCreate } from "@/client";

const keys = {
  all: (projectId: string) => ["storage", projectId] as const,
  buckets: (projectId: string) => ["storage", projectId, "buckets"] as const,
  objects: (projectId: string, bucket: string) => ["storage", projectId, "objects", bucket] as const,
  tasks: (projectId: string) => ["storage", projectId, "tasks"] as const,
};

export function bucketsQuery(projectId: string, offset: number, limit: number) {
  return queryOptions({
    queryKey: [...keys.buckets(projectId), { offset, limit }],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/storage/buckets", {
        path: { project_id: projectId },
        query: { offset, limit },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

/** One folder, page after page; `prefix` may end in the beginning of a name. */
export function objectsQuery(projectId: string, bucket: string, prefix: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.objects(projectId, bucket), prefix],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      call("GET", "/v2/{project_id}/storage/buckets/{bucket}/objects", {
        path: { project_id: projectId, bucket },
        query: { prefix, delimiter: "/", limit: 500, marker: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next_marker ?? undefined,
  });
}

export function refreshObjects(client: QueryClient, projectId: string, bucket: string): Promise<void> {
  return client.invalidateQueries({ queryKey: keys.objects(projectId, bucket) });
}

/** A task may have changed any bucket. */
export function refreshAllObjects(client: QueryClient, projectId: string): Promise<void> {
  return client.invalidateQueries({ queryKey: [...keys.all(projectId), "objects"] });
}

export const isActive = (task: Task) => task.state === "waiting" || task.state === "running";

export function tasksQuery(projectId: string, watched: boolean) {
  return queryOptions({
    queryKey: keys.tasks(projectId),
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/storage/tasks", {
        path: { project_id: projectId },
        query: { offset: 0, limit: 50 },
        signal,
      }),
    // Quick while something moves or somebody looks; otherwise a slow look for tasks started elsewhere.
    refetchInterval: (query) => (query.state.data?.tasks.some(isActive) ? 1_500 : watched ? 5_000 : 60_000),
    retry: false,
  });
}

export function useCreateBucket(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string }) =>
      call("POST", "/v2/{project_id}/storage/buckets", { path: { project_id: projectId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.buckets(projectId) }),
  });
}

export function useDeleteBucket(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (bucket: string) =>
      call("DELETE", "/v2/{project_id}/storage/buckets/{bucket}", {
        path: { project_id: projectId, bucket },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.buckets(projectId) }),
  });
}

export function useMakeFolder(projectId: string, bucket: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (path: string) =>
      call("POST", "/v2/{project_id}/storage/buckets/{bucket}/folders", {
        path: { project_id: projectId, bucket },
        body: { path },
      }),
    onSuccess: () => refreshObjects(client, projectId, bucket),
  });
}

export function useStartTask(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: TaskCreate) =>
      call("POST", "/v2/{project_id}/storage/tasks", { path: { project_id: projectId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.tasks(projectId) }),
  });
}

export function useCancelTask(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/storage/tasks/{task_id}/cancel", {
        path: { project_id: projectId, task_id: taskId },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.tasks(projectId) }),
  });
}

export async function signURLs(
  projectId: string,
  requests: SignedURLRequest[],
  expiresSeconds = 3600,
): Promise<SignedURL[]> {
  const answer = await call("POST", "/v2/{project_id}/storage/signed-urls", {
    path: { project_id: projectId },
    body: { requests, expires_seconds: expiresSeconds },
  });
  return answer.urls;
}

export async function deleteObjects(projectId: string, bucket: string, objectKeys: string[]) {
  return call("POST", "/v2/{project_id}/storage/buckets/{bucket}/deletions", {
    path: { project_id: projectId, bucket },
    body: { keys: objectKeys },
  });
}

/** A link to read one object; the browser saves it under its own name when `asFile` is set. */
export async function readLink(
  projectId: string,
  bucket: string,
  key: string,
  asFile: string | null,
  seconds = 3600,
): Promise<string> {
  const query: Record<string, string> =
    asFile === null ? {} : { "response-content-disposition": disposition(asFile) };
  const [signed] = await signURLs(projectId, [{ method: "GET", bucket, key, query }], seconds);
  return signed?.url ?? "";
}

/** RFC 6266: a plain fallback and the real name in UTF-8. */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, "_");
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
