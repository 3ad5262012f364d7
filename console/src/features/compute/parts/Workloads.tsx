import { CoffeeOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import type { PoolWorkload } from "@/client";
import { useProjectId } from "@/features/iam";
import { clock, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, Status } from "@/ui";
import { readAmounts } from "../amounts";
import { workloadsQuery } from "../api";
import { useComputeText } from "../text";

/** What of this project runs in a pool. */
export function Workloads({ pool }: { pool: string }) {
  const t = useComputeText();
  const format = useFormat();
  const query = useQuery(workloadsQuery(useProjectId(), pool));
  const statuses: Readonly<Record<string, string>> = t.statuses;
  return (
    <Card flush title={t.workloads.title} extra={<span className="faint">{t.workloads.hidden}</span>}>
      <DataTable<PoolWorkload>
        label={t.workloads.title}
        query={query}
        rows={query.data?.items}
        rowKey="uid"
        empty={
          <div className="compact">
            <EmptyView icon={<CoffeeOutlined />} title={t.workloads.none} />
          </div>
        }
        columns={[
          { title: t.workloads.name, key: "name", render: (_value, row) => <WorkloadName row={row} /> },
          {
            title: t.workloads.status,
            dataIndex: "status",
            render: (status: string) => <Status tone="info">{statuses[status] ?? status}</Status>,
          },
          { title: t.workloads.user, dataIndex: "userName" },
          { title: t.workloads.flavor, dataIndex: "flavor", className: "mono" },
          {
            title: t.workloads.gets,
            key: "gets",
            render: (_value, { resourceRequirement }) => {
              const { cores, memoryBytes } = readAmounts(resourceRequirement);
              return `${format.counted(t.workloads.cores, cores)} · ${format.bytes(memoryBytes)}`;
            },
          },
          { title: t.workloads.node, dataIndex: "hostIps" },
          {
            title: t.workloads.time,
            dataIndex: "runningDuration",
            align: "end",
            render: (seconds: number) => <span className="mono">{clock(seconds * 1000)}</span>,
          },
        ]}
      />
    </Card>
  );
}

function WorkloadName({ row }: { row: Pick<PoolWorkload, "type" | "name" | "jobUUID"> }) {
  if (row.type !== "train") return <>{row.name}</>;
  return (
    <Link to={`/training/jobs/${row.jobUUID}`} className="row-name">
      {row.name}
    </Link>
  );
}
