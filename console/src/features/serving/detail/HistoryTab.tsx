import { HistoryOutlined, RollbackOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";

import type { Service, ServiceUpdateLog } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Badge, Card, DataTable, EmptyView, Status, useURLPage, type Tone } from "@/ui";
import { updatesQuery } from "../api";
import { useServiceActions } from "../parts/useServiceActions";
import { canChange } from "../services";
import { useServingText } from "../text";

const tones: Readonly<Record<string, Tone>> = { SUCCESS: "success", FAIL: "danger", RUNNING: "info" };

/** The configurations that a service had; each of them can be brought back. */
export default function HistoryTab({ service }: { service: Service }) {
  const t = useServingText().history;
  const format = useFormat();
  const paging = useURLPage();
  const actions = useServiceActions();
  const query = useQuery(updatesQuery(useProjectId(), service.service_id));
  const words: Readonly<Record<string, string>> = t.results;
  return (
    <Card flush>
      <DataTable<ServiceUpdateLog>
        label={t.title}
        query={query}
        rows={query.data?.logs}
        paging={paging}
        rowKey="update_time"
        empty={<EmptyView icon={<HistoryOutlined />} title={t.none} />}
        columns={[
          {
            title: t.time,
            dataIndex: "update_time",
            render: (at: number, row) => (
              <span className="nowrap">
                {format.dateTime(at)} {row.is_live && <Badge tone="success">{t.live}</Badge>}
                {row.user_name !== "" && <span className="row-sub">{row.user_name}</span>}
              </span>
            ),
          },
          {
            title: t.result,
            key: "result",
            render: (_value, row) => (
              <>
                <Status tone={tones[row.result] ?? "neutral"}>{words[row.result] ?? row.result}</Status>
                {row.message !== null && row.message !== undefined && row.message !== "" && (
                  <span className="row-sub two-lines">{row.message}</span>
                )}
              </>
            ),
          },
          {
            title: t.versions,
            key: "versions",
            render: (_value, row) => (
              <ul className="plain-list">
                {row.config.map((one, at) => (
                  <li key={at}>
                    {String(one["model_name"] ?? one["model_id"])} {String(one["model_version"] ?? "")} ·{" "}
                    {format.percent(Number(one["weight"] ?? 100) / 100)} ·{" "}
                    <span className="mono">
                      {String(one["specification"] ?? "")} × {String(one["instance_count"] ?? "")}
                    </span>
                  </li>
                ))}
              </ul>
            ),
          },
          {
            key: "back",
            align: "end",
            render: (_value, row) =>
              !row.is_live &&
              row.result === "SUCCESS" && (
                <Button
                  size="small"
                  icon={<RollbackOutlined />}
                  disabled={!canChange(service)}
                  onClick={() => actions.rollBack(service, row.update_time)}
                  data-testid={`roll-back-${row.update_time}`}
                >
                  {t.bringBack}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  );
}
