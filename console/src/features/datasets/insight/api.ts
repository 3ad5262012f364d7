import { queryOptions, useMutation } from "@tanstack/react-query";

import { call } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys, useDatasetChanged } from "../api";

const soon = 2_500;
const most = 60;

export type FindingKind = "duplicates" | "outliers" | "suspects";
export type Usage = "" | "TRAIN" | "EVAL" | "TEST" | "INFERENCE";
export type MetricName = Awaited<ReturnType<typeof readFigures>>["figures"][number]["metric"];
export type Figure = Awaited<ReturnType<typeof readFigures>>["figures"][number];

function key(projectId: string, id: string) {
  return [...datasetKeys.dataset(projectId, id), "insight"] as const;
}

export function analysesQuery(projectId: string, id: string) {
  return queryOptions({
    queryKey: [...key(projectId, id), "analyses"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/analyses", {
        path: { project_id: projectId, dataset_id: id },
        query: { limit: 20 },
        signal,
      }),
    refetchInterval: (query) => (query.state.data?.analyses[0]?.is_active ? soon : false),
  });
}

function readFigures(projectId: string, id: string, ids: string[], usage: Usage, signal?: AbortSignal) {
  return call("GET", "/v2/{project_id}/datasets/{dataset_id}/analyses/figures", {
    path: { project_id: projectId, dataset_id: id },
    query: { analysis_id: ids, usage },
    ...(signal && { signal }),
  });
}

export function figuresQuery(projectId: string, id: string, ids: string[], usage: Usage) {
  return queryOptions({
    queryKey: [...key(projectId, id), "figures", ids, usage],
    queryFn: ({ signal }) => readFigures(projectId, id, ids, usage, signal),
    placeholderData: (before) => before,
  });
}

/** Points by two metrics; without metrics, their places on the map. */
export function pointsQuery(
  projectId: string,
  id: string,
  analysisId: string,
  metrics: { x: MetricName; y: MetricName } | null,
) {
  return queryOptions({
    queryKey: [...key(projectId, id), "points", analysisId, metrics],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/analyses/points", {
        path: { project_id: projectId, dataset_id: id },
        query: { analysis_id: analysisId, ...metrics },
        signal,
      }),
    placeholderData: (before) => before,
  });
}

export function findingsQuery(projectId: string, id: string, analysisId: string, kind: FindingKind) {
  return queryOptions({
    queryKey: [...key(projectId, id), "findings", analysisId, kind],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/findings", {
        path: { project_id: projectId, dataset_id: id },
        query: { kind, limit: most },
        signal,
      }),
  });
}

export function smartTasksQuery(projectId: string, id: string, type: 0 | 1 | 2) {
  return queryOptions({
    queryKey: [...key(projectId, id), "tasks", type],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/tasks", {
        path: { project_id: projectId, dataset_id: id },
        query: { type, limit: 1 },
        signal,
      }),
    refetchInterval: (query) => (isActive(query.state.data?.tasks[0]?.status) ? soon : false),
  });
}

/** Services that could label: real-time ones that run. */
export function runningServicesQuery(projectId: string) {
  return queryOptions({
    queryKey: ["services", projectId, "running"],
    queryFn: ({ signal }) =>
      call("GET", "/v1/{project_id}/services", {
        path: { project_id: projectId },
        query: { infer_type: "real-time", status: "running", limit: 100 },
        signal,
      }),
  });
}

/** Whether a smart task waits, runs or is about to stop. */
export function isActive(status: number | undefined): boolean {
  return status !== undefined && [-1, 0, 1, 4].includes(status);
}

export function thumbnail(projectId: string, id: string, sampleId: string): string {
  return `/v2/${projectId}/datasets/${id}/data-annotations/samples/${sampleId}/thumbnail?size=256`;
}

export function useAnalyse(id: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(id);
  return useMutation({
    mutationFn: (versionId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/analyses", {
        path: { project_id: projectId, dataset_id: id },
        body: { version_id: versionId },
      }),
    onSettled: changed,
  });
}

interface SmartTask {
  task_type: "auto-label" | "pre-label" | "auto-grouping";
  collect_key_sample?: boolean;
  config: {
    algorithm_type?: "fast" | "accurate";
    n_clusters?: number;
    property?: string;
    result_type?: number;
    service_id?: string;
    confidence_scope?: string;
  };
}

export function useSmartTask(id: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(id);
  return useMutation({
    mutationFn: (body: SmartTask) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/tasks", {
        path: { project_id: projectId, dataset_id: id },
        body: body as never,
      }),
    onSettled: changed,
  });
}

export function useStopTask(id: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(id);
  return useMutation({
    mutationFn: (taskId: string) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/tasks/{task_id}/stop", {
        path: { project_id: projectId, dataset_id: id, task_id: taskId },
      }),
    onSettled: changed,
  });
}
