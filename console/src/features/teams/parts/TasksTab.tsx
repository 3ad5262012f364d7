import { PlusOutlined, TeamOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, type TableProps } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, Toolbar } from "@/ui";
import { tasksQuery, type TeamTask } from "../api";
import "../teams.css";
import { useTeamsText } from "../text";
import { CreateTaskDialog } from "./CreateTaskDialog";
import { TaskState, WorkBar } from "./TaskState";

/** The team tasks of a dataset. */
export default function TasksTab({ dataset }: { dataset: Dataset }) {
  const t = useTeamsText().tab;
  const query = useQuery(tasksQuery(useProjectId(), dataset.dataset_id));
  const [creating, setCreating] = useState(false);
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setCreating(true)}
      data-testid="create-team-task"
    >
      {t.create}
    </Button>
  );
  return (
    <Card flush>
      {query.data?.count !== 0 && <Toolbar end={create}>{null}</Toolbar>}
      <DataTable<TeamTask>
        label={t.create}
        query={query}
        rows={query.data?.tasks}
        rowKey="task_id"
        columns={useColumns()}
        empty={<EmptyView icon={<TeamOutlined />} title={t.empty} hint={t.emptyHint} action={create} />}
      />
      {creating && <CreateTaskDialog datasetId={dataset.dataset_id} onClose={() => setCreating(false)} />}
    </Card>
  );
}

function useColumns(): TableProps<TeamTask>["columns"] {
  const t = useTeamsText();
  const format = useFormat();
  return [
    {
      key: "name",
      title: t.mine.task,
      render: (_value, task) => (
        <>
          <Link
            className="row-name"
            to={`/datasets/${task.dataset_id}/team-tasks/${task.task_id}`}
            data-testid={`team-task-${task.task_name}`}
          >
            {task.task_name}
          </Link>
          {task.description !== "" && <span className="row-sub">{task.description}</span>}
        </>
      ),
    },
    { key: "state", title: t.mine.state, render: (_value, task) => <TaskState status={task.status} /> },
    {
      key: "progress",
      title: t.mine.progress,
      width: 260,
      render: (_value, task) => task.sample_stats && <WorkBar stats={task.sample_stats} />,
    },
    {
      key: "people",
      title: t.tab.people,
      render: (_value, task) =>
        task.workforce_stats &&
        fill(t.tab.peopleOf, {
          labelers: format.number(task.workforce_stats.labeler_count),
          reviewers: format.number(task.workforce_stats.reviewer_count),
        }),
    },
    {
      key: "created",
      title: t.list.created,
      render: (_value, task) => (
        <span title={format.dateTime(task.create_time)}>{format.ago(task.create_time)}</span>
      ),
    },
  ];
}
