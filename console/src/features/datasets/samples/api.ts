import { queryOptions, useMutation } from "@tanstack/react-query";

import { AppError, call, type Sample } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";
import { queryOf, type SamplesSearch } from "./filters";

/** How many samples come with one request. */
export const pageSize = 100;

const keys = {
  samples: (projectId: string, id: string) => [...datasetKeys.dataset(projectId, id), "samples"] as const,
};

// Links to files are good for an hour; they are asked for anew well before.
const linksStale = 20 * 60_000;

/** A page of samples, counted from 0. Far pages are forgotten soon: a dataset may have a million samples. */
export function samplesQuery(projectId: string, id: string, search: SamplesSearch, page: number) {
  return queryOptions({
    queryKey: [...keys.samples(projectId, id), search, page],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples", {
        path: { project_id: projectId, dataset_id: id },
        query: { ...queryOf(search), offset: page, limit: pageSize },
        signal,
      }),
    staleTime: linksStale,
    gcTime: 2 * 60_000,
    refetchInterval: lookAgain,
  });
}

export function sampleQuery(projectId: string, id: string, sampleId: string) {
  return queryOptions({
    queryKey: [...keys.samples(projectId, id), "one", sampleId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}", {
        path: { project_id: projectId, dataset_id: id, sample_id: sampleId },
        signal,
      }),
    staleTime: linksStale,
  });
}

/** What there is to filter by, with counts. */
export function searchWordsQuery(projectId: string, id: string, versionId = "") {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "words", versionId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/search-condition", {
        path: { project_id: projectId, dataset_id: id },
        ...(versionId !== "" && { query: { version_id: versionId } }),
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: lookAgain,
  });
}

/** Whether a version cannot be searched yet: its lines are being read. */
export const isBeingRead = (problem: unknown): problem is AppError =>
  problem instanceof AppError && problem.code === "Modelyard.7520";

const lookAgain = (query: { state: { error: unknown } }) => (isBeingRead(query.state.error) ? 1_500 : false);

/** The address of a small picture of a sample; the session of the console is asked for it, as for any call. */
export function thumbnailOf(projectId: string, id: string, sampleId: string): string {
  return `/v2/${projectId}/datasets/${id}/data-annotations/samples/${sampleId}/thumbnail?size=320`;
}

export type Action = "set_label" | "add_label" | "remove_label" | "mark_hard" | "unmark_hard" | "confirm";

/** Samples by their ids, or all that a search finds. */
export type Choice = { samples: readonly string[] } | { search: SamplesSearch };

export interface Change {
  action: Action;
  label?: { name: string; type: number };
}

// The server takes so many in one request.
const most = 1000;

async function inParts<T>(choice: Choice, one: (part: object) => Promise<T>): Promise<T[]> {
  if ("search" in choice) return [await one({ search: choice.search })];
  const answers: T[] = [];
  for (let at = 0; at < choice.samples.length; at += most) {
    answers.push(await one({ samples: choice.samples.slice(at, at + most) }));
  }
  return answers;
}

export interface Changed {
  count: number;
  taskId: string | null;
}

const together = (answers: readonly { count?: number; task_id?: string | null }[]): Changed => ({
  count: answers.reduce((sum, { count = 0 }) => sum + count, 0),
  taskId: answers[0]?.task_id ?? null,
});

export function useChangeSamples(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: async ({ choice, change }: { choice: Choice; change: Change }) =>
      together(
        await inParts(choice, (part) =>
          call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes", {
            path: { project_id: projectId, dataset_id: datasetId },
            body: { ...change, ...part },
          }),
        ),
      ),
    onSettled: changed,
  });
}

export function useRemoveSamples(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: async ({ choice, files }: { choice: Choice; files: boolean }) =>
      together(
        await inParts(choice, (part) =>
          call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/delete", {
            path: { project_id: projectId, dataset_id: datasetId },
            body: { delete_source: files, ...part },
          }),
        ),
      ),
    onSettled: changed,
  });
}

/** Gives samples back what was said about them, as they were seen before a change. */
export function useRestoreSamples(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: async (before: readonly Sample[]) => {
      for (let at = 0; at < before.length; at += most) {
        await call("PUT", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples", {
          path: { project_id: projectId, dataset_id: datasetId },
          body: { samples: before.slice(at, at + most).map(asBefore) },
        });
      }
    },
    onSettled: changed,
  });
}

function asBefore(sample: Sample) {
  const hard = Object.entries(sample.metadata).filter(([name]) => name.startsWith("@modelarts:hard"));
  return {
    sample_id: sample.sample_id,
    labels: sample.labels as never[],
    metadata: { "@modelarts:hard": false, ...Object.fromEntries(hard) },
  };
}

const soon = 1_000;

/** A change of all that a search found, as long as it goes on. */
export function sampleChangeQuery(projectId: string, id: string, taskId: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "change", taskId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}", {
        path: { project_id: projectId, dataset_id: id, task_id: taskId },
        signal,
      }),
    refetchInterval: (query) => (isGoing(query.state.data?.state) ? soon : false),
  });
}

export const isGoing = (state: string | undefined): boolean =>
  state === undefined || state === "waiting" || state === "running";

/** A page of changes of all that a search found, the newest first. */
export function sampleChangesQuery(projectId: string, id: string, page: number, limit: number) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "changes", page, limit],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes", {
        path: { project_id: projectId, dataset_id: id },
        query: { offset: page, limit },
        signal,
      }),
    placeholderData: (before) => before,
    refetchInterval: (query) =>
      query.state.data?.changes.some(({ state }) => isGoing(state)) === true ? soon : false,
  });
}

/** The newest change, so that one that was begun before a reload is seen again. */
export function latestChangeQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...datasetKeys.dataset(projectId, id), "changes"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes", {
        path: { project_id: projectId, dataset_id: id },
        query: { limit: 1 },
        signal,
      }),
  });
}

export function useStopChange(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}/stop", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}

/** Takes a change back, for the samples that nobody has touched since. */
export function useUndoChange(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}/undo", {
        path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
      }),
    onSettled: changed,
  });
}

export function useResumeChange(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: (taskId: string) =>
      call(
        "POST",
        "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}/resume",
        {
          path: { project_id: projectId, dataset_id: datasetId, task_id: taskId },
        },
      ),
    onSettled: changed,
  });
}
