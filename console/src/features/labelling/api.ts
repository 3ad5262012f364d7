import { queryOptions } from "@tanstack/react-query";

import { call, type Sample } from "@/client";
import { waits, type Change, type Save } from "./model/drafts";
import { writeLabels } from "./model/marks";

const keys = {
  of: (projectId: string, datasetId: string) => ["labelling", projectId, datasetId] as const,
};

export interface SampleFilter {
  state: string;
  label: string;
  conditions: string;
}

/** As many as the API gives at once. */
export const pageSize = 100;

export function datasetQuery(projectId: string, datasetId: string) {
  return queryOptions({
    queryKey: [...keys.of(projectId, datasetId), "dataset"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}", {
        path: { project_id: projectId, dataset_id: datasetId },
        signal,
      }),
  });
}

export function labelsQuery(projectId: string, datasetId: string) {
  return queryOptions({
    queryKey: [...keys.of(projectId, datasetId), "labels"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels", {
        path: { project_id: projectId, dataset_id: datasetId },
        query: {},
        signal,
      }),
  });
}

export function statsQuery(projectId: string, datasetId: string) {
  return queryOptions({
    queryKey: [...keys.of(projectId, datasetId), "stats"],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/stats", {
        path: { project_id: projectId, dataset_id: datasetId },
        query: {},
        signal,
      }),
  });
}

export function listSamples(
  projectId: string,
  datasetId: string,
  filter: SampleFilter,
  page: number,
  signal?: AbortSignal,
) {
  return call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples", {
    path: { project_id: projectId, dataset_id: datasetId },
    query: {
      offset: page,
      limit: pageSize,
      order: "asc",
      ...(filter.state !== "" && { sample_state: filter.state }),
      ...(filter.label !== "" && { label_name: filter.label }),
      ...(filter.conditions !== "" && { search_conditions: filter.conditions }),
    },
    ...(signal && { signal }),
  });
}

export function getSample(projectId: string, datasetId: string, id: string): Promise<Sample> {
  return call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}", {
    path: { project_id: projectId, dataset_id: datasetId, sample_id: id },
    query: {},
  });
}

/** What is sent beside the labels: only what was changed, for it replaces what others have said. */
export function metadataOf({ content, before }: Change): Record<string, unknown> | null {
  const metadata: Record<string, unknown> = {};
  if (content.hard !== before.hard) metadata["@modelarts:hard"] = String(content.hard);
  if (content.comment !== before.comment) metadata["comment"] = content.comment;
  return Object.keys(metadata).length === 0 ? null : metadata;
}

/** Saves with the revision that was seen, so that nobody's work is overwritten unseen. */
export function makeSave(projectId: string, datasetId: string, type: number): Save {
  return async (sample, change) => {
    const metadata = metadataOf(change);
    const answer = await call("PUT", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples", {
      path: { project_id: projectId, dataset_id: datasetId },
      body: {
        samples: [
          {
            sample_id: sample.sample_id,
            labels: writeLabels(change.content.marks, type),
            revision: change.revision,
            // What is decided is kept at once; the sample waits until all is.
            ...(waits(sample, change.content) && { final_annotation: false }),
            ...(metadata !== null && { metadata }),
          },
        ],
      },
    });
    return { revision: answer.revision ?? 0 };
  };
}

export function createLabel(projectId: string, datasetId: string, label: NewLabel) {
  return call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels", {
    path: { project_id: projectId, dataset_id: datasetId },
    body: {
      labels: [
        {
          name: label.name,
          property: { "@modelarts:color": label.colour, ...label.ends },
          ...(label.type !== null && { type: label.type }),
        },
      ],
    },
  });
}

export interface NewLabel {
  name: string;
  colour: string;
  type: number | null;
  /** Of a relation: the entities that it goes between. */
  ends?: { "@modelarts:from_type": string; "@modelarts:to_type": string };
}

export function labelKeys(projectId: string, datasetId: string) {
  return { all: keys.of(projectId, datasetId), labels: [...keys.of(projectId, datasetId), "labels"] };
}

export function historyQuery(projectId: string, datasetId: string, sampleId: string) {
  return queryOptions({
    queryKey: [...keys.of(projectId, datasetId), "history", sampleId],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/history", {
        path: { project_id: projectId, dataset_id: datasetId, sample_id: sampleId },
        query: { limit: 100 },
        signal,
      }),
    gcTime: 0,
    staleTime: 0,
  });
}

/** Say again what was said before a revision. */
export function restoreSample(
  projectId: string,
  datasetId: string,
  sampleId: string,
  before: number,
  revision: number | undefined,
) {
  return call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/restore", {
    path: { project_id: projectId, dataset_id: datasetId, sample_id: sampleId },
    body: { before, ...(revision !== undefined && { revision }) },
  });
}
