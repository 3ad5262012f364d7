import { DeleteOutlined, EditOutlined, FileImageOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, type TableProps } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Dataset } from "@/client";
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
import { datasetsQuery, type DatasetSearch } from "../api";
import "../datasets.css";
import { kindOf, kinds } from "../kinds";
import { DatasetState, LabelledShare } from "../parts/DatasetState";
import { EditDataset } from "../parts/EditDataset";
import { FirstPictures } from "../parts/FirstPictures";
import { useRemoveDataset } from "../parts/useRemoveDataset";
import { useDatasetsText } from "../text";

const columns = { name: "dataset_name", created: "create_time" } as const;

export default function DatasetsPage() {
  const t = useDatasetsText();
  const [text] = useURLValue("q");
  const [type] = useURLValue("type");
  const [sort] = useURLValue("sort", "-created");
  const [edited, setEdited] = useState<Dataset | null>(null);
  const patch = useURLPatch();
  const paging = useURLPage();
  const later = useLater(text.trim(), 250);
  const search: DatasetSearch = {
    offset: paging.page - 1,
    limit: paging.size,
    ...(later !== "" && { search_content: later }),
    ...(type !== "" && { dataset_type: kindOf(Number(type)).type }),
    sort_by: columns[sort.replace("-", "") as keyof typeof columns] ?? "create_time",
    order: sort.startsWith("-") ? "desc" : "asc",
  };
  const query = useQuery(datasetsQuery(useProjectId(), search));
  const filtered = text !== "" || type !== "";
  const create = (
    <Link to="/datasets/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="create-dataset">
        {t.list.create}
      </Button>
    </Link>
  );
  const nothing = query.data?.total_number === 0 && !filtered;
  return (
    <Page title={t.list.title} hint={t.list.hint} actions={nothing ? undefined : create}>
      <Card flush>
        {!nothing && (
          <Toolbar>
            <SearchField label={t.list.search} />
            <Select
              aria-label={t.list.type}
              allowClear
              style={{ minWidth: 220 }}
              placeholder={t.list.anyType}
              value={type === "" ? undefined : type}
              onChange={(next: string | undefined) => patch({ type: next ?? "", page: "" })}
              options={kinds.map((kind) => ({ value: String(kind.type), label: t.kinds[kind.name] }))}
              data-testid="dataset-type-filter"
            />
          </Toolbar>
        )}
        <DataTable<Dataset>
          label={t.list.title}
          query={query}
          rows={query.data?.datasets}
          total={query.data?.total_number}
          paging={paging}
          rowKey="dataset_id"
          scroll={{ x: 960 }}
          columns={useColumns(sort, setEdited)}
          onChange={(_page, _filters, sorter) => {
            const { columnKey, order } = sorter as { columnKey?: string; order?: string | null };
            patch({
              sort: columnKey === undefined || !order ? "" : `${order === "ascend" ? "" : "-"}${columnKey}`,
            });
          }}
          empty={
            filtered ? (
              <EmptyView
                icon={<FileImageOutlined />}
                title={t.list.none}
                action={<Button onClick={() => patch({ q: "", type: "", page: "" })}>{t.list.clear}</Button>}
              />
            ) : (
              <EmptyView
                icon={<FileImageOutlined />}
                title={t.list.empty}
                hint={t.list.emptyHint}
                action={create}
              />
            )
          }
        />
      </Card>
      {edited !== null && <EditDataset dataset={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function useColumns(sort: string, edit: (dataset: Dataset) => void): TableProps<Dataset>["columns"] {
  const t = useDatasetsText();
  const format = useFormat();
  const remove = useRemoveDataset();
  const order = (key: string) => (sort === key ? "ascend" : sort === `-${key}` ? "descend" : null);
  return [
    {
      key: "name",
      title: t.list.name,
      sorter: true,
      sortOrder: order("name"),
      render: (_value, dataset) => (
        <div className="dataset-name">
          <span className="dataset-picture">
            <FirstPictures dataset={dataset} />
          </span>
          <div>
            <Link
              className="row-name"
              to={`/datasets/${dataset.dataset_id}`}
              data-testid={`dataset-${dataset.dataset_name}`}
            >
              {dataset.dataset_name}
            </Link>
            {dataset.description !== "" && (
              <span className="row-sub two-lines" title={dataset.description}>
                {dataset.description}
              </span>
            )}
          </div>
        </div>
      ),
    },
    {
      key: "type",
      title: t.list.type,
      render: (_value, dataset) => t.kinds[kindOf(dataset.dataset_type).name],
    },
    {
      key: "samples",
      title: t.list.samples,
      align: "end",
      render: (_value, dataset) => format.number(dataset.total_sample_count),
    },
    {
      key: "labelled",
      title: t.labelled,
      width: 240,
      render: (_value, dataset) => <LabelledShare dataset={dataset} />,
    },
    { key: "state", title: t.list.state, render: (_value, dataset) => <DatasetState dataset={dataset} /> },
    {
      key: "created",
      title: t.list.created,
      sorter: true,
      sortOrder: order("created"),
      render: (_value, dataset) => (
        <span title={format.dateTime(dataset.create_time)}>{format.ago(dataset.create_time)}</span>
      ),
    },
    {
      key: "menu",
      width: 56,
      render: (_value, dataset) => (
        <RowMenu
          label={fill(t.list.actionsOf, { name: dataset.dataset_name })}
          testId={`dataset-menu-${dataset.dataset_name}`}
          items={[
            { key: "edit", label: t.actions.edit, icon: <EditOutlined />, onClick: () => edit(dataset) },
            {
              key: "delete",
              label: t.actions.delete,
              icon: <DeleteOutlined />,
              danger: true,
              onClick: () => remove(dataset),
            },
          ]}
        />
      ),
    },
  ];
}
