import { EditOutlined, LockOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, App, Button, Tabs } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";

import type { User } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, CopyValue, FormModal, Page, QueryView, RowMenu, Status, useURLValue } from "@/ui";
import { userQuery, useUpdateUser } from "../api/people";
import { GroupsOfUser } from "../parts/GroupsOfUser";
import { KeysCard } from "../parts/KeysCard";
import { FirstPassword, UserForm } from "../parts/UserForm";
import { useUserActions } from "../parts/useUserActions";
import { useIAMText } from "../text";

export default function UserPage() {
  const userId = useParams()["userId"] ?? "";
  const query = useQuery(userQuery(userId));
  return <QueryView query={query}>{(user) => <UserView user={user} />}</QueryView>;
}

function UserView({ user }: { user: User }) {
  const t = useIAMText().users;
  const navigate = useNavigate();
  const [tab, setTab] = useURLValue("tab", "groups");
  const [editing, setEditing] = useState(false);
  const [resetting, setResetting] = useState(false);
  const actions = useUserActions(() => void navigate("/users"));
  return (
    <Page
      title={user.name}
      trail={[{ title: t.title, to: "/users" }]}
      hint={user.description || undefined}
      actions={
        <>
          <Button icon={<LockOutlined />} onClick={() => setResetting(true)}>
            {t.resetPassword}
          </Button>
          <Button icon={<EditOutlined />} onClick={() => setEditing(true)}>
            {t.edit}
          </Button>
          <RowMenu items={actions(user)} />
        </>
      }
    >
      <div className="stack">
        <UserFacts user={user} />
        <Tabs
          activeKey={tab}
          onChange={setTab}
          items={[
            { key: "groups", label: t.tabs.groups, children: <GroupsOfUser user={user} /> },
            { key: "keys", label: t.tabs.keys, children: <KeysCard userId={user.id} userName={user.name} /> },
          ]}
        />
      </div>
      <UserForm open={editing} user={user} onClose={() => setEditing(false)} />
      <ResetPassword open={resetting} user={user} onClose={() => setResetting(false)} />
    </Page>
  );
}

function UserFacts({ user }: { user: User }) {
  const t = useIAMText().users;
  const format = useFormat();
  const modes: Readonly<Record<string, string>> = t.accessModes;
  return (
    <Card>
      <dl className="facts" style={{ margin: 0 }}>
        <dt>{t.id}</dt>
        <dd>
          <CopyValue text={user.id} />
        </dd>
        <dt>{t.state}</dt>
        <dd className="line">
          <Status tone={user.enabled ? "success" : "neutral"}>{user.enabled ? t.enabled : t.disabled}</Status>
          {user.is_domain_owner && <Badge tone="success">{t.owner}</Badge>}
        </dd>
        <dt>{t.access}</dt>
        <dd>{modes[user.access_mode ?? "default"] ?? user.access_mode}</dd>
        <dt>{t.email}</dt>
        <dd>{user.email || "–"}</dd>
        <dt>{t.created}</dt>
        <dd>{format.dateTime(user.create_time)}</dd>
      </dl>
    </Card>
  );
}

function ResetPassword({ open, user, onClose }: { open: boolean; user: User; onClose(): void }) {
  const t = useIAMText().users;
  const { message } = App.useApp();
  const update = useUpdateUser();
  async function submit({ password, pwd_status }: { password: string; pwd_status: boolean }) {
    await update.mutateAsync({ id: user.id, password, pwd_status });
    message.success(t.saved);
  }
  return (
    <FormModal
      open={open}
      title={t.resetPassword}
      initial={{ pwd_status: true }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Alert
        type="info"
        title={fill(t.resetHint, { user: user.name })}
        description={fill(t.passwordNote, { user: user.name })}
        style={{ marginBottom: 16 }}
      />
      <FirstPassword />
    </FormModal>
  );
}
