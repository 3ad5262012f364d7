import { HourglassOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import type { QueuedWorkload } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, useURLPage } from "@/ui";
import { queueQuery } from "../api";
import { useComputeText } from "../text";

/** Who waits in a pool, in which place, and why. */
export function QueueTab({ pool }: { pool: string }) {
  const t = useComputeText().queue;
  const format = useFormat();
  const paging = useURLPage();
  const query = useQuery(queueQuery(useProjectId(), pool, paging.offset, paging.size));
  return (
    <Card flush>
      <DataTable<QueuedWorkload>
        label={t.name}
        query={query}
        rows={query.data?.queue}
        total={query.data?.total_count}
        paging={paging}
        rowKey="workload_id"
        empty={<EmptyView icon={<HourglassOutlined />} title={t.empty} hint={t.emptyHint} />}
        footer={query.data?.queue.length ? () => <span className="faint">{t.hint}</span> : undefined}
        columns={[
          {
            title: t.position,
            dataIndex: "position",
            width: 80,
            render: (position: number) => <strong>{format.number(position)}</strong>,
          },
          {
            title: t.name,
            key: "name",
            render: (_value, row) =>
              row.owner_type === "training.job" ? (
                <Link to={`/training/jobs/${row.owner_id}`} className="row-name">
                  {row.name}
                </Link>
              ) : (
                row.name
              ),
          },
          { title: t.reason, dataIndex: "reason", width: "38%" },
          {
            title: t.needs,
            key: "needs",
            render: (_value, row) => (
              <span className="mono nowrap">
                {fill(t.size, { flavor: row.flavor, count: row.task_count })}
              </span>
            ),
          },
          { title: t.priority, dataIndex: "priority" },
          { title: t.user, dataIndex: "user_name" },
          {
            title: t.since,
            dataIndex: "queued_at",
            render: (at: number) => (
              <span className="nowrap" title={format.dateTime(at)}>
                {format.ago(at)}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}
