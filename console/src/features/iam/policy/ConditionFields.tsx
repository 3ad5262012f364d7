import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { useState } from "react";

import type { Statement } from "@/client";
import { useIAMText } from "../text";
import { conditionOf, conditionRows, operators, type ConditionRow } from "./document";

interface ConditionFieldsProps {
  condition: Statement["Condition"];
  readOnly: boolean;
  onChange(condition: Statement["Condition"]): void;
}

/** Rows may be unfinished while they are typed; only finished ones become part of the policy. */
export function ConditionFields({ condition, readOnly, onChange }: ConditionFieldsProps) {
  const t = useIAMText().policies;
  const [rows, setRows] = useState<ConditionRow[]>(() => conditionRows(condition));

  function put(next: ConditionRow[]) {
    setRows(next);
    onChange(conditionOf(next.filter((row) => row.key !== "" && row.values.length > 0)));
  }
  const change = (at: number, patch: Partial<ConditionRow>) =>
    put(rows.map((row, index) => (index === at ? { ...row, ...patch } : row)));

  if (rows.length === 0 && readOnly) return null;
  return (
    <>
      <div className="field-label">{t.conditions}</div>
      {rows.map((row, at) => (
        <div className="condition" key={at}>
          <Select
            aria-label={t.operator}
            disabled={readOnly}
            showSearch
            value={row.operator}
            onChange={(operator) => change(at, { operator })}
            options={operators.map((name) => ({ value: name, label: name }))}
          />
          <Input
            aria-label={t.conditionKey}
            placeholder="modelarts:poolType"
            disabled={readOnly}
            value={row.key}
            onChange={(event) => change(at, { key: event.target.value.trim() })}
          />
          <Select
            aria-label={t.values}
            mode="tags"
            open={false}
            suffixIcon={null}
            placeholder={t.values}
            disabled={readOnly}
            value={row.values}
            onChange={(values) => change(at, { values })}
          />
          {!readOnly && (
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t.removeCondition}
              onClick={() => put(rows.toSpliced(at, 1))}
            />
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          type="link"
          size="small"
          icon={<PlusOutlined />}
          style={{ padding: 0 }}
          onClick={() => put([...rows, { operator: "StringEquals", key: "", values: [] }])}
        >
          {t.addCondition}
        </Button>
      )}
    </>
  );
}
