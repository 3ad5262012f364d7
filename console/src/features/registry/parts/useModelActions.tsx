import { App } from "antd";
import { useNavigate } from "react-router";

import type { ModelItem } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useConfirmDelete } from "@/ui";
import { useDeleteModel } from "../api";
import { useRegistryText } from "../text";

export const titleOf = (model: Pick<ModelItem, "model_name" | "model_version">) =>
  `${model.model_name} ${model.model_version}`;

/** What people do with one version of a model. */
export function useModelActions() {
  const t = useRegistryText().actions;
  const format = useFormat();
  const navigate = useNavigate();
  const confirm = useConfirmDelete();
  const { message } = App.useApp();
  const remove = useDeleteModel(useProjectId());
  return {
    deploy: (model: ModelItem) => void navigate(`/services/new?model=${model.model_id}`),
    newVersion: (model: ModelItem) => void navigate(`/models/new?from=${model.model_id}`),
    remove(model: ModelItem, cascade: boolean, after?: () => void) {
      const name = titleOf(model);
      confirm({
        title: fill(cascade ? t.deleteAllTitle : t.deleteTitle, {
          name: cascade ? model.model_name : name,
        }),
        content: cascade ? t.deleteAllHint : t.deleteHint,
        action: async () => {
          const answer = await remove.mutateAsync({ id: model.model_id, cascade });
          const [failure] = answer.delete_failed_list;
          const count = answer.delete_success_list.length;
          if (count > 0) void message.success(format.counted(t.deleted, count));
          if (failure !== undefined) void message.error(failure.error_msg, 8);
          else after?.();
        },
      });
    },
  };
}
