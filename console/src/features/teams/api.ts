import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { call, type Answer, type Sample } from "@/client";
import { useProjectId } from "@/features/iam";

const team = "/v2/{project_id}/workforces/{workforce_id}";
const members = "/v2/{project_id}/workforces/{workforce_id}/workers";
const tasks = "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks";
const one = "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}";
const sampleList =
  "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/data-annotations/samples";

export type Team = Answer<"GET", typeof team>;
export type Member = Answer<"GET", typeof members>["workers"][number];
export type TeamTask = Answer<"GET", typeof one>;
export type WorkerTask = Answer<"GET", "/v2/{project_id}/workforces/worker-tasks">["worker_tasks"][number];
export type TeamSample = Answer<"GET", typeof sampleList>["samples"][number] & Sample;
export type TaskReport = Answer<
  "GET",
  "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/report"
>;
export type Grade = "A" | "B" | "C" | "D";

export const roles = { labeler: 0, reviewer: 1, manager: 2, owner: 3 } as const;

const keys = {
  all: (projectId: string) => ["teams", projectId] as const,
  tasks: (projectId: string, datasetId: string) => ["teams", projectId, "tasks", datasetId] as const,
  task: (projectId: string, datasetId: string, id: string) =>
    ["teams", projectId, "tasks", datasetId, id] as const,
};

const soon = 2_000;
const slowly = 15_000;

export function teamsQuery(
  projectId: string,
  search: { search_content?: string; offset?: number; limit?: number },
) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "list", search],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/workforces", { path: { project_id: projectId }, query: search, signal }),
    placeholderData: (before) => before,
  });
}

export function teamQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "team", id],
    queryFn: ({ signal }) => call("GET", team, { path: { project_id: projectId, workforce_id: id }, signal }),
  });
}

const mostMembers = 100;

/** A page of members, counted from 0. */
export function membersQuery(projectId: string, id: string, page = 0, limit = mostMembers) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "team", id, "members", page, limit],
    queryFn: ({ signal }) =>
      call("GET", members, {
        path: { project_id: projectId, workforce_id: id },
        query: { offset: page, limit, sort_by: "email", order: "asc" },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export function myTasksQuery(
  projectId: string,
  search: { search_content?: string; offset?: number; limit?: number },
) {
  return queryOptions({
    queryKey: [...keys.all(projectId), "mine", search],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/workforces/worker-tasks", {
        path: { project_id: projectId },
        query: search,
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: slowly,
  });
}

export function tasksQuery(projectId: string, datasetId: string) {
  return queryOptions({
    queryKey: keys.tasks(projectId, datasetId),
    queryFn: ({ signal }) =>
      call("GET", tasks, {
        path: { project_id: projectId, dataset_id: datasetId },
        query: { limit: 100 },
        signal,
      }),
    refetchInterval: (query) => (query.state.data?.tasks.some(({ busy }) => busy) ? soon : slowly),
  });
}

export function taskQuery(projectId: string, datasetId: string, id: string) {
  return queryOptions({
    queryKey: keys.task(projectId, datasetId, id),
    queryFn: ({ signal }) =>
      call("GET", one, {
        path: { project_id: projectId, dataset_id: datasetId, workforce_task_id: id },
        query: { label_stats: true, sample_stats: true, workforce_stats: true },
        signal,
      }),
    refetchInterval: (query) => (query.state.data?.busy ? soon : slowly),
  });
}

export function reportQuery(projectId: string, datasetId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.task(projectId, datasetId, id), "report"],
    queryFn: ({ signal }) =>
      call("GET", `${one}/report`, {
        path: { project_id: projectId, dataset_id: datasetId, workforce_task_id: id },
        signal,
      }),
  });
}

const day = 86_400_000;

/** Counts of the last thirty days. */
export function daysQuery(projectId: string, datasetId: string, id: string) {
  return queryOptions({
    queryKey: [...keys.task(projectId, datasetId, id), "days"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/metrics", {
        path: { project_id: projectId, dataset_id: datasetId },
        query: { start_time: Date.now() - 30 * day, end_time: Date.now(), workforce_task_id: id },
        signal,
      }),
    retry: false,
  });
}

/** How many samples of a task come at once. */
export const samplesPage = 100;

export function samplesQuery(
  projectId: string,
  datasetId: string,
  id: string,
  search: { sample_state?: string; worker_id?: string; label_name?: string; offset?: number },
) {
  return queryOptions({
    queryKey: [...keys.task(projectId, datasetId, id), "samples", search],
    queryFn: ({ signal }) =>
      call("GET", sampleList, {
        path: { project_id: projectId, dataset_id: datasetId, workforce_task_id: id },
        query: { limit: samplesPage, order: "asc", ...search },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export function getSample(
  projectId: string,
  datasetId: string,
  id: string,
  sampleId: string,
  workerId: string,
) {
  return call("GET", `${sampleList}/{sample_id}`, {
    path: { project_id: projectId, dataset_id: datasetId, workforce_task_id: id, sample_id: sampleId },
    query: workerId === "" ? {} : { worker_id: workerId },
  }) as Promise<TeamSample>;
}

export function saveSamples(
  projectId: string,
  datasetId: string,
  id: string,
  body: Parameters<typeof call<"PUT", typeof sampleList>>[2]["body"],
) {
  return call("PUT", sampleList, {
    path: { project_id: projectId, dataset_id: datasetId, workforce_task_id: id },
    body,
  });
}

/** Asks for everything about teams anew; of a task, if one is named. */
export function useTeamsChanged(): () => void {
  const client = useQueryClient();
  const projectId = useProjectId();
  return useCallback(() => {
    void client.invalidateQueries({ queryKey: keys.all(projectId) });
    void client.invalidateQueries({ queryKey: ["datasets", projectId] });
  }, [client, projectId]);
}

/** A change of teams: calls, then asks for everything anew. */
export function useChange<V, A>(change: (projectId: string, values: V) => Promise<A>) {
  const changed = useTeamsChanged();
  const projectId = useProjectId();
  return useMutation({ mutationFn: (values: V) => change(projectId, values), onSettled: changed });
}

export const useCreateTeam = () =>
  useChange((projectId, body: { workforce_name: string; description?: string }) =>
    call("POST", "/v2/{project_id}/workforces", { path: { project_id: projectId }, body }),
  );

export const useUpdateTeam = () =>
  useChange((projectId, { id, ...body }: { id: string; workforce_name?: string; description?: string }) =>
    call("PUT", team, { path: { project_id: projectId, workforce_id: id }, body }),
  );

export const useDeleteTeam = () =>
  useChange((projectId, id: string) =>
    call("DELETE", team, { path: { project_id: projectId, workforce_id: id } }),
  );

export const useAddMember = (teamId: string) =>
  useChange((projectId, body: { emails: string; role: number; description?: string }) =>
    call("POST", members, { path: { project_id: projectId, workforce_id: teamId }, body }),
  );

export const useUpdateMember = (teamId: string) =>
  useChange((projectId, { id, ...body }: { id: string; role?: number; description?: string }) =>
    call("PUT", `${members}/{worker_id}`, {
      path: { project_id: projectId, workforce_id: teamId, worker_id: id },
      body,
    }),
  );

export const useRemoveMember = (teamId: string) =>
  useChange((projectId, id: string) =>
    call("DELETE", `${members}/{worker_id}`, {
      path: { project_id: projectId, workforce_id: teamId, worker_id: id },
    }),
  );

export const useInvite = (teamId: string) =>
  useChange((projectId, id: string) =>
    call("POST", `${members}/{worker_id}/invitation`, {
      path: { project_id: projectId, workforce_id: teamId, worker_id: id },
    }),
  );

export const useJoin = () =>
  useChange((projectId, token: string) =>
    call("POST", "/v2/{project_id}/workforces/invitations/accept", {
      path: { project_id: projectId },
      body: { token },
    }),
  );
