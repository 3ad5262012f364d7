import { Form, Input } from "antd";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { FormModal } from "@/ui";
import { useUpdateDataset } from "../api";
import { useDatasetsText } from "../text";

interface Values {
  name: string;
  description: string;
}

/** Name and description; nothing else of a dataset changes by itself. */
export function EditDataset({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const t = useDatasetsText();
  const update = useUpdateDataset(useProjectId(), dataset.dataset_id);
  return (
    <FormModal<Values>
      open
      title={t.actions.editTitle}
      initial={{ name: dataset.dataset_name, description: dataset.description }}
      onClose={onClose}
      onSubmit={({ name, description }) =>
        update.mutateAsync({
          ...(name !== dataset.dataset_name && { dataset_name: name }),
          ...(description !== dataset.description && { description }),
        })
      }
    >
      <Form.Item
        name="name"
        label={t.form.name}
        extra={t.form.nameRule}
        rules={[
          { required: true, pattern: /^[A-Za-z0-9_\u4e00-\u9fff-]{1,100}$/, message: t.form.rules.name },
        ]}
      >
        <Input maxLength={100} spellCheck={false} data-testid="edit-name" />
      </Form.Item>
      <Form.Item name="description" label={t.form.description}>
        <Input.TextArea
          maxLength={256}
          showCount
          autoSize={{ minRows: 2, maxRows: 6 }}
          data-testid="edit-description"
        />
      </Form.Item>
    </FormModal>
  );
}
