import { AppstoreOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, type TableProps } from "antd";
import { useState } from "react";

import type { Workspace, WorkspaceAccess } from "@/client";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  Page,
  RowMenu,
  Toolbar,
  useConfirmDelete,
  useUIText,
  useURLPage,
  useURLValue,
  type Tone,
  SearchField,
} from "@/ui";
import { useDeleteWorkspace, workspacesQuery } from "../api/account";
import { WorkspaceForm } from "../parts/WorkspaceForm";
import { useProjectId } from "../session/session";
import { useIAMText } from "../text";

export default function WorkspacesPage() {
  const t = useIAMText().workspaces;
  const [text] = useURLValue("q");
  const paging = useURLPage();
  const query = useQuery(workspacesQuery(useProjectId(), paging.offset, paging.size, text));
  const [form, setForm] = useState<{ workspace: Workspace | null } | null>(null);
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setForm({ workspace: null })}
      data-testid="create-workspace"
    >
      {t.create}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={create}>
      <Card flush>
        <Toolbar>
          <SearchField label={t.search} />
        </Toolbar>
        <DataTable
          label={t.title}
          query={query}
          rows={query.data?.workspaces}
          total={query.data?.total_count}
          paging={paging}
          rowKey="id"
          columns={useColumns((workspace) => setForm({ workspace }))}
          empty={
            <EmptyView
              icon={<AppstoreOutlined />}
              title={text === "" ? t.empty : t.none}
              hint={text === "" ? t.emptyHint : undefined}
            />
          }
        />
      </Card>
      <WorkspaceForm open={form !== null} workspace={form?.workspace ?? null} onClose={() => setForm(null)} />
    </Page>
  );
}

const tones: Record<WorkspaceAccess, Tone> = { PUBLIC: "success", INTERNAL: "info", PRIVATE: "warning" };

function useColumns(onEdit: (workspace: Workspace) => void): TableProps<Workspace>["columns"] {
  const t = useIAMText().workspaces;
  const ui = useUIText();
  const format = useFormat();
  const { message } = App.useApp();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteWorkspace(useProjectId());
  function ask({ id, name }: Workspace) {
    confirmDelete({
      title: fill(t.deleteTitle, { name }),
      content: t.deleteHint,
      action: () => remove.mutateAsync(id).then(() => message.success(fill(t.deleted, { name }))),
    });
  }
  const members: Record<WorkspaceAccess, string> = {
    PUBLIC: t.everyone,
    PRIVATE: t.onlyOwner,
    INTERNAL: t.listed,
  };
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, workspace) => (
        <span className="row-name">
          <span className="glyph glyph-primary">
            <AppstoreOutlined />
          </span>
          <span>
            {workspace.name}
            {workspace.description && <span className="row-sub">{workspace.description}</span>}
          </span>
        </span>
      ),
    },
    {
      title: t.access,
      key: "access",
      render: (_value, { auth_type }) => <Badge tone={tones[auth_type]}>{t.accessTypes[auth_type]}</Badge>,
    },
    { title: t.members, key: "members", render: (_value, { auth_type }) => members[auth_type] },
    { title: t.owner, dataIndex: "owner" },
    {
      title: t.updated,
      dataIndex: "update_time",
      render: (at: number) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
    },
    {
      key: "menu",
      align: "end",
      render: (_value, workspace) => (
        <RowMenu
          items={[
            { key: "edit", label: t.edit, icon: <EditOutlined />, onClick: () => onEdit(workspace) },
            {
              key: "delete",
              label: ui.delete,
              icon: <DeleteOutlined />,
              danger: true,
              // The default workspace holds whatever was made without one.
              disabled: workspace.id === "0",
              onClick: () => ask(workspace),
            },
          ]}
        />
      ),
    },
  ];
}
