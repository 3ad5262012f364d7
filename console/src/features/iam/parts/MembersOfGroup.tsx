import { PlusOutlined, UserOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Group } from "@/client";
import { Card, DataTable, EmptyView, FormModal, Initial, Status, Toolbar, useFail, useUIText } from "@/ui";
import { membersQuery, useJoinGroup, useLeaveGroup } from "../api/people";
import { useIAMText } from "../text";
import { UserSelect } from "./UserSelect";

export function MembersOfGroup({ group }: { group: Group }) {
  const t = useIAMText();
  const query = useQuery(membersQuery(group.id));
  const leave = useLeaveGroup();
  const fail = useFail();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="add-members">
      {t.groups.addMembers}
    </Button>
  );
  return (
    <Card flush>
      <Toolbar>{add}</Toolbar>
      <DataTable
        label={t.groups.tabs.members}
        query={query}
        rows={query.data}
        rowKey="id"
        empty={<EmptyView icon={<UserOutlined />} title={t.groups.noMembers} hint={t.groups.noMembersHint} />}
        columns={[
          {
            title: t.users.name,
            key: "name",
            render: (_value, user) => (
              <Link to={`/users/${user.id}`} className="row-name">
                <Initial name={user.name} /> {user.name}
              </Link>
            ),
          },
          {
            title: t.users.description,
            dataIndex: "description",
            render: (note?: string) => note || <span className="faint">–</span>,
          },
          {
            title: t.users.state,
            key: "state",
            render: (_value, { enabled }) => (
              <Status tone={enabled ? "success" : "neutral"}>
                {enabled ? t.users.enabled : t.users.disabled}
              </Status>
            ),
          },
          {
            key: "remove",
            align: "end",
            render: (_value, user) => (
              <Button
                type="text"
                size="small"
                onClick={() => leave.mutate({ groupId: group.id, userId: user.id }, { onError: fail })}
              >
                {t.groups.removeMember}
              </Button>
            ),
          },
        ]}
      />
      <AddMembers
        open={adding}
        group={group}
        taken={query.data?.map((one) => one.id) ?? []}
        onClose={() => setAdding(false)}
      />
    </Card>
  );
}

interface AddMembersProps {
  open: boolean;
  group: Group;
  taken: readonly string[];
  onClose(): void;
}

function AddMembers({ open, group, taken, onClose }: AddMembersProps) {
  const t = useIAMText().groups;
  const ui = useUIText();
  const join = useJoinGroup();
  async function submit({ users }: { users: string[] }) {
    for (const userId of users) await join.mutateAsync({ groupId: group.id, userId });
  }
  return (
    <FormModal open={open} title={t.addMembers} okText={ui.add} onClose={onClose} onSubmit={submit}>
      <Form.Item name="users" label={t.pickUsers} rules={[{ required: true, message: ui.required }]}>
        <UserSelect many without={taken} />
      </Form.Item>
    </FormModal>
  );
}
