import { DeleteOutlined, EditOutlined, PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, type TableProps } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  DataTable,
  EmptyView,
  FormModal,
  Page,
  RowMenu,
  SearchField,
  Toolbar,
  useConfirmDelete,
  useLater,
  useURLPage,
  useURLValue,
} from "@/ui";
import { teamsQuery, useCreateTeam, useDeleteTeam, useUpdateTeam, type Team } from "../api";
import { useTeamsText } from "../text";

export default function TeamsPage() {
  const t = useTeamsText().list;
  const [text] = useURLValue("q");
  const later = useLater(text.trim(), 250);
  const paging = useURLPage();
  const query = useQuery(
    teamsQuery(useProjectId(), {
      offset: paging.page - 1,
      limit: paging.size,
      ...(later !== "" && { search_content: later }),
    }),
  );
  const [edited, setEdited] = useState<Team | "new" | null>(null);
  const nothing = query.data?.total_number === 0 && text === "";
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited("new")} data-testid="create-team">
      {t.create}
    </Button>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={nothing ? undefined : create}>
      <Card flush>
        {!nothing && (
          <Toolbar>
            <SearchField label={t.search} />
          </Toolbar>
        )}
        <DataTable<Team>
          label={t.title}
          query={query}
          rows={query.data?.workforces}
          total={query.data?.total_number}
          paging={paging}
          rowKey="workforce_id"
          columns={useColumns(setEdited)}
          empty={
            <EmptyView
              icon={<TeamOutlined />}
              title={nothing ? t.empty : t.none}
              hint={nothing ? t.emptyHint : undefined}
              action={nothing ? create : undefined}
            />
          }
        />
      </Card>
      {edited !== null && (
        <TeamDialog team={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Page>
  );
}

function useColumns(edit: (team: Team) => void): TableProps<Team>["columns"] {
  const t = useTeamsText().list;
  const format = useFormat();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteTeam();
  return [
    {
      key: "name",
      title: t.name,
      render: (_value, team) => (
        <>
          <Link
            className="row-name"
            to={`/teams/${team.workforce_id}`}
            data-testid={`team-${team.workforce_name}`}
          >
            {team.workforce_name}
          </Link>
          {team.description !== "" && <span className="row-sub">{team.description}</span>}
        </>
      ),
    },
    {
      key: "members",
      title: t.members,
      align: "end",
      render: (_value, team) => format.number(team.worker_count),
    },
    {
      key: "created",
      title: t.created,
      render: (_value, team) => (
        <span title={format.dateTime(team.create_time)}>{format.ago(team.create_time)}</span>
      ),
    },
    {
      key: "menu",
      width: 56,
      render: (_value, team) => (
        <RowMenu
          label={fill(t.actionsOf, { name: team.workforce_name })}
          testId={`team-menu-${team.workforce_name}`}
          items={[
            { key: "edit", label: t.edit, icon: <EditOutlined />, onClick: () => edit(team) },
            {
              key: "delete",
              label: fill(t.delete, { name: team.workforce_name }),
              icon: <DeleteOutlined />,
              danger: true,
              onClick: () =>
                confirmDelete({
                  title: fill(t.delete, { name: team.workforce_name }),
                  content: t.deleteHint,
                  action: () => remove.mutateAsync(team.workforce_id),
                }),
            },
          ]}
        />
      ),
    },
  ];
}

function TeamDialog({ team, onClose }: { team: Team | null; onClose(): void }) {
  const t = useTeamsText().list;
  const navigate = useNavigate();
  const create = useCreateTeam();
  const update = useUpdateTeam();
  return (
    <FormModal<{ workforce_name: string; description?: string }>
      open
      title={team === null ? t.create : t.edit}
      {...(team === null && { okText: t.create })}
      initial={team === null ? {} : { workforce_name: team.workforce_name, description: team.description }}
      onClose={onClose}
      onSubmit={async ({ workforce_name, description = "" }) => {
        if (team !== null) return update.mutateAsync({ id: team.workforce_id, workforce_name, description });
        const made = await create.mutateAsync({ workforce_name, description });
        void navigate(`/teams/${made.workforce_id}`);
        return made;
      }}
    >
      <Form.Item
        name="workforce_name"
        label={t.name}
        extra={t.nameRule}
        rules={[{ required: true, pattern: /^[A-Za-z0-9_-]{1,64}$/, message: t.nameRule }]}
      >
        <Input autoFocus maxLength={64} spellCheck={false} autoComplete="off" data-testid="team-name" />
      </Form.Item>
      <Form.Item name="description" label={t.description}>
        <Input.TextArea maxLength={256} autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
    </FormModal>
  );
}
