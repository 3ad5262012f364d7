import { App, Form, Input } from "antd";

import type { Group } from "@/client";
import { fill } from "@/i18n";
import { FormModal, useUIText } from "@/ui";
import { useCreateGroup, useUpdateGroup } from "../api/people";
import { useIAMText } from "../text";

interface GroupValues {
  name: string;
  description?: string;
}

export function GroupForm({ open, group, onClose }: { open: boolean; group: Group | null; onClose(): void }) {
  const t = useIAMText();
  const ui = useUIText();
  const { message } = App.useApp();
  const create = useCreateGroup();
  const update = useUpdateGroup();
  async function submit({ name, description = "" }: GroupValues) {
    if (group === null) await create.mutateAsync({ name, description });
    else await update.mutateAsync({ id: group.id, name, description });
    message.success(group === null ? fill(t.groups.createdNow, { name }) : t.users.saved);
  }
  return (
    <FormModal<GroupValues>
      open={open}
      title={group === null ? t.groups.create : t.groups.edit}
      okText={group === null ? ui.create : ui.save}
      initial={group ?? {}}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item
        name="name"
        label={t.groups.name}
        rules={[{ required: true, max: 128, message: ui.required }]}
      >
        <Input autoFocus data-testid="group-name" />
      </Form.Item>
      <Form.Item name="description" label={t.groups.description}>
        <Input maxLength={255} />
      </Form.Item>
    </FormModal>
  );
}
