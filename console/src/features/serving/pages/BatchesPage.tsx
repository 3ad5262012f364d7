import {
  ContainerOutlined,
  DeleteOutlined,
  EditOutlined,
  PlayCircleOutlined,
  PlusOutlined,
  PoweroffOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, type TableProps } from "antd";
import { Link } from "react-router";

import type { ServiceItem } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  DataTable,
  EmptyView,
  Page,
  RowMenu,
  SearchField,
  Toolbar,
  useLater,
  useURLPage,
  useURLPatch,
  useURLValue,
} from "@/ui";
import { servicesQuery } from "../api";
import { BatchProgress } from "../batch/BatchProgress";
import { ServiceState } from "../parts/ServiceState";
import { useServiceActions } from "../parts/useServiceActions";
import { canChange, canStart, canStop, statuses } from "../services";
import { useServingText } from "../text";

/** Many inputs put to a model: what is under way, and what was done. */
export default function BatchesPage() {
  const t = useServingText();
  const [text] = useURLValue("q");
  const [status] = useURLValue("status");
  const patch = useURLPatch();
  const paging = useURLPage();
  const later = useLater(text.trim(), 250);
  const query = useQuery(
    servicesQuery(useProjectId(), {
      infer_type: "batch",
      offset: paging.offset,
      limit: paging.size,
      ...(later !== "" && { service_name: later }),
      ...(status !== "" && { status }),
    }),
  );
  const filtered = text !== "" || status !== "";
  const nothing = query.data?.total_count === 0 && !filtered;
  const create = (
    <Link to="/batch-services/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="create-batch">
        {t.batch.create}
      </Button>
    </Link>
  );
  return (
    <Page title={t.batch.title} hint={t.batch.hint} actions={nothing ? undefined : create}>
      <Card flush>
        {!nothing && (
          <Toolbar>
            <SearchField label={t.services.search} />
            <Select
              aria-label={t.services.status}
              allowClear
              style={{ minWidth: 160 }}
              placeholder={t.services.anyStatus}
              value={status === "" ? undefined : status}
              onChange={(next: string | undefined) => patch({ status: next ?? "", page: "" })}
              options={statuses
                .filter((value) => value !== "concerning")
                .map((value) => ({ value, label: t.statuses[value] }))}
            />
          </Toolbar>
        )}
        <DataTable<ServiceItem>
          label={t.batch.title}
          query={query}
          rows={query.data?.services}
          total={query.data?.total_count}
          paging={paging}
          rowKey="service_id"
          scroll={{ x: 900 }}
          columns={useColumns()}
          empty={
            <EmptyView
              icon={<ContainerOutlined />}
              title={filtered ? t.services.none : t.batch.empty}
              hint={filtered ? undefined : t.batch.emptyHint}
              action={
                filtered ? (
                  <Button onClick={() => patch({ q: "", status: "" })}>{t.services.clearFilters}</Button>
                ) : (
                  create
                )
              }
            />
          }
        />
      </Card>
    </Page>
  );
}

function useColumns(): TableProps<ServiceItem>["columns"] {
  const t = useServingText();
  const format = useFormat();
  const time = (at: number | null | undefined) =>
    at ? (
      <span className="nowrap" title={format.dateTime(at)}>
        {format.ago(at)}
      </span>
    ) : (
      <span className="faint">–</span>
    );
  return [
    {
      title: t.services.name,
      key: "name",
      render: (_value, service) => (
        <Link
          to={`/batch-services/${service.service_id}`}
          className="row-name"
          data-testid={`service-${service.service_name}`}
        >
          <span>
            {service.service_name}
            <span className="row-sub mono">{service.service_id}</span>
          </span>
        </Link>
      ),
    },
    {
      title: t.services.status,
      key: "status",
      width: 170,
      render: (_value, service) => <ServiceState service={service} />,
    },
    {
      title: t.batch.progress,
      key: "progress",
      width: 260,
      render: (_value, service) => <BatchProgress service={service} />,
    },
    { title: t.batch.started, dataIndex: "start_time", render: time },
    { title: t.batch.finished, dataIndex: "finished_time", render: time },
    { title: t.services.owner, dataIndex: "owner_name" },
    {
      key: "menu",
      align: "end",
      width: 56,
      render: (_value, service) => <BatchMenu service={service} />,
    },
  ];
}

function BatchMenu({ service }: { service: ServiceItem }) {
  const t = useServingText();
  const actions = useServiceActions();
  return (
    <RowMenu
      label={fill(t.services.actionsOf, { name: service.service_name })}
      testId={`service-menu-${service.service_name}`}
      items={[
        {
          key: "modify",
          label: t.actions.modify,
          icon: <EditOutlined />,
          disabled: !canChange(service),
          onClick: () => actions.modify(service),
        },
        {
          key: "start",
          label: t.actions.start,
          icon: <PlayCircleOutlined />,
          disabled: !canStart(service),
          onClick: () => actions.start(service),
        },
        {
          key: "stop",
          label: t.actions.stop,
          icon: <PoweroffOutlined />,
          disabled: !canStop(service),
          onClick: () => actions.stop(service),
        },
        { type: "divider" },
        {
          key: "delete",
          label: t.actions.delete,
          icon: <DeleteOutlined />,
          danger: true,
          onClick: () => actions.remove([service]),
        },
      ]}
    />
  );
}
