import { EditOutlined, PlusOutlined, UserOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, type TableProps } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { User } from "@/client";
import { useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  Initial,
  Page,
  RowMenu,
  Status,
  Toolbar,
  useURLValue,
  matches,
  SearchField,
} from "@/ui";
import { usersQuery } from "../api/people";
import { UserForm } from "../parts/UserForm";
import { useUserActions } from "../parts/useUserActions";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

export default function UsersPage() {
  const t = useIAMText().users;
  const { user } = useSession();
  const query = useQuery(usersQuery(user.domain.id));
  const [text] = useURLValue("q");
  const [form, setForm] = useState<{ user: User | null } | null>(null);
  const columns = useColumns((one) => setForm({ user: one }));
  const rows = query.data?.filter((one) => matches(text, one.name, one.description, one.email));
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setForm({ user: null })}
      data-testid="create-user"
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
          rows={rows}
          rowKey="id"
          columns={columns}
          empty={
            <EmptyView
              icon={<UserOutlined />}
              title={text === "" ? t.empty : t.none}
              hint={text === "" ? t.emptyHint : undefined}
            />
          }
        />
      </Card>
      <UserForm open={form !== null} user={form?.user ?? null} onClose={() => setForm(null)} />
    </Page>
  );
}

function useColumns(onEdit: (user: User) => void): TableProps<User>["columns"] {
  const t = useIAMText().users;
  const format = useFormat();
  const me = useSession().user;
  const actions = useUserActions(() => undefined);
  const modes: Readonly<Record<string, string>> = t.accessModes;
  return [
    {
      title: t.name,
      key: "name",
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (_value, user) => (
        <Link to={`/users/${user.id}`} className="row-name" data-testid={`user-${user.name}`}>
          <Initial name={user.name} size={32} />
          <span>
            {user.name} {user.id === me.id && <Badge tone="info">{t.you}</Badge>}{" "}
            {user.is_domain_owner && <Badge tone="success">{t.owner}</Badge>}
            {user.description && <span className="row-sub">{user.description}</span>}
          </span>
        </Link>
      ),
    },
    {
      title: t.state,
      key: "state",
      render: (_value, { enabled }) => (
        <Status tone={enabled ? "success" : "neutral"}>{enabled ? t.enabled : t.disabled}</Status>
      ),
    },
    {
      title: t.access,
      dataIndex: "access_mode",
      render: (mode?: string) => modes[mode ?? "default"] ?? mode,
    },
    {
      title: t.email,
      dataIndex: "email",
      render: (email?: string) => email || <span className="faint">–</span>,
    },
    {
      title: t.created,
      dataIndex: "create_time",
      render: (at?: string) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
    },
    {
      key: "menu",
      align: "end",
      render: (_value, user) => (
        <RowMenu
          testId={`user-menu-${user.name}`}
          items={[
            { key: "edit", label: t.edit, icon: <EditOutlined />, onClick: () => onEdit(user) },
            ...actions(user),
          ]}
        />
      ),
    },
  ];
}
