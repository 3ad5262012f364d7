import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { AppError, call, type Job, type JobCreate, type JobSearch, type JobValidation } from "@/client";
import { imageAddress } from "@/features/images";
import type { Problem } from "@/ui";
import { isLive } from "./jobs";

const keys = {
  all: (projectId: string) => ["training", projectId] as const,
  lists: (projectId: string) => ["training", projectId, "list"] as const,
  job: (projectId: string, id: string) => ["training", projectId, "job", id] as const,
};

const soon = 2_500;
const slowly = 20_000;

export function jobsQuery(projectId: string, search: JobSearch) {
  return queryOptions({
    queryKey: [...keys.lists(projectId), search],
    queryFn: ({ signal }) =>
      call("POST", "/v2/{project_id}/training-job-searches", {
        path: { project_id: projectId },
        body: search,
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) => (query.state.data?.items.some(isLive) ? soon : slowly),
  });
}

export function jobQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: keys.job(projectId, id),
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/training-jobs/{training_job_id}", {
        path: { project_id: projectId, training_job_id: id },
        signal,
      }),
    refetchInterval: (query) => (query.state.data !== undefined && isLive(query.state.data) ? soon : false),
  });
}

/** What belongs to a job is asked for once more when its phase changes: the last stage comes with the end. */
export function useFreshJob(projectId: string, job: Job): void {
  const client = useQueryClient();
  const { id } = job.metadata;
  const { phase } = job.status;
  const before = useRef(phase);
  useEffect(() => {
    if (before.current === phase) return;
    before.current = phase;
    void client.invalidateQueries({ queryKey: keys.job(projectId, id) });
  }, [client, projectId, id, phase]);
}

/** Stages and events change as the job does. */
const live = (watched: boolean) => (watched ? soon : false);

export function stagesQuery(projectId: string, id: string, watched: boolean) {
  return queryOptions({
    queryKey: [...keys.job(projectId, id), "stages"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/training-jobs/{training_job_id}/stages", {
        path: { project_id: projectId, training_job_id: id },
        signal,
      }),
    refetchInterval: live(watched),
  });
}

export type EventLevel = "" | "Info" | "Warning" | "Error";

export interface EventFilter {
  level: EventLevel;
  pattern: string;
  page: number;
  size: number;
}

export function eventsQuery(projectId: string, id: string, filter: EventFilter, watched: boolean) {
  const { level, pattern, page, size } = filter;
  return queryOptions({
    queryKey: [...keys.job(projectId, id), "events", filter],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/training-jobs/{training_job_id}/events", {
        path: { project_id: projectId, training_job_id: id },
        query: { offset: page - 1, limit: size, order: "desc", pattern, ...(level !== "" && { level }) },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: live(watched),
  });
}

export function curvesQuery(projectId: string, id: string, watched: boolean) {
  return queryOptions({
    queryKey: [...keys.job(projectId, id), "curves"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/training-jobs/{training_job_id}/metrics", {
        path: { project_id: projectId, training_job_id: id },
        query: { per_card: true, limit: 64 },
        signal,
      }),
    refetchInterval: watched ? 5_000 : false,
  });
}

export function useStopJob(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call("POST", "/v2/{project_id}/training-jobs/{training_job_id}/actions", {
        path: { project_id: projectId, training_job_id: id },
        body: { action_type: "terminate" },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all(projectId) }),
  });
}

export function useDeleteJob(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call("DELETE", "/v2/{project_id}/training-jobs/{training_job_id}", {
        path: { project_id: projectId, training_job_id: id },
      }),
    onSuccess: (_answer, id) => client.removeQueries({ queryKey: keys.job(projectId, id) }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.lists(projectId) }),
  });
}

export function useDescribeJob(projectId: string, id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (description: string) =>
      call("PUT", "/v2/{project_id}/training-jobs/{training_job_id}", {
        path: { project_id: projectId, training_job_id: id },
        body: { description },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.job(projectId, id) }),
  });
}

export function useCreateJob(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: JobCreate) =>
      call("POST", "/v2/{project_id}/training-jobs", { path: { project_id: projectId }, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.lists(projectId) }),
  });
}

export function validationQuery(projectId: string, body: JobCreate) {
  return queryOptions({
    queryKey: ["training", projectId, "validation", body],
    queryFn: ({ signal }) =>
      call("POST", "/v2/{project_id}/training-jobs/validation", {
        path: { project_id: projectId },
        body,
        signal,
      }),
    placeholderData: (before) => before,
    // What is free, and what lies in the storage, changes while somebody fills in a form.
    staleTime: 10_000,
    gcTime: 60_000,
  });
}

/** The words of an objection; its place is shown by where it stands. */
function sentence(field: string, text: string): string {
  if (!text.startsWith(field)) return text;
  const words = text.slice(field.length).replace(/^\s*[:：]\s*/, "");
  // A name keeps its spelling.
  return words.replace(/^[a-z]+(?=\s)/, (word) => word.charAt(0).toUpperCase() + word.slice(1));
}

/** What the check found, or the refusal of the creation itself where it names a place. */
export function problemsOf(validation: JobValidation | undefined, refusal: unknown): Problem[] {
  const found =
    validation?.problems.map(({ field, error_msg }) => ({
      field,
      message: sentence(field, error_msg),
    })) ?? [];
  if (found.length > 0 || !(refusal instanceof AppError)) return found;
  const field = refusal.param("field");
  return field === null ? [] : [{ field, message: refusal.message }];
}

export function enginesQuery(projectId: string) {
  return queryOptions({
    queryKey: ["training", projectId, "engines"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/training-job-engines", { path: { project_id: projectId }, signal }),
    staleTime: 60_000,
  });
}

/** Names of images that can be used, for the completion of what is typed. */
export function imageNamesQuery(projectId: string) {
  return queryOptions({
    queryKey: ["training", projectId, "image-names"],
    queryFn: async ({ signal }) => {
      const lists = (["DEDICATED", "BUILD_IN"] as const).map((type) =>
        call("GET", "/v1/{project_id}/images", {
          path: { project_id: projectId },
          query: { type, limit: 200 },
          signal,
        }),
      );
      const found = (await Promise.all(lists)).flatMap((answer) => answer.data);
      return found.filter((one) => one.status !== "ERROR").map(imageAddress);
    },
    staleTime: 60_000,
  });
}
