import { CheckSquareOutlined, DeleteOutlined, EditOutlined, FlagOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Tabs } from "antd";
import { Link, useNavigate, useParams } from "react-router";

import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Page, QueryView, RowMenu, useConfirmDelete, useURLPatch, useURLValue } from "@/ui";
import { roles, taskQuery, type TeamTask } from "../api";
import { useTaskChange } from "../changes";
import { AcceptanceTab } from "../parts/AcceptanceTab";
import { PeopleTab } from "../parts/PeopleTab";
import { ReportTab } from "../parts/ReportTab";
import { TaskState } from "../parts/TaskState";
import "../teams.css";
import { useTeamsText } from "../text";

export default function TaskPage() {
  const { datasetId = "", taskId = "" } = useParams();
  const query = useQuery(taskQuery(useProjectId(), datasetId, taskId));
  return <QueryView query={query}>{(task) => <TaskView task={task} />}</QueryView>;
}

/** A team task for those who follow it: its people, its acceptance, its report. */
function TaskView({ task }: { task: TeamTask }) {
  const t = useTeamsText();
  const [tab] = useURLValue("tab", "people");
  const patch = useURLPatch();
  const leads = task.roles.some((role) => role >= roles.manager);
  const watches = leads || task.roles.includes(roles.reviewer);
  const tabs = [
    { key: "people", shown: true, children: <PeopleTab task={task} /> },
    { key: "acceptance", shown: leads, children: <AcceptanceTab task={task} /> },
    { key: "report", shown: watches, children: <ReportTab task={task} /> },
  ] as const;
  const at = `/datasets/${task.dataset_id}/team-tasks/${task.task_id}`;
  return (
    <Page
      title={
        <span className="thing-title">
          {task.task_name}
          <TaskState status={task.status} />
        </span>
      }
      trail={
        task.roles.includes(roles.owner)
          ? [{ title: task.dataset_name, to: `/datasets/${task.dataset_id}?tab=team` }]
          : [{ title: t.mine.title, to: "/labelling-tasks" }]
      }
      hint={
        <>
          {task.description !== "" && `${task.description} · `}
          {fill(t.task.done, { done: task.annotated_sample_count, total: task.total_sample_count })}
        </>
      }
      actions={
        <>
          {task.roles.includes(roles.labeler) && (
            <Link to={`${at}/label`}>
              <Button type="primary" icon={<EditOutlined />}>
                {t.task.label}
              </Button>
            </Link>
          )}
          {watches && (
            <Link to={`${at}/review`}>
              <Button icon={<CheckSquareOutlined />} data-testid="review-task">
                {t.task.review}
              </Button>
            </Link>
          )}
          {task.roles.includes(roles.owner) && <OwnerMenu task={task} />}
        </>
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(next) => patch({ tab: next === "people" ? "" : next })}
        destroyOnHidden
        items={tabs
          .filter(({ shown }) => shown)
          .map(({ key, children }) => ({
            key,
            label: <span data-testid={`tab-${key}`}>{t.task.tabs[key]}</span>,
            children,
          }))}
      />
    </Page>
  );
}

function OwnerMenu({ task }: { task: TeamTask }) {
  const t = useTeamsText().task;
  const navigate = useNavigate();
  const confirm = useConfirmDelete();
  const change = useTaskChange(task.dataset_id, task.task_id);
  const name = task.task_name;
  return (
    <RowMenu
      testId="team-task-menu"
      items={[
        {
          key: "end",
          label: t.end,
          icon: <FlagOutlined />,
          disabled: task.status === 3,
          onClick: () =>
            confirm({
              title: fill(t.endTitle, { name }),
              content: t.endHint,
              okText: t.end,
              action: () => change.update.mutateAsync({ end: true }),
            }),
        },
        {
          key: "delete",
          label: t.delete,
          icon: <DeleteOutlined />,
          danger: true,
          onClick: () =>
            confirm({
              title: fill(t.deleteTitle, { name }),
              content: t.deleteHint,
              action: async () => {
                await change.remove.mutateAsync(undefined);
                void navigate(`/datasets/${task.dataset_id}?tab=team`);
              },
            }),
        },
      ]}
    />
  );
}
