import { AppstoreAddOutlined, CloudServerOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, type TableProps } from "antd";
import { Link } from "react-router";

import type { ModelItem } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
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
import { modelsQuery, type ModelSearch } from "../api";
import { statuses, type ModelStatus } from "../models";
import { ModelState } from "../parts/ModelState";
import { titleOf, useModelActions } from "../parts/useModelActions";
import { useRegistryText } from "../text";

const columns = { size: "model_size", created: "create_at" } as const;

export default function ModelsPage() {
  const t = useRegistryText();
  const [text] = useURLValue("q");
  const [status, setStatus] = useURLValue("status");
  const [sort] = useURLValue("sort", "-created");
  const patch = useURLPatch();
  const paging = useURLPage();
  const later = useLater(text.trim(), 250);
  const search: ModelSearch = {
    offset: paging.offset,
    limit: paging.size,
    ...(later !== "" && { model_name: later }),
    ...(status !== "" && { model_status: status as ModelStatus }),
    sort_by: columns[sort.replace("-", "") as keyof typeof columns] ?? "create_at",
    order: sort.startsWith("-") ? "desc" : "asc",
  };
  const query = useQuery(modelsQuery(useProjectId(), search));
  const filtered = text !== "" || status !== "";
  const create = (
    <Link to="/models/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="create-model">
        {t.models.create}
      </Button>
    </Link>
  );
  const nothing = query.data?.total_count === 0 && !filtered;
  return (
    <Page title={t.models.title} hint={t.models.hint} actions={nothing ? undefined : create}>
      <Card flush>
        {!nothing && (
          <Toolbar>
            <SearchField label={t.models.search} />
            <Select
              aria-label={t.models.status}
              allowClear
              style={{ minWidth: 160 }}
              placeholder={t.models.anyStatus}
              value={status === "" ? undefined : status}
              onChange={(next: string | undefined) => patch({ status: next ?? "", page: "" })}
              options={statuses.map((value) => ({ value, label: t.statuses[value] }))}
              data-testid="model-status-filter"
            />
          </Toolbar>
        )}
        <DataTable<ModelItem>
          label={t.models.title}
          query={query}
          rows={query.data?.models}
          total={query.data?.total_count}
          paging={paging}
          rowKey="model_id"
          scroll={{ x: 960 }}
          columns={useColumns(sort)}
          onChange={(_page, _filters, sorter) => {
            const { columnKey, order } = sorter as { columnKey?: string; order?: string | null };
            patch({
              sort: columnKey === undefined || !order ? "" : `${order === "ascend" ? "" : "-"}${columnKey}`,
            });
          }}
          empty={
            filtered ? (
              <EmptyView
                icon={<AppstoreAddOutlined />}
                title={t.models.none}
                action={
                  <Button
                    onClick={() => {
                      setStatus("");
                      patch({ q: "", status: "" });
                    }}
                  >
                    {t.models.clearFilters}
                  </Button>
                }
              />
            ) : (
              <EmptyView
                icon={<AppstoreAddOutlined />}
                title={t.models.empty}
                hint={t.models.emptyHint}
                action={create}
              />
            )
          }
        />
      </Card>
    </Page>
  );
}

function useColumns(sort: string): TableProps<ModelItem>["columns"] {
  const t = useRegistryText();
  const format = useFormat();
  const orderOf = (column: keyof typeof columns) =>
    sort === column ? ("ascend" as const) : sort === `-${column}` ? ("descend" as const) : null;
  return [
    {
      title: t.models.name,
      key: "name",
      render: (_value, model) => (
        <Link
          to={`/models/${model.model_id}`}
          className="row-name"
          data-testid={`model-${model.model_name}-${model.model_version}`}
        >
          <span>
            {model.model_name} <Badge>{model.model_version}</Badge>
            {model.description !== "" && <span className="row-sub">{model.description}</span>}
          </span>
        </Link>
      ),
    },
    {
      title: t.models.status,
      key: "status",
      width: 260,
      render: (_value, model) => <ModelState model={model} explained />,
    },
    { title: t.models.engine, dataIndex: "model_type" },
    {
      title: t.models.size,
      key: "size",
      align: "end",
      width: 110,
      sorter: true,
      sortOrder: orderOf("size"),
      render: (_value, { model_size: size }) =>
        size > 0 ? format.bytes(size) : <span className="faint">–</span>,
    },
    { title: t.models.owner, dataIndex: "owner_name" },
    {
      title: t.models.created,
      key: "created",
      sorter: true,
      sortOrder: orderOf("created"),
      render: (_value, { create_at: at }) => (
        <span className="nowrap" title={format.dateTime(at)}>
          {format.ago(at)}
        </span>
      ),
    },
    { key: "menu", align: "end", width: 56, render: (_value, model) => <ModelMenu model={model} /> },
  ];
}

function ModelMenu({ model }: { model: ModelItem }) {
  const t = useRegistryText();
  const actions = useModelActions();
  return (
    <RowMenu
      label={fill(t.models.actionsOf, { name: titleOf(model) })}
      testId={`model-menu-${model.model_name}-${model.model_version}`}
      items={[
        {
          key: "deploy",
          label: t.actions.deploy,
          icon: <CloudServerOutlined />,
          disabled: model.model_status !== "published",
          onClick: () => actions.deploy(model),
        },
        {
          key: "version",
          label: t.actions.newVersion,
          icon: <PlusOutlined />,
          onClick: () => actions.newVersion(model),
        },
        { type: "divider" },
        {
          key: "delete",
          label: t.actions.delete,
          icon: <DeleteOutlined />,
          danger: true,
          onClick: () => actions.remove(model, false),
        },
      ]}
    />
  );
}
