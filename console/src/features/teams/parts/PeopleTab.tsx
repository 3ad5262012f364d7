import { GiftOutlined, MailOutlined, SwapOutlined } from "@ant-design/icons";
import { Alert, App, Button, Form, Select, type TableProps } from "antd";
import { useState } from "react";

import { fill, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, FormModal, RowMenu, useFail } from "@/ui";
import { roles, type TeamTask, type WorkerTask } from "../api";
import { useTaskChange } from "../changes";
import { useTeamsText } from "../text";
import { GiveSamples } from "./GiveSamples";
import { RoleBadge, WorkBar } from "./TaskState";

/** Who takes part in a task, and how far everybody is. */
export function PeopleTab({ task }: { task: TeamTask }) {
  const t = useTeamsText();
  const [from, setFrom] = useState<WorkerTask | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const people = task.worker_stats ?? [];
  const leads = task.roles.some((role) => role >= roles.manager);
  const gives = leads && task.assignment === "manual" && task.status !== 3;
  const query = { data: people, error: null, isPending: false, isFetching: false, refetch: () => undefined };
  const states = t.states;
  const legend = [
    ["accepted", states.ACCEPTED],
    ["waiting", states.UNCHECK],
    ["review", states.UNREVIEWED],
    ["rejected", states.REJECTED],
  ] as const;
  return (
    <Card flush>
      {gives && task.total_sample_count === 0 && (
        <Alert
          banner
          type="info"
          title={t.give.empty}
          action={
            <Button type="primary" size="small" onClick={() => setTo("")} data-testid="give-samples">
              {t.give.title}
            </Button>
          }
        />
      )}
      <DataTable<WorkerTask>
        label={t.task.people}
        query={query}
        rows={people}
        rowKey="worker_id"
        columns={useColumns(task, setFrom, setTo)}
        empty={<EmptyView title={t.team.empty} />}
      />
      <div className="team-legend">
        {legend.map(([name, words]) => (
          <span key={name}>
            <i className={`team-${name}`} />
            {words}
          </span>
        ))}
      </div>
      {to !== null && <GiveSamples task={task} {...(to !== "" && { to })} onClose={() => setTo(null)} />}
      {from !== null && <HandOver task={task} from={from} onClose={() => setFrom(null)} />}
    </Card>
  );
}

function useColumns(
  task: TeamTask,
  handOver: (from: WorkerTask) => void,
  give: (to: string) => void,
): TableProps<WorkerTask>["columns"] {
  const t = useTeamsText();
  const format = useFormat();
  const fail = useFail();
  const { message } = App.useApp();
  const { notify } = useTaskChange(task.dataset_id, task.task_id);
  const leads = task.roles.some((role) => role >= roles.manager);
  return [
    {
      key: "email",
      title: t.task.member,
      render: (_value, row) => <span className="row-name">{row.email === "" ? "–" : row.email}</span>,
    },
    { key: "role", title: t.team.role, render: (_value, row) => <RoleBadge role={row.role} /> },
    {
      key: "mail",
      title: t.task.mail,
      render: (_value, row) => (
        <span className={row.email_status === 0 ? "faint" : ""} data-testid={`mail-of-${row.email}`}>
          {t.mailStates[row.email_status as keyof typeof t.mailStates] ?? "–"}
        </span>
      ),
    },
    {
      key: "work",
      title: t.task.work,
      width: 300,
      render: (_value, row) =>
        row.role === roles.labeler ? (
          <span data-testid={`work-of-${row.email}`}>
            <WorkBar stats={row.sample_stats} />
          </span>
        ) : (
          <span className="faint">–</span>
        ),
    },
    {
      key: "rate",
      title: t.tab.passRate,
      align: "end",
      render: (_value, row) =>
        row.sample_stats.accepted_sample_count + row.sample_stats.rejected_sample_count > 0 ? (
          format.percent(row.pass_rate)
        ) : (
          <span className="faint">–</span>
        ),
    },
    {
      key: "spent",
      title: t.task.spent,
      align: "end",
      render: (_value, row) =>
        row.spent_seconds > 0 ? format.seconds(row.spent_seconds) : <span className="faint">–</span>,
    },
    {
      key: "menu",
      width: 56,
      render: (_value, row) =>
        leads && (
          <RowMenu
            label={fill(t.team.actionsOf, { email: row.email })}
            testId={`person-menu-${row.email}`}
            items={[
              {
                key: "give",
                label: t.give.title,
                icon: <GiftOutlined />,
                disabled: row.role !== roles.labeler || task.status === 3,
                onClick: () => give(row.worker_id),
              },
              {
                key: "over",
                label: t.task.handOver,
                icon: <SwapOutlined />,
                disabled: row.role !== roles.labeler || task.status === 3,
                onClick: () => handOver(row),
              },
              {
                key: "mail",
                label: t.task.write,
                icon: <MailOutlined />,
                onClick: () =>
                  void notify
                    .mutateAsync([row.email])
                    .then(() => message.success(fill(t.task.wrote, { email: row.email })))
                    .catch(fail),
              },
            ]}
          />
        ),
    },
  ];
}

function HandOver({ task, from, onClose }: { task: TeamTask; from: WorkerTask; onClose(): void }) {
  const t = useTeamsText().task;
  const { assign } = useTaskChange(task.dataset_id, task.task_id);
  const others = (task.worker_stats ?? []).filter(
    ({ role, worker_id: id }) => role === roles.labeler && id !== from.worker_id,
  );
  return (
    <FormModal<{ to: string }>
      open
      title={fill(t.handOverTitle, { email: from.email })}
      okText={t.handOver}
      onClose={onClose}
      onSubmit={({ to }) => assign.mutateAsync({ from_worker_id: from.worker_id, to_worker_id: to })}
    >
      <Form.Item
        name="to"
        label={t.handOverTo}
        extra={t.handOverHint}
        rules={[{ required: true, message: t.handOverTo }]}
      >
        <Select options={others.map(({ worker_id, email }) => ({ value: worker_id, label: email }))} />
      </Form.Item>
    </FormModal>
  );
}
