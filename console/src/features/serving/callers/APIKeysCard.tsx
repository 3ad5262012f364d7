import { DeleteOutlined, KeyOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, type TableProps } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { APIKey } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  RowMenu,
  SearchField,
  Toolbar,
  useConfirmDelete,
  useLater,
  useUIText,
  useURLPage,
  useURLValue,
} from "@/ui";
import { useServingText } from "../text";
import { apiKeysQuery, useDeleteAPIKey } from "./api";
import { NewAPIKeyDialog } from "./NewAPIKeyDialog";

/** One's own API keys, for all services or for some. */
export function APIKeysCard() {
  const t = useServingText().callers;
  const paging = useURLPage();
  const [text] = useURLValue("q");
  const later = useLater(text.trim(), 250);
  const query = useQuery(
    apiKeysQuery(useProjectId(), { name: later, offset: paging.offset, limit: paging.size }),
  );
  const [creating, setCreating] = useState(false);
  const nothing = query.data?.total === 0 && text === "";
  const button = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setCreating(true)}
      data-testid="create-api-key"
    >
      {t.createKey}
    </Button>
  );
  return (
    <Card flush>
      {!nothing && (
        <Toolbar end={button}>
          <SearchField label={t.searchKeys} />
        </Toolbar>
      )}
      <DataTable<APIKey>
        label={t.apiKeys}
        query={query}
        rows={query.data?.data}
        total={query.data?.total}
        paging={paging}
        rowKey="key_id"
        columns={useColumns()}
        empty={
          <EmptyView
            icon={<KeyOutlined />}
            title={nothing ? t.noKeys : t.noneFits}
            hint={nothing ? t.noKeysHint : undefined}
            action={nothing ? button : undefined}
          />
        }
      />
      <NewAPIKeyDialog open={creating} onClose={() => setCreating(false)} />
    </Card>
  );
}

function useColumns(): TableProps<APIKey>["columns"] {
  const t = useServingText().callers;
  const format = useFormat();
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, key) => (
        <span data-testid={`api-key-${key.name}`}>
          {key.name}
          {key.description !== "" && <span className="row-sub">{key.description}</span>}
        </span>
      ),
    },
    {
      title: t.mayCall,
      key: "services",
      render: (_value, key) =>
        key.scope === "USER" ? (
          <Badge>{t.allServices}</Badge>
        ) : key.services.length === 0 ? (
          <span className="faint">{t.noServicesYet}</span>
        ) : (
          <span className="line">
            {key.services.map((service) => (
              <Link key={service.id} to={`/services/${service.id}?tab=callers`}>
                {service.name}
              </Link>
            ))}
          </span>
        ),
    },
    {
      title: t.created,
      dataIndex: "create_time",
      render: (at: string) => (
        <span className="nowrap" title={format.dateTime(at)}>
          {format.ago(at)}
        </span>
      ),
    },
    { key: "menu", align: "end", width: 56, render: (_value, key) => <KeyMenu apiKey={key} /> },
  ];
}

function KeyMenu({ apiKey: { key_id: id, name } }: { apiKey: APIKey }) {
  const t = useServingText().callers;
  const ui = useUIText();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteAPIKey(useProjectId());
  return (
    <RowMenu
      label={fill(t.actionsOf, { name })}
      testId={`api-key-menu-${name}`}
      items={[
        {
          key: "delete",
          label: ui.delete,
          icon: <DeleteOutlined />,
          danger: true,
          onClick: () =>
            confirmDelete({
              title: fill(t.deleteKey, { name }),
              content: t.deleteKeyHint,
              action: () => remove.mutateAsync(id),
            }),
        },
      ]}
    />
  );
}
