import { useQuery } from "@tanstack/react-query";
import { App, Form, Input, Radio } from "antd";
import { useEffect } from "react";

import type { Workspace, WorkspaceAccess, WorkspaceWithGrants } from "@/client";
import { fill } from "@/i18n";
import { FormModal, useFail, useUIText } from "@/ui";
import { useSaveWorkspace, workspaceQuery } from "../api/account";
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

/** Waits for the members of a workspace that is changed: lists do not carry them. */
export function WorkspaceForm(props: WorkspaceFormProps) {
  const projectId = useProjectId();
  const id = props.workspace?.id ?? "";
  const full = useQuery({ ...workspaceQuery(projectId, id), enabled: props.open && id !== "" });
  const fail = useFail();
  const { onClose } = props;
  useEffect(() => {
    if (full.error === null || !props.open) return;
    fail(full.error);
    onClose();
    // The failure is shown once, whatever else renders.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [full.error]);
  const ready = props.workspace === null || full.data !== undefined;
  return (
    <Fields
      {...props}
      open={props.open && ready}
      workspace={props.workspace === null ? null : (full.data ?? null)}
    />
  );
}

const accessTypes: readonly WorkspaceAccess[] = ["PUBLIC", "INTERNAL", "PRIVATE"];

function Fields({
  open,
  workspace,
  onClose,
}: WorkspaceFormProps & { workspace: WorkspaceWithGrants | null }) {
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
