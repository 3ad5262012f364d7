import { PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { User } from "@/client";
import { Card, DataTable, EmptyView, FormModal, Toolbar, useFail } from "@/ui";
import { groupsOfUserQuery, groupsQuery, useJoinGroup, useLeaveGroup } from "../api/people";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

export function GroupsOfUser({ user }: { user: User }) {
  const t = useIAMText();
  const query = useQuery(groupsOfUserQuery(user.id));
  const leave = useLeaveGroup();
  const fail = useFail();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="add-to-group">
      {t.users.addToGroup}
    </Button>
  );
  return (
    <Card flush>
      <Toolbar>{add}</Toolbar>
      <DataTable
        label={t.users.tabs.groups}
        query={query}
        rows={query.data}
        rowKey="id"
        empty={<EmptyView icon={<TeamOutlined />} title={t.users.noGroups} hint={t.users.noGroupsHint} />}
        columns={[
          {
            title: t.groups.name,
            key: "name",
            render: (_value, group) => (
              <Link className="row-name" to={`/groups/${group.id}`}>
                {group.name}
              </Link>
            ),
          },
          { title: t.groups.description, dataIndex: "description" },
          {
            key: "leave",
            align: "end",
            render: (_value, group) => (
              <Button
                type="text"
                size="small"
                onClick={() => leave.mutate({ groupId: group.id, userId: user.id }, { onError: fail })}
              >
                {t.users.removeFromGroup}
              </Button>
            ),
          },
        ]}
      />
      <AddToGroup
        open={adding}
        user={user}
        taken={query.data?.map((group) => group.id) ?? []}
        onClose={() => setAdding(false)}
      />
    </Card>
  );
}

function AddToGroup({
  open,
  user,
  taken,
  onClose,
}: {
  open: boolean;
  user: User;
  taken: string[];
  onClose(): void;
}) {
  const t = useIAMText();
  const { domain } = useSession().user;
  const groups = useQuery({ ...groupsQuery(domain.id), enabled: open });
  const join = useJoinGroup();
  async function submit({ groups: ids }: { groups: string[] }) {
    for (const groupId of ids) await join.mutateAsync({ groupId, userId: user.id });
  }
  return (
    <FormModal open={open} title={t.users.addToGroup} onClose={onClose} onSubmit={submit}>
      <Form.Item name="groups" label={t.groups.title} rules={[{ required: true, message: t.groups.name }]}>
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          loading={groups.isPending}
          options={groups.data
            ?.filter((one) => !taken.includes(one.id))
            .map((one) => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
    </FormModal>
  );
}
