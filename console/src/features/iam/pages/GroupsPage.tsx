import { PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Group } from "@/client";
import { useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, Page, RowMenu, Toolbar, useURLValue, matches, SearchField } from "@/ui";
import { groupsQuery } from "../api/people";
import { GroupForm } from "../parts/GroupForm";
import { useGroupActions } from "../parts/useGroupActions";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

export default function GroupsPage() {
  const t = useIAMText().groups;
  const format = useFormat();
  const { user } = useSession();
  const query = useQuery(groupsQuery(user.domain.id));
  const [text] = useURLValue("q");
  const [form, setForm] = useState<{ group: Group | null } | null>(null);
  const actions = useGroupActions({ onEdit: (group) => setForm({ group }), onDeleted: () => undefined });
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setForm({ group: null })}
      data-testid="create-group"
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
          rows={query.data?.filter((group) => matches(text, group.name, group.description))}
          rowKey="id"
          empty={
            <EmptyView
              icon={<TeamOutlined />}
              title={text === "" ? t.empty : t.none}
              hint={text === "" ? t.emptyHint : undefined}
            />
          }
          columns={[
            {
              title: t.name,
              key: "name",
              sorter: (a, b) => a.name.localeCompare(b.name),
              render: (_value, group) => (
                <Link to={`/groups/${group.id}`} className="row-name" data-testid={`group-${group.name}`}>
                  <span className="glyph glyph-primary">
                    <TeamOutlined />
                  </span>
                  {group.name}
                </Link>
              ),
            },
            {
              title: t.description,
              dataIndex: "description",
              render: (note?: string) => note || <span className="faint">–</span>,
            },
            {
              title: t.created,
              dataIndex: "create_time",
              render: (at: number) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
            },
            { key: "menu", align: "end", render: (_value, group) => <RowMenu items={actions(group)} /> },
          ]}
        />
      </Card>
      <GroupForm open={form !== null} group={form?.group ?? null} onClose={() => setForm(null)} />
    </Page>
  );
}
