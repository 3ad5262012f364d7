import { CopyOutlined, DeleteOutlined, PoweroffOutlined, RedoOutlined } from "@ant-design/icons";
import { App, type TableProps } from "antd";
import { Link } from "react-router";

import type { Job } from "@/client";
import type { Waiting } from "@/features/compute";
import { fill, useFormat } from "@/i18n";
import { copyText, RowMenu, useUIText } from "@/ui";
import { canStop, isLive } from "../jobs";
import { useTrainingText } from "../text";
import { Duration } from "./Duration";
import { JobStatus } from "./JobStatus";
import { useJobActions } from "./useJobActions";
import type { JobFilter } from "./useJobFilter";

export function useJobColumns(
  { sort }: JobFilter,
  waiting: ReadonlyMap<string, Waiting>,
): TableProps<Job>["columns"] {
  const t = useTrainingText().jobs;
  const format = useFormat();
  const orderOf = (column: string) =>
    sort === column ? ("ascend" as const) : sort === `-${column}` ? ("descend" as const) : null;
  return [
    {
      title: t.name,
      key: "name",
      sorter: true,
      sortOrder: orderOf("name"),
      render: (_value, { metadata }) => (
        <Link to={`/training/jobs/${metadata.id}`} className="row-name" data-testid={`job-${metadata.name}`}>
          <span>
            {metadata.name}
            <span className="row-sub mono">{metadata.id}</span>
          </span>
        </Link>
      ),
    },
    {
      title: t.status,
      key: "status",
      width: 280,
      render: (_value, job) => <JobStatus job={job} explained waiting={waiting.get(job.metadata.id)} />,
    },
    {
      title: t.duration,
      key: "duration",
      width: 110,
      render: (_value, job) => <Duration job={job} />,
    },
    {
      title: t.resources,
      key: "resources",
      render: (_value, { spec: { resource } }) => (
        <span className="mono">
          {fill(t.nodes, { flavor: resource.flavor_id, count: resource.node_count })}
        </span>
      ),
    },
    { title: t.creator, key: "creator", render: (_value, { metadata }) => metadata.user_name },
    {
      title: t.created,
      key: "create_time",
      sorter: true,
      sortOrder: sort === "" ? "descend" : orderOf("create_time"),
      render: (_value, { metadata: { create_time } }) => (
        <span className="nowrap" title={format.dateTime(create_time)}>
          {format.ago(create_time)}
        </span>
      ),
    },
    { key: "menu", align: "end", width: 56, render: (_value, job) => <JobMenu job={job} /> },
  ];
}

function JobMenu({ job }: { job: Job }) {
  const t = useTrainingText();
  const ui = useUIText();
  const { message } = App.useApp();
  const actions = useJobActions();
  const { id, name } = job.metadata;
  const items = [
    {
      key: "rebuild",
      label: t.actions.rebuild,
      icon: <RedoOutlined />,
      onClick: () => actions.rebuild(job),
    },
    {
      key: "copy",
      label: t.actions.copyId,
      icon: <CopyOutlined />,
      onClick: () => void copyText(id).then(() => message.success(ui.copied)),
    },
    { type: "divider" as const },
    {
      key: "stop",
      label: t.actions.stop,
      icon: <PoweroffOutlined />,
      disabled: !canStop(job),
      onClick: () => actions.stop([job]),
    },
    {
      key: "delete",
      label: t.actions.delete,
      icon: <DeleteOutlined />,
      danger: true,
      disabled: isLive(job),
      title: isLive(job) ? t.actions.deleteEnded : undefined,
      onClick: () => actions.remove([job]),
    },
  ];
  return <RowMenu items={items} label={fill(t.jobs.actions, { name })} testId={`job-menu-${name}`} />;
}
