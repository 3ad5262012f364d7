import { useQuery } from "@tanstack/react-query";
import { Tabs } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";

import type { Group } from "@/client";
import { CopyValue, Page, QueryView, RowMenu, useURLValue } from "@/ui";
import { groupQuery } from "../api/people";
import { GrantsOfGroup } from "../parts/GrantsOfGroup";
import { GroupForm } from "../parts/GroupForm";
import { MembersOfGroup } from "../parts/MembersOfGroup";
import { useGroupActions } from "../parts/useGroupActions";
import { useIAMText } from "../text";

export default function GroupPage() {
  const query = useQuery(groupQuery(useParams()["groupId"] ?? ""));
  return <QueryView query={query}>{(group) => <GroupView group={group} />}</QueryView>;
}

function GroupView({ group }: { group: Group }) {
  const t = useIAMText().groups;
  const navigate = useNavigate();
  const [tab, setTab] = useURLValue("tab", "members");
  const [editing, setEditing] = useState(false);
  const actions = useGroupActions({
    onEdit: () => setEditing(true),
    onDeleted: () => void navigate("/groups"),
  });
  return (
    <Page
      title={group.name}
      trail={[{ title: t.title, to: "/groups" }]}
      hint={
        <span className="line">
          {group.description}
          <CopyValue text={group.id} label={t.id} />
        </span>
      }
      actions={<RowMenu items={actions(group)} />}
    >
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: "members", label: t.tabs.members, children: <MembersOfGroup group={group} /> },
          { key: "grants", label: t.tabs.grants, children: <GrantsOfGroup group={group} /> },
        ]}
      />
      <GroupForm open={editing} group={group} onClose={() => setEditing(false)} />
    </Page>
  );
}
