import { ClusterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App } from "antd";

import type { Service, ServiceInstance } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  RowMenu,
  Status,
  useFail,
  useURLPage,
  useURLPatch,
  type Tone,
} from "@/ui";
import { instancesQuery, useReplaceInstance } from "../api";
import { useServingText } from "../text";

const tones: Readonly<Record<string, Tone>> = {
  ready: "success",
  starting: "info",
  new: "info",
};

/** The processes that answer, and those that ended. */
export default function InstancesTab({ service }: { service: Service }) {
  const t = useServingText().instances;
  const format = useFormat();
  const paging = useURLPage();
  const query = useQuery(instancesQuery(useProjectId(), service.service_id));
  const words: Readonly<Record<string, string>> = t.statuses;
  return (
    <Card flush>
      <DataTable<ServiceInstance>
        label={t.title}
        query={query}
        rows={query.data?.instances}
        paging={paging}
        rowKey="instance_id"
        empty={<EmptyView icon={<ClusterOutlined />} title={t.none} hint={t.noneHint} />}
        columns={[
          {
            title: t.name,
            key: "name",
            render: (_value, row) => (
              <span>
                <span className="mono">{row.instance_name}</span>
                {!row.is_current && <Badge>{t.old}</Badge>}
                {row.message !== null && row.message !== undefined && row.message !== "" && (
                  <span className="row-sub">{row.message}</span>
                )}
              </span>
            ),
          },
          {
            title: t.status,
            dataIndex: "status",
            render: (status: string) => (
              <Status tone={tones[status.toLowerCase()] ?? "neutral"}>
                {words[status.toLowerCase()] ?? status}
              </Status>
            ),
          },
          { title: t.model, key: "model", render: (_value, row) => `${row.model_name} ${row.model_version}` },
          { title: t.machine, dataIndex: "node", render: (node: string | null) => node ?? "–" },
          {
            title: t.ready,
            dataIndex: "ready_at",
            render: (at: number | null) => (
              <span className="nowrap" title={format.dateTime(at)}>
                {format.ago(at)}
              </span>
            ),
          },
          {
            title: t.ended,
            dataIndex: "ended_at",
            render: (at: number | null) => (
              <span className="nowrap" title={format.dateTime(at)}>
                {format.ago(at)}
              </span>
            ),
          },
          {
            key: "menu",
            align: "end",
            width: 56,
            render: (_value, row) => <InstanceMenu service={service} instance={row} />,
          },
        ]}
      />
    </Card>
  );
}

function InstanceMenu({ service, instance }: { service: Service; instance: ServiceInstance }) {
  const t = useServingText().instances;
  const fail = useFail();
  const patch = useURLPatch();
  const { modal, message } = App.useApp();
  const replace = useReplaceInstance(useProjectId());
  const { instance_id: instanceId, instance_name: name } = instance;
  function ask() {
    modal.confirm({
      title: fill(t.replaceTitle, { name }),
      content: t.replaceHint,
      okText: t.replace,
      onOk: () =>
        replace
          .mutateAsync({ id: service.service_id, instanceId })
          .then(() => void message.success(fill(t.replaced, { name })), fail),
    });
  }
  return (
    <RowMenu
      testId={`instance-menu-${name}`}
      items={[
        { key: "log", label: t.log, onClick: () => patch({ tab: "logs", instance: instanceId }) },
        { key: "replace", label: t.replace, disabled: instance.status !== "ready", onClick: ask },
      ]}
    />
  );
}
