import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { call, type Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { datasetKeys } from "../api";
import { kindOf } from "../kinds";
import { thumbnailOf } from "../samples/api";
import { KindPicture } from "./KindPicture";

const shown = 3;

function firstQuery(projectId: string, dataset: Dataset) {
  return queryOptions({
    // Another picture as soon as the samples are others, not with every look at the list.
    queryKey: [...datasetKeys.all(projectId), "first", dataset.dataset_id, dataset.data_update_time],
    queryFn: ({ signal }) =>
      call("GET", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples", {
        path: { project_id: projectId, dataset_id: dataset.dataset_id },
        query: { limit: shown, order: "asc" },
        signal,
      }),
    staleTime: Infinity,
    retry: false,
    enabled: kindOf(dataset.dataset_type).data === "image" && dataset.total_sample_count > 0,
  });
}

/** The first pictures of a dataset; a drawing of what it holds where there are none. */
export function FirstPictures({ dataset }: { dataset: Dataset }) {
  const projectId = useProjectId();
  const samples = useQuery(firstQuery(projectId, dataset)).data?.samples ?? [];
  const [broken, setBroken] = useState<ReadonlySet<string>>(new Set());
  const left = samples.filter(({ sample_id: id }) => !broken.has(id));
  if (left.length === 0) return <KindPicture name={kindOf(dataset.dataset_type).name} size={44} />;
  return (
    <span className="first-pictures" data-testid="first-pictures">
      {left.map(({ sample_id: id }) => (
        <img
          key={id}
          src={thumbnailOf(projectId, dataset.dataset_id, id)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken((before) => new Set([...before, id]))}
        />
      ))}
    </span>
  );
}
