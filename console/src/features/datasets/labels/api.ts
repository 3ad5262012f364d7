import { useMutation } from "@tanstack/react-query";

import { call, type CountedLabel } from "@/client";
import { useProjectId } from "@/features/iam";
import { useDatasetChanged } from "../api";

/** Labels as the server takes them; only what is there is changed. */
export interface LabelWrite {
  name: string;
  type: number;
  property?: Record<string, string>;
  attributes?: LabelAttribute[];
}

export interface LabelAttribute {
  name: string;
  type: "text" | "select";
  values: { value: string }[];
}

type Batch = { success: boolean; results?: { success: boolean; error_msg?: string | null }[] | null };

/** A batch tells about each label by itself; the first refusal is what people have to know. */
function wellOrThrow(answer: Batch): void {
  const refused = answer.results?.find((one) => !one.success);
  if (refused !== undefined) throw new Error(refused.error_msg ?? "");
}

export function useSaveLabel(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: async ({ label, fresh }: { label: LabelWrite; fresh: boolean }) => {
      const options = {
        path: { project_id: projectId, dataset_id: datasetId },
        body: { labels: [label] as never[] },
      };
      const address = "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels";
      wellOrThrow(fresh ? await call("POST", address, options) : await call("PUT", address, options));
    },
    onSettled: changed,
  });
}

/** What goes with labels: nothing else, the samples that have nothing else, their files as well. */
export type DeletePolicy = 0 | 1 | 2;

export function useDeleteLabels(datasetId: string) {
  const projectId = useProjectId();
  const changed = useDatasetChanged(datasetId);
  return useMutation({
    mutationFn: async ({ labels, policy }: { labels: readonly CountedLabel[]; policy: DeletePolicy }) =>
      wellOrThrow(
        await call("POST", "/v2/{project_id}/datasets/{dataset_id}/data-annotations/labels/delete", {
          path: { project_id: projectId, dataset_id: datasetId },
          query: { delete_policy: policy },
          body: { labels: labels.map(({ name, type }) => ({ name, type })) as never[] },
        }),
      ),
    onSettled: changed,
  });
}
