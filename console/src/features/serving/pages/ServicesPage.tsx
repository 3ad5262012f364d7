import {
  CloudServerOutlined,
  DeleteOutlined,
  EditOutlined,
  PlayCircleOutlined,
  PlusOutlined,
  PoweroffOutlined,
  ReloadOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, type TableProps } from "antd";
import { useState } from "react";
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
import { ServiceState } from "../parts/ServiceState";
import { useServiceActions } from "../parts/useServiceActions";
import { canChange, canRestart, canStart, canStop, statuses } from "../services";
import { useServingText } from "../text";

export default function ServicesPage() {
  const t = useServingText();
  const format = useFormat();
  const [text] = useURLValue("q");
  const [status] = useURLValue("status");
  const patch = useURLPatch();
  const paging = useURLPage();
  const later = useLater(text.trim(), 250);
  const query = useQuery(
    servicesQuery(useProjectId(), {
      offset: paging.offset,
      limit: paging.size,
      ...(later !== "" && { service_name: later }),
      ...(status !== "" && { status }),
    }),
  );
  const actions = useServiceActions();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const rows = query.data?.services;
  // What was chosen may be gone meanwhile.
  const selected = rows?.filter((row) => chosen.includes(row.service_id)) ?? [];
  const filtered = text !== "" || status !== "";
  const nothing = query.data?.total_count === 0 && !filtered;
  const create = (
    <Link to="/services/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="deploy">
        {t.services.create}
      </Button>
    </Link>
  );
  return (
    <Page title={t.services.title} hint={t.services.hint} actions={nothing ? undefined : create}>
      <Card flush>
        {selected.length > 0 ? (
          <Toolbar>
            <strong>{format.counted(t.services.selected, selected.length)}</strong>
            <Button
              size="small"
              danger
              icon={<DeleteOutlined />}
              onClick={() => actions.remove(selected, () => setChosen([]))}
              data-testid="delete-selected"
            >
              {t.actions.delete}
            </Button>
          </Toolbar>
        ) : (
          !nothing && (
            <Toolbar>
              <SearchField label={t.services.search} />
              <Select
                aria-label={t.services.status}
                allowClear
                style={{ minWidth: 160 }}
                placeholder={t.services.anyStatus}
                value={status === "" ? undefined : status}
                onChange={(next: string | undefined) => patch({ status: next ?? "", page: "" })}
                options={statuses.map((value) => ({ value, label: t.statuses[value] }))}
                data-testid="service-status-filter"
              />
            </Toolbar>
          )
        )}
        <DataTable<ServiceItem>
          label={t.services.title}
          query={query}
          rows={rows}
          total={query.data?.total_count}
          paging={paging}
          rowKey="service_id"
          scroll={{ x: 900 }}
          columns={useColumns()}
          rowSelection={{
            columnWidth: 48,
            selectedRowKeys: selected.map((row) => row.service_id),
            onChange: (ids) => setChosen(ids.map(String)),
          }}
          empty={
            filtered ? (
              <EmptyView
                icon={<CloudServerOutlined />}
                title={t.services.none}
                action={
                  <Button onClick={() => patch({ q: "", status: "" })}>{t.services.clearFilters}</Button>
                }
              />
            ) : (
              <EmptyView
                icon={<CloudServerOutlined />}
                title={t.services.empty}
                hint={t.services.emptyHint}
                action={create}
              />
            )
          }
        />
      </Card>
    </Page>
  );
}

function useColumns(): TableProps<ServiceItem>["columns"] {
  const t = useServingText().services;
  const format = useFormat();
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, service) => (
        <Link
          to={`/services/${service.service_id}`}
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
      title: t.status,
      key: "status",
      width: 190,
      render: (_value, service) => <ServiceState service={service} />,
    },
    {
      title: t.calls,
      dataIndex: "invocation_times",
      align: "end",
      render: (count: number) => format.number(count),
    },
    {
      title: t.failures,
      dataIndex: "failed_times",
      align: "end",
      render: (count: number) => (
        <span className={count > 0 ? "danger-text" : "faint"}>{format.number(count)}</span>
      ),
    },
    { title: t.owner, dataIndex: "owner_name" },
    {
      title: t.created,
      dataIndex: "publish_at",
      render: (at: number) => (
        <span className="nowrap" title={format.dateTime(at)}>
          {format.ago(at)}
        </span>
      ),
    },
    {
      key: "menu",
      align: "end",
      width: 56,
      render: (_value, service) => <ServiceMenu service={service} />,
    },
  ];
}

function ServiceMenu({ service }: { service: ServiceItem }) {
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
          key: "restart",
          label: t.actions.restart,
          icon: <ReloadOutlined />,
          disabled: !canRestart(service),
          onClick: () => actions.restart(service),
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
