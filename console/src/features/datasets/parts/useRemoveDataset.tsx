import { App } from "antd";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useConfirmDelete } from "@/ui";
import { useDeleteDataset } from "../api";
import { useDatasetsText } from "../text";

export function useRemoveDataset() {
  const t = useDatasetsText().actions;
  const format = useFormat();
  const confirm = useConfirmDelete();
  const { message } = App.useApp();
  const remove = useDeleteDataset(useProjectId());
  return (dataset: Dataset, after?: () => void) =>
    confirm({
      title: fill(t.deleteTitle, { name: dataset.dataset_name }),
      content: fill(t.deleteHint, { count: format.number(dataset.total_sample_count) }),
      action: async () => {
        await remove.mutateAsync(dataset.dataset_id);
        void message.success(fill(t.deleted, { name: dataset.dataset_name }));
        after?.();
      },
    });
}
