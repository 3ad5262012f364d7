import { AuditOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table, type TableProps } from "antd";
import { useMemo, useState } from "react";

import type { Trace } from "@/client";
import { useFormat } from "@/i18n";
import { Card, EmptyView, ErrorView, Page, Status, type Tone } from "@/ui";
import { tracesQuery } from "../api/account";
import { AuditFilters, useTraceFilter } from "../parts/AuditFilters";
import { TraceDrawer, traceUser } from "../parts/TraceDrawer";
import { useProjectId } from "../session/session";
import { useIAMText } from "../text";

const ratingTones: Record<Trace["trace_rating"], Tone> = {
  normal: "success",
  warning: "warning",
  incident: "danger",
};

export default function AuditPage() {
  const t = useIAMText().audit;
  const filter = useTraceFilter();
  const query = useInfiniteQuery(tracesQuery(useProjectId(), filter));
  const traces = useMemo(() => query.data?.pages.flatMap((page) => page.traces), [query.data]);
  const [shown, setShown] = useState<Trace | null>(null);
  const columns = useColumns(setShown);
  return (
    <Page title={t.title} hint={t.hint}>
      <Card flush>
        <AuditFilters />
        {query.error !== null && traces === undefined ? (
          <ErrorView error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Table<Trace>
            aria-label={t.title}
            rowKey="trace_id"
            size="middle"
            pagination={false}
            loading={query.isPending ? { delay: 150 } : false}
            dataSource={traces ?? []}
            columns={columns}
            tableLayout="fixed"
            scroll={{ x: 960 }}
            locale={{
              emptyText: query.isPending ? (
                <div className="state-reserve" />
              ) : (
                <EmptyView icon={<AuditOutlined />} title={t.empty} hint={t.emptyHint} />
              ),
            }}
          />
        )}
        {query.hasNextPage && (
          <div className="more">
            <Button
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
              data-testid="older"
            >
              {t.more}
            </Button>
          </div>
        )}
      </Card>
      <TraceDrawer trace={shown} onClose={() => setShown(null)} />
    </Page>
  );
}

function useColumns(onShow: (trace: Trace) => void): TableProps<Trace>["columns"] {
  const t = useIAMText().audit;
  const format = useFormat();
  return [
    {
      title: t.time,
      dataIndex: "time",
      width: 200,
      render: (at: number) => <span className="nowrap">{format.dateTime(at)}</span>,
    },
    { title: t.user, key: "user", width: 130, ellipsis: true, render: (_value, trace) => traceUser(trace) },
    {
      title: t.what,
      key: "what",
      width: 240,
      ellipsis: true,
      render: (_value, trace) => (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => onShow(trace)}>
          <span className="mono">{trace.trace_name}</span>
        </Button>
      ),
    },
    {
      title: t.resource,
      key: "resource",
      ellipsis: true,
      render: (_value, { resource_type, resource_name, resource_id }) => (
        <span>
          {resource_name || resource_id || "–"}
          <span className="row-sub">{resource_type}</span>
        </span>
      ),
    },
    {
      title: t.source,
      dataIndex: "source_ip",
      width: 140,
      render: (ip: string) => <span className="mono">{ip}</span>,
    },
    {
      title: t.result,
      key: "result",
      width: 150,
      render: (_value, { trace_rating, code }) => (
        <Status tone={ratingTones[trace_rating] ?? "neutral"}>
          {t.ratings[trace_rating] ?? trace_rating} <span className="faint mono">{code}</span>
        </Status>
      ),
    },
  ];
}
