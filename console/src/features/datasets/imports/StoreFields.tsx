import { Form, Input, Select } from "antd";

import type { Dataset } from "@/client";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import { innerFormats, isDatabase, rowColumns, type ImportValues } from "./formats";

/** What another store is asked for, and by whom. The password goes to the server, which seals it, and nowhere else. */
export function StoreFields({ dataset, values }: { dataset: Dataset; values: Partial<ImportValues> }) {
  const t = useDatasetsText().imports;
  const rows = isDatabase(values.path ?? "");
  return (
    <>
      <div className="import-pair">
        <Form.Item name="user" label={t.user}>
          <Input autoComplete="off" data-testid="import-user" />
        </Form.Item>
        <Form.Item name="password" label={t.password}>
          <Input.Password autoComplete="new-password" data-testid="import-password" />
        </Form.Item>
      </div>
      {rows ? (
        <>
          <Form.Item name="table" label={t.table}>
            <Input className="mono" spellCheck={false} data-testid="import-table" />
          </Form.Item>
          <Form.Item name="query" label={t.query} extra={t.queryHint}>
            <Input.TextArea className="mono" spellCheck={false} autoSize={{ minRows: 2, maxRows: 8 }} />
          </Form.Item>
          <Form.Item name="key" label={t.key} extra={t.keyHint}>
            <Input className="mono" spellCheck={false} />
          </Form.Item>
          <ColumnFields dataset={dataset} />
        </>
      ) : (
        <Form.Item name="inner" label={t.inner}>
          <Select
            aria-label={t.inner}
            options={innerFormats(kindOf(dataset.dataset_type)).map((value) => ({
              value,
              label: t.formats[value],
            }))}
          />
        </Form.Item>
      )}
    </>
  );
}

/** Which columns of rows hold what. Tables go by the names of their own columns. */
export function ColumnFields({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText().imports;
  const kind = kindOf(dataset.dataset_type);
  if (kind.name === "table") return null;
  const asked = rowColumns.filter((name) => (name === "text" ? kind.data === "text" : true));
  return (
    <Form.Item label={t.columns} extra={t.columnsHint}>
      <div className="import-pair">
        {asked
          .filter((name) => kind.data !== "text" || name === "text" || name === "label")
          .map((name) => (
            <Form.Item key={name} name={["columns", name]} noStyle>
              <Input placeholder={t.columnNames[name]} aria-label={t.columnNames[name]} spellCheck={false} />
            </Form.Item>
          ))}
      </div>
    </Form.Item>
  );
}
