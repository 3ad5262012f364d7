import { ExperimentOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router";

import type { Job } from "@/client";
import { useWaiting } from "@/features/compute";
import { useProjectId, useSession } from "@/features/iam";
import { Card, DataTable, EmptyView, Page, useURLPage } from "@/ui";
import { jobsQuery } from "../api";
import { JobTools } from "../parts/JobTools";
import { useJobColumns } from "../parts/jobColumns";
import { noFilter, searchOf, useJobFilter, type JobFilter } from "../parts/useJobFilter";
import "../parts/training.css";
import { useTrainingText } from "../text";

export default function JobsPage() {
  const t = useTrainingText().jobs;
  const projectId = useProjectId();
  const { user } = useSession();
  const [filter, setFilter] = useJobFilter();
  const paging = useURLPage();
  const search = useMemo(() => searchOf(filter, user.id, paging), [filter, user.id, paging]);
  const query = useQuery(jobsQuery(projectId, search));
  const [selected, setSelected] = useState<readonly Job[]>([]);
  const rows = query.data?.items;
  // The list does not say why a job waits; the queue of its pool does.
  const pending = rows?.filter((job) => job.status.phase === "Pending") ?? [];
  const waiting = useWaiting(pending.map((job) => job.spec.resource.pool_id));
  const filtered = !noFilter(filter);
  const nothing = rows?.length === 0 && !filtered;
  const create = (
    <Link to="/training/jobs/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="create-job">
        {t.create}
      </Button>
    </Link>
  );
  return (
    <Page title={t.title} hint={t.hint} actions={nothing ? undefined : create}>
      <Card flush>
        {!nothing && (
          <JobTools
            filter={filter}
            onFilter={setFilter}
            // What was chosen may have ended or gone meanwhile.
            selected={
              rows?.filter((row) => selected.some((one) => one.metadata.id === row.metadata.id)) ?? []
            }
            busy={query.isFetching}
            onRefresh={() => void query.refetch()}
            onClear={() => setSelected([])}
          />
        )}
        <DataTable<Job>
          label={t.title}
          query={query}
          rows={rows}
          total={query.data?.count}
          paging={paging}
          pageSizes={[10, 20, 50]}
          rowKey={(job) => job.metadata.id}
          columns={useJobColumns(filter, waiting)}
          scroll={{ x: 1020 }}
          onChange={(_page, _filters, sorter) => setFilter({ ...filter, ...sortOf(sorter) })}
          rowSelection={{
            columnWidth: 48,
            selectedRowKeys: selected.map((job) => job.metadata.id),
            onChange: (_keys, jobs) => setSelected(jobs),
          }}
          empty={
            filtered ? (
              <EmptyView
                icon={<ExperimentOutlined />}
                title={t.none}
                action={
                  <Button onClick={() => setFilter({ ...filter, text: "", phase: "", mine: false })}>
                    {t.clearFilters}
                  </Button>
                }
              />
            ) : (
              <EmptyView icon={<ExperimentOutlined />} title={t.empty} hint={t.emptyHint} action={create} />
            )
          }
        />
      </Card>
    </Page>
  );
}

function sortOf(sorter: unknown): Pick<JobFilter, "sort"> {
  const { columnKey, order } = sorter as { columnKey?: string; order?: "ascend" | "descend" | null };
  if (columnKey === undefined || !order) return { sort: "" };
  return { sort: order === "ascend" ? columnKey : `-${columnKey}` };
}
