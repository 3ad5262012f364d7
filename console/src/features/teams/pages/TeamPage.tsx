import { DeleteOutlined, LinkOutlined, PlusOutlined, SwapOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input, Modal, Radio, type TableProps } from "antd";
import { useState } from "react";
import { useParams } from "react-router";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  CopyValue,
  DataTable,
  EmptyView,
  FormModal,
  Page,
  QueryView,
  RowMenu,
  Status,
  useConfirmDelete,
  useFail,
  useURLPage,
} from "@/ui";
import {
  membersQuery,
  roles,
  teamQuery,
  useAddMember,
  useInvite,
  useRemoveMember,
  useUpdateMember,
  type Member,
  type Team,
} from "../api";
import { RoleBadge } from "../parts/TaskState";
import { useTeamsText } from "../text";

const choosable = ["labeler", "reviewer", "manager"] as const;

export default function TeamPage() {
  const query = useQuery(teamQuery(useProjectId(), useParams()["teamId"] ?? ""));
  return <QueryView query={query}>{(team) => <Members team={team} />}</QueryView>;
}

function Members({ team }: { team: Team }) {
  const t = useTeamsText();
  const paging = useURLPage();
  const query = useQuery(membersQuery(useProjectId(), team.workforce_id, paging.page - 1, paging.size));
  const [adding, setAdding] = useState(false);
  const [invited, setInvited] = useState<Link | null>(null);
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)} data-testid="add-member">
      {t.team.add}
    </Button>
  );
  const nothing = query.data?.total_number === 0;
  return (
    <Page
      title={team.workforce_name}
      trail={[{ title: t.list.title, to: "/teams" }]}
      hint={team.description}
      actions={nothing ? undefined : add}
    >
      <Card flush>
        <DataTable<Member>
          label={t.list.members}
          query={query}
          rows={query.data?.workers}
          total={query.data?.total_number}
          paging={paging}
          rowKey="worker_id"
          columns={useColumns(team.workforce_id, setInvited)}
          empty={
            <EmptyView icon={<TeamOutlined />} title={t.team.empty} hint={t.team.emptyHint} action={add} />
          }
        />
      </Card>
      {adding && <MemberDialog teamId={team.workforce_id} onClose={() => setAdding(false)} />}
      {invited !== null && <InvitationDialog link={invited} onClose={() => setInvited(null)} />}
    </Page>
  );
}

interface Link {
  path: string;
  email: string;
  expire_time: number;
}

function useColumns(teamId: string, show: (link: Link) => void): TableProps<Member>["columns"] {
  const t = useTeamsText();
  const format = useFormat();
  const fail = useFail();
  const invite = useInvite(teamId);
  const update = useUpdateMember(teamId);
  const remove = useRemoveMember(teamId);
  const confirmDelete = useConfirmDelete();
  return [
    {
      key: "email",
      title: t.team.email,
      render: (_value, member) => (
        <span data-testid={`member-${member.email}`} data-status={member.status}>
          <span className="row-name">{member.email}</span>
          {member.description !== "" && <span className="row-sub">{member.description}</span>}
        </span>
      ),
    },
    { key: "role", title: t.team.role, render: (_value, member) => <RoleBadge role={member.role} /> },
    {
      key: "state",
      title: t.team.state,
      render: (_value, member) => (
        <Status tone={member.status === 2 ? "success" : member.status === 1 ? "info" : "neutral"}>
          {t.memberStates[member.status as keyof typeof t.memberStates]}
        </Status>
      ),
    },
    {
      key: "user",
      title: t.team.user,
      render: (_value, member) => member.user_name ?? <span className="faint">–</span>,
    },
    {
      key: "created",
      title: t.list.created,
      render: (_value, member) => (
        <span title={format.dateTime(member.create_time)}>{format.ago(member.create_time)}</span>
      ),
    },
    {
      key: "invite",
      align: "end",
      render: (_value, member) =>
        member.user_name == null && (
          <Button
            size="small"
            icon={<LinkOutlined />}
            onClick={() => void invite.mutateAsync(member.worker_id).then(show).catch(fail)}
            data-testid={`invite-${member.email}`}
          >
            {t.team.invite}
          </Button>
        ),
    },
    {
      key: "menu",
      width: 56,
      render: (_value, member) => (
        <RowMenu
          label={fill(t.team.actionsOf, { email: member.email })}
          testId={`member-menu-${member.email}`}
          items={[
            ...choosable
              .filter((name) => roles[name] !== member.role)
              .map((name) => ({
                key: name,
                label: fill(t.team.makeRole, { role: t.roles[name] }),
                icon: <SwapOutlined />,
                onClick: () =>
                  void update.mutateAsync({ id: member.worker_id, role: roles[name] }).catch(fail),
              })),
            {
              key: "remove",
              label: t.team.removeItem,
              icon: <DeleteOutlined />,
              danger: true,
              onClick: () =>
                confirmDelete({
                  title: fill(t.team.remove, { email: member.email }),
                  content: t.team.removeHint,
                  okText: t.team.removeItem,
                  action: () => remove.mutateAsync(member.worker_id),
                }),
            },
          ]}
        />
      ),
    },
  ];
}

function MemberDialog({ teamId, onClose }: { teamId: string; onClose(): void }) {
  const t = useTeamsText();
  const add = useAddMember(teamId);
  return (
    <FormModal<{ emails: string; role: number; description?: string }>
      open
      title={t.team.add}
      okText={t.team.add}
      initial={{ role: roles.labeler }}
      onClose={onClose}
      onSubmit={({ emails, role, description = "" }) =>
        add.mutateAsync({ emails: emails.trim(), role, description })
      }
    >
      <Form.Item
        name="emails"
        label={t.team.email}
        extra={t.team.emailHint}
        rules={[{ required: true, whitespace: true, message: t.team.email }]}
      >
        <Input autoFocus maxLength={255} spellCheck={false} autoComplete="off" data-testid="member-email" />
      </Form.Item>
      <Form.Item name="role" label={t.team.role}>
        <Radio.Group className="stacked">
          {choosable.map((name) => (
            <Radio key={name} value={roles[name]} data-testid={`role-${name}`}>
              {t.roles[name]} <span className="faint">{t.roleHints[name]}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="description" label={t.team.remark}>
        <Input maxLength={256} />
      </Form.Item>
    </FormModal>
  );
}

/** The one time that a link is seen: nothing but the button closes it. */
function InvitationDialog({ link, onClose }: { link: Link; onClose(): void }) {
  const t = useTeamsText().team;
  const format = useFormat();
  return (
    <Modal
      open
      title={fill(t.inviteTitle, { email: link.email })}
      width={640}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose} data-testid="invitation-sent">
          {t.done}
        </Button>
      }
    >
      <Alert
        type="warning"
        showIcon
        title={fill(t.inviteHint, { until: format.dateTime(link.expire_time) })}
      />
      <dl className="facts">
        <div className="facts-row">
          <dt>{t.link}</dt>
          <dd data-testid="invitation-link">
            <CopyValue text={`${window.location.origin}${link.path}`} />
          </dd>
        </div>
      </dl>
    </Modal>
  );
}
