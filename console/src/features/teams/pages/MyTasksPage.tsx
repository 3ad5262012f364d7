import { CheckSquareOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, type TableProps } from "antd";
import { Link } from "react-router";

import { useProjectId } from "@/features/iam";
import {
  Card,
  DataTable,
  EmptyView,
  Page,
  SearchField,
  Toolbar,
  useLater,
  useURLPage,
  useURLValue,
} from "@/ui";
import { myTasksQuery, roles, type WorkerTask } from "../api";
import { RoleBadge, TaskState, WorkBar } from "../parts/TaskState";
import "../teams.css";
import { useTeamsText } from "../text";

/** What the one who is signed in has to label and to review. */
export default function MyTasksPage() {
  const t = useTeamsText().mine;
  const [text] = useURLValue("q");
  const later = useLater(text.trim(), 250);
  const paging = useURLPage();
  const query = useQuery(
    myTasksQuery(useProjectId(), {
      offset: paging.page - 1,
      limit: paging.size,
      ...(later !== "" && { search_content: later }),
    }),
  );
  const nothing = query.data?.count === 0 && text === "";
  return (
    <Page title={t.title} hint={t.hint}>
      <Card flush>
        {!nothing && (
          <Toolbar>
            <SearchField label={t.search} />
          </Toolbar>
        )}
        <DataTable<WorkerTask>
          label={t.title}
          query={query}
          rows={query.data?.worker_tasks}
          total={query.data?.count}
          paging={paging}
          rowKey={(row) => `${row.task_id}/${row.worker_id}`}
          columns={useColumns()}
          empty={
            <EmptyView
              icon={<CheckSquareOutlined />}
              title={nothing ? t.empty : t.none}
              hint={nothing ? t.emptyHint : undefined}
            />
          }
        />
      </Card>
    </Page>
  );
}

function useColumns(): TableProps<WorkerTask>["columns"] {
  const t = useTeamsText().mine;
  return [
    {
      key: "task",
      title: t.task,
      render: (_value, row) => (
        <>
          <Link className="row-name" to={addressOf(row)} data-testid={`my-task-${row.workforce_task_name}`}>
            {row.workforce_task_name}
          </Link>
          <span className="row-sub">{row.dataset_name}</span>
        </>
      ),
    },
    { key: "role", title: t.role, render: (_value, row) => <RoleBadge role={row.role} /> },
    { key: "state", title: t.state, render: (_value, row) => <TaskState status={row.task_status} /> },
    {
      key: "progress",
      title: t.progress,
      width: 260,
      render: (_value, row) =>
        row.role === roles.labeler ? <WorkBar stats={row.sample_stats} /> : <span className="faint">–</span>,
    },
    {
      key: "go",
      align: "end",
      render: (_value, row) => (
        <Link to={addressOf(row)}>
          <Button size="small" type={row.task_status === 3 ? "default" : "primary"}>
            {row.role === roles.labeler ? t.label : row.role === roles.reviewer ? t.review : t.lead}
          </Button>
        </Link>
      ),
    },
  ];
}

function addressOf(row: WorkerTask): string {
  const task = `/datasets/${row.dataset_id}/team-tasks/${row.task_id}`;
  if (row.role === roles.labeler) return `${task}/label`;
  return row.role === roles.reviewer ? `${task}/review` : task;
}
