import { DeleteOutlined, EditOutlined, PlusOutlined, ProjectOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Select, type TableProps } from "antd";
import { useState } from "react";

import type { Project } from "@/client";
import { fill } from "@/i18n";
import {
  Badge,
  Card,
  CopyValue,
  DataTable,
  EmptyView,
  FormModal,
  Page,
  RowMenu,
  Status,
  useConfirmDelete,
  useUIText,
} from "@/ui";
import { projectsQuery, useDeleteProject, useSaveProject } from "../api/account";
import { useProject, useSession } from "../session/session";
import { useIAMText } from "../text";

export default function ProjectsPage() {
  const t = useIAMText().projects;
  const { domain } = useSession().user;
  const query = useQuery(projectsQuery(domain.id));
  const [form, setForm] = useState<{ project: Project | null } | null>(null);
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setForm({ project: null })}
      data-testid="create-project"
    >
      {t.create}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={create}>
      <Card flush>
        <DataTable
          label={t.title}
          query={query}
          rows={query.data}
          rowKey="id"
          columns={useColumns((project) => setForm({ project }))}
          empty={<EmptyView icon={<ProjectOutlined />} title={t.empty} hint={t.emptyHint} />}
        />
      </Card>
      <ProjectForm
        open={form !== null}
        project={form?.project ?? null}
        regions={query.data?.filter((one) => one.parent_id === domain.id) ?? []}
        onClose={() => setForm(null)}
      />
    </Page>
  );
}

function useColumns(onEdit: (project: Project) => void): TableProps<Project>["columns"] {
  const t = useIAMText().projects;
  const ui = useUIText();
  const { project: current, choose } = useProject();
  const { domain } = useSession().user;
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteProject();
  function ask({ id, name }: Project) {
    confirmDelete({
      title: fill(t.deleteTitle, { name }),
      content: t.deleteHint,
      action: () => remove.mutateAsync(id),
    });
  }
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, project) => (
        <span className="row-name">
          <span className="glyph glyph-primary">
            <ProjectOutlined />
          </span>
          <span>
            {project.name} {project.id === current?.id && <Badge tone="success">{t.inUse}</Badge>}
            {project.description && <span className="row-sub">{project.description}</span>}
          </span>
        </span>
      ),
    },
    { title: t.id, dataIndex: "id", render: (id: string) => <CopyValue text={id} /> },
    {
      title: t.state,
      dataIndex: "enabled",
      render: (enabled: boolean) => (
        <Status tone={enabled ? "success" : "warning"}>{enabled ? t.enabled : t.disabled}</Status>
      ),
    },
    {
      key: "use",
      align: "end",
      render: (_value, project) =>
        project.id !== current?.id && (
          <Button type="text" size="small" onClick={() => choose(project.id)}>
            {t.use}
          </Button>
        ),
    },
    {
      key: "menu",
      align: "end",
      width: 56,
      render: (_value, project) => (
        <RowMenu
          items={[
            { key: "edit", label: t.edit, icon: <EditOutlined />, onClick: () => onEdit(project) },
            {
              key: "delete",
              label: ui.delete,
              icon: <DeleteOutlined />,
              danger: true,
              disabled: project.parent_id === domain.id,
              onClick: () => ask(project),
            },
          ]}
        />
      ),
    },
  ];
}

interface ProjectFormProps {
  open: boolean;
  project: Project | null;
  regions: readonly Project[];
  onClose(): void;
}

interface ProjectValues {
  name: string;
  parent_id?: string;
  description?: string;
}

function ProjectForm({ open, project, regions, onClose }: ProjectFormProps) {
  const t = useIAMText().projects;
  const ui = useUIText();
  const { message } = App.useApp();
  const save = useSaveProject();
  const region = regions[0];
  async function submit({ name, parent_id, description = "" }: ProjectValues) {
    await save.mutateAsync({ id: project?.id ?? null, name, description, parent_id: parent_id ?? "" });
    message.success(fill(t.saved, { name }));
  }
  return (
    <FormModal<ProjectValues>
      open={open}
      title={project === null ? t.create : t.edit}
      okText={project === null ? ui.create : ui.save}
      initial={project ?? { parent_id: region?.id, name: region === undefined ? "" : `${region.name}_` }}
      onClose={onClose}
      onSubmit={submit}
    >
      {project === null && regions.length > 1 && (
        <Form.Item name="parent_id" label={t.parent}>
          <Select options={regions.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      {project === null && regions.length <= 1 && <Form.Item name="parent_id" hidden />}
      <Form.Item
        name="name"
        label={t.name}
        extra={project === null ? fill(t.nameHint, { region: region?.name ?? "local" }) : undefined}
        rules={[{ required: true, max: 64, message: ui.required }]}
      >
        <Input autoFocus />
      </Form.Item>
      <Form.Item name="description" label={t.description}>
        <Input maxLength={255} />
      </Form.Item>
    </FormModal>
  );
}
