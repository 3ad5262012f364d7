import { App, Form, Input, Radio } from "antd";

import type { Workspace, WorkspaceAccess } from "@/client";
import { fill } from "@/i18n";
import { FormModal, useUIText } from "@/ui";
import { useSaveWorkspace } from "../api/account";
import { useProjectId } from "../session/session";
import { useIAMText } from "../text";
import { UserSelect } from "./UserSelect";

interface WorkspaceValues {
  name: string;
  description?: string;
  auth_type: WorkspaceAccess;
  members?: string[];
}

interface WorkspaceFormProps {
  open: boolean;
  workspace: Workspace | null;
  onClose(): void;
}

const accessTypes: readonly WorkspaceAccess[] = ["PUBLIC", "INTERNAL", "PRIVATE"];

export function WorkspaceForm({ open, workspace, onClose }: WorkspaceFormProps) {
  const t = useIAMText().workspaces;
  const ui = useUIText();
  const { message } = App.useApp();
  const save = useSaveWorkspace(useProjectId());
  async function submit({ name, description = "", auth_type, members = [] }: WorkspaceValues) {
    const grants = auth_type === "INTERNAL" ? members.map((user_id) => ({ user_id })) : [];
    await save.mutateAsync({ id: workspace?.id ?? null, name, description, auth_type, grants });
    message.success(fill(t.saved, { name }));
  }
  return (
    <FormModal<WorkspaceValues>
      open={open}
      title={workspace === null ? t.create : t.edit}
      okText={workspace === null ? ui.create : ui.save}
      initial={
        workspace === null
          ? { auth_type: "INTERNAL" }
          : { ...workspace, members: workspace.grants.map((one) => one.user_id) }
      }
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item name="name" label={t.name} rules={[{ required: true, max: 64, message: ui.required }]}>
        <Input autoFocus data-testid="workspace-name" />
      </Form.Item>
      <Form.Item name="description" label={t.description}>
        <Input maxLength={256} />
      </Form.Item>
      <Form.Item required name="auth_type" label={t.access}>
        <Radio.Group className="choices">
          {accessTypes.map((type) => (
            <Radio key={type} value={type}>
              {t.accessTypes[type]}
              <span className="row-sub">{t.accessHints[type]}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item noStyle dependencies={["auth_type"]}>
        {({ getFieldValue }) =>
          getFieldValue("auth_type") === "INTERNAL" && (
            <Form.Item name="members" label={t.members}>
              <UserSelect many />
            </Form.Item>
          )
        }
      </Form.Item>
    </FormModal>
  );
}
