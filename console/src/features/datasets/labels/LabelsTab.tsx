import {
  AppstoreOutlined,
  DeleteOutlined,
  EditOutlined,
  PlusOutlined,
  TagsOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Radio, Space, type TableProps } from "antd";
import { useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";

import type { Dataset, CountedLabel } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  matches,
  RowMenu,
  SearchField,
  Toolbar,
  useConfirmDelete,
  useURLValue,
} from "@/ui";
import { statsQuery } from "../api";
import type { DatasetTabProps } from "../detail/tabs";
import { hasBoxes, kindOf } from "../kinds";
import { colourOf } from "../parts/colours";
import { useDatasetsText } from "../text";
import { useDeleteLabels, type DeletePolicy } from "./api";
import { LabelDialog } from "./LabelDialog";
import "./labels.css";

const entityType = 103;

/** The labels of a dataset with how often each is used. */
export function LabelsTab({ dataset }: DatasetTabProps) {
  const t = useDatasetsText().labels;
  const query = useQuery(statsQuery(useProjectId(), dataset.dataset_id));
  const [text] = useURLValue("q");
  const [edited, setEdited] = useState<CountedLabel | "new" | null>(null);
  const [chosen, setChosen] = useState<readonly CountedLabel[]>([]);
  const remove = useRemoveLabels(dataset, () => setChosen([]));
  const columns = useColumns(dataset, setEdited, remove);
  const labels = useMemo(() => query.data?.label_stats ?? [], [query.data]);
  const rows = useMemo(() => labels.filter(({ name }) => matches(text, name)), [labels, text]);
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setEdited("new")}
      data-testid="create-label"
    >
      {t.create}
    </Button>
  );
  const nothing = query.data !== undefined && labels.length === 0;
  return (
    <Card flush>
      {!nothing && (
        <Toolbar
          end={
            <Space>
              {chosen.length > 0 && (
                <Button danger icon={<DeleteOutlined />} onClick={() => remove(chosen)}>
                  {t.delete}
                </Button>
              )}
              {create}
            </Space>
          }
        >
          <SearchField label={t.search} />
        </Toolbar>
      )}
      <DataTable<CountedLabel>
        label={t.title}
        query={query}
        rows={rows}
        rowKey={({ type, name }) => `${type}-${name}`}
        columns={columns}
        rowSelection={{
          selectedRowKeys: chosen.map(({ type, name }) => `${type}-${name}`),
          onChange: (_keys, picked) => setChosen(picked),
        }}
        empty={
          <EmptyView
            icon={<TagsOutlined />}
            title={nothing ? t.none : t.noneFound}
            hint={nothing ? t.noneHint : undefined}
            action={nothing ? create : undefined}
          />
        }
      />
      {edited !== null && (
        <LabelDialog
          dataset={dataset}
          label={edited === "new" ? null : edited}
          count={labels.length}
          onClose={() => setEdited(null)}
        />
      )}
    </Card>
  );
}

function useRemoveLabels(dataset: Dataset, after: () => void) {
  const t = useDatasetsText().labels;
  const format = useFormat();
  const confirm = useConfirmDelete();
  const { message } = App.useApp();
  const remove = useDeleteLabels(dataset.dataset_id);
  return (labels: readonly CountedLabel[]) => {
    let policy: DeletePolicy = 0;
    const [first] = labels;
    confirm({
      title:
        labels.length === 1 && first !== undefined
          ? fill(t.deleteTitle, { name: first.name })
          : format.counted(t.deleteSome, labels.length),
      content: (
        <>
          <p>{t.deleteHint}</p>
          <Radio.Group
            className="delete-policies"
            defaultValue={0}
            onChange={(event) => (policy = event.target.value as DeletePolicy)}
            options={([0, 1, 2] as const).map((value) => ({ value, label: t.policies[value] }))}
          />
        </>
      ),
      action: async () => {
        await remove.mutateAsync({ labels, policy });
        void message.success(format.counted(t.deleted, labels.length));
        after();
      },
    });
  };
}

function useColumns(
  dataset: Dataset,
  edit: (label: CountedLabel) => void,
  remove: (labels: readonly CountedLabel[]) => void,
): TableProps<CountedLabel>["columns"] {
  const t = useDatasetsText();
  const format = useFormat();
  const navigate = useNavigate();
  const reviewed = hasBoxes(dataset.dataset_type);
  const triplets = kindOf(dataset.dataset_type).name === "textTriplet";
  const text = (label: CountedLabel, name: string) => String(label.property?.[`@modelarts:${name}`] ?? "");
  return [
    {
      key: "name",
      title: t.labels.name,
      sorter: (a, b) => a.name.localeCompare(b.name),
      render: (_value, label) => (
        <span className="label-name">
          <i className="label-dot" style={{ background: colourOf(label) }} />
          <span title={label.name}>{label.name}</span>
          {triplets && <Badge>{label.type === entityType ? t.labels.entity : t.labels.relation}</Badge>}
        </span>
      ),
    },
    {
      key: "shortcut",
      title: t.labels.shortcut,
      render: (_value, label) => {
        const key = text(label, "shortcut");
        return key === "" ? <span className="faint">–</span> : <kbd className="label-key">{key}</kbd>;
      },
    },
    {
      key: "attributes",
      title: t.labels.attributes,
      render: (_value, label) => (
        <span className="line">
          {(label.attributes ?? []).map((one) => (
            <Badge key={String(one["name"])}>{String(one["name"])}</Badge>
          ))}
        </span>
      ),
    },
    {
      key: "samples",
      title: t.list.samples,
      align: "end",
      sorter: (a, b) => a.sample_count - b.sample_count,
      render: (_value, label) => (
        <Link to={`?tab=samples&label=${encodeURIComponent(label.name)}`}>
          {format.number(label.sample_count)}
        </Link>
      ),
    },
    {
      key: "count",
      title: t.labels.count,
      align: "end",
      sorter: (a, b) => a.count - b.count,
      render: (_value, label) => format.number(label.count),
    },
    {
      key: "menu",
      width: 56,
      render: (_value, label) => (
        <RowMenu
          label={fill(t.list.actionsOf, { name: label.name })}
          testId={`label-menu-${label.name}`}
          items={[
            ...(reviewed
              ? [
                  {
                    key: "review",
                    label: t.labels.review,
                    icon: <AppstoreOutlined />,
                    onClick: () =>
                      void navigate(
                        `/datasets/${dataset.dataset_id}/review?label=${encodeURIComponent(label.name)}`,
                      ),
                  },
                ]
              : []),
            { key: "edit", label: t.actions.edit, icon: <EditOutlined />, onClick: () => edit(label) },
            {
              key: "delete",
              label: t.actions.delete,
              icon: <DeleteOutlined />,
              danger: true,
              onClick: () => remove([label]),
            },
          ]}
        />
      ),
    },
  ];
}
