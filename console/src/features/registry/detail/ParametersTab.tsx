import { ApiOutlined } from "@ant-design/icons";
import { Table } from "antd";

import type { Model } from "@/client";
import { Badge, Card, EmptyView } from "@/ui";
import { apisOf, type ModelAPI, type Schema } from "../apis";
import { useRegistryText } from "../text";

/** What a model takes and gives back, path by path. */
export function ParametersTab({ model }: { model: Model }) {
  const t = useRegistryText().parameters;
  const apis = apisOf(model.apis);
  if (apis.length === 0) {
    return (
      <Card>
        <EmptyView icon={<ApiOutlined />} title={t.none} hint={t.noneHint} />
      </Card>
    );
  }
  return (
    <div className="stack">
      {apis.map((api) => (
        <APICard key={`${api.method} ${api.url}`} api={api} />
      ))}
    </div>
  );
}

function APICard({ api }: { api: ModelAPI }) {
  const t = useRegistryText().parameters;
  return (
    <Card
      title={
        <span className="line">
          <Badge tone="info">{api.method}</Badge>
          <span className="mono">{api.url}</span>
        </span>
      }
      extra={<span className="faint mono">{api.contentType}</span>}
    >
      <div className="configuration">
        <Parameters title={t.input} schema={api.input} />
        <Parameters title={t.output} schema={api.output} />
      </div>
    </Card>
  );
}

interface Row {
  key: string;
  name: string;
  type: string;
  description: string;
  children?: Row[];
}

/** A schema as rows below each other, as deep as it goes. */
function rowsOf(schema: Schema, path = "", depth = 0): Row[] {
  if (depth > 10) return [];
  if (schema.type === "array" || schema.items !== undefined) {
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
    return items === undefined ? [] : [rowOf("[ ]", items, `${path}[]`, depth)];
  }
  return Object.entries(schema.properties ?? {}).map(([name, one]) =>
    rowOf(name, one, `${path}.${name}`, depth),
  );
}

function rowOf(name: string, schema: Schema, key: string, depth: number): Row {
  const children = rowsOf(schema, key, depth + 1);
  return {
    key,
    name,
    type: schema.type ?? (schema.items === undefined ? "object" : "array"),
    description: schema.description ?? "",
    ...(children.length > 0 && { children }),
  };
}

function Parameters({ title, schema }: { title: string; schema: Schema }) {
  const t = useRegistryText().parameters;
  const rows = rowsOf(schema);
  return (
    <section>
      <h3 className="small-title">{title}</h3>
      {rows.length === 0 ? (
        <p className="faint">{t.anything}</p>
      ) : (
        <Table<Row>
          size="small"
          pagination={false}
          dataSource={rows}
          expandable={{ defaultExpandAllRows: true }}
          columns={[
            { title: t.name, dataIndex: "name", className: "mono" },
            { title: t.type, dataIndex: "type", render: (type: string) => <Badge>{type}</Badge> },
            { title: t.about, dataIndex: "description", className: "soft" },
          ]}
        />
      )}
    </section>
  );
}
