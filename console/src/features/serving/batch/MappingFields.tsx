import { Alert, Input, InputNumber, Segmented, Table } from "antd";
import { useMemo, useState } from "react";

import { parseCSV } from "@/features/objects";
import { fill } from "@/i18n";
import { CodeBlock, Objection, prettyJSON } from "@/ui";
import { useServingText } from "../text";
import "./batch.css";
import { leavesOf, requestOf, RowProblem, sampleOf, withColumn, type Leaf, type Rule } from "./mapping";

interface MappingFieldsProps {
  rule: Rule | null;
  onRule(rule: Rule | null): void;
}

/** Which column of a table is which part of the request, with what becomes of a row. */
export function MappingFields({ rule, onRule }: MappingFieldsProps) {
  const t = useServingText().batch;
  const leaves = useMemo(() => leavesOf(rule), [rule]);
  const [chosen, setWay] = useState<"columns" | "json" | null>(null);
  const way = chosen ?? (rule === null ? "json" : "columns");
  return (
    <div className="mapping">
      <div>
        <div className="line mapping-head">
          <h3 className="small-title">{t.mapping}</h3>
          <Segmented<"columns" | "json">
            size="small"
            aria-label={t.mappingWay}
            value={way}
            onChange={setWay}
            options={[
              { value: "columns", label: t.byColumns },
              { value: "json", label: "JSON" },
            ]}
          />
        </div>
        {way === "columns" ? (
          <Table<Leaf>
            aria-label={t.mapping}
            size="small"
            dataSource={leaves}
            rowKey="path"
            pagination={leaves.length > 20 ? { pageSize: 20, size: "small" } : false}
            locale={{ emptyText: <p className="faint">{t.noLeaves}</p> }}
            columns={[
              {
                title: t.part,
                dataIndex: "path",
                render: (path: string) => <span className="mono">{path}</span>,
              },
              { title: t.type, dataIndex: "type", width: 100 },
              {
                title: t.column,
                dataIndex: "index",
                width: 130,
                render: (index: number, leaf) => {
                  const at = leaves.indexOf(leaf);
                  return (
                    <InputNumber
                      aria-label={fill(t.columnOf, { part: leaf.path })}
                      size="small"
                      min={-1}
                      max={16_383}
                      precision={0}
                      value={index}
                      onChange={(next) => rule !== null && onRule(withColumn(rule, at, next ?? -1))}
                      data-testid={`column-${at}`}
                    />
                  );
                },
              },
            ]}
          />
        ) : (
          <RuleText rule={rule} onRule={onRule} />
        )}
        <p className="form-hint mapping-hint">{t.mappingHint}</p>
        <Objection place="config.0.mapping_rule" />
      </div>
      <Preview rule={rule} />
    </div>
  );
}

function RuleText({ rule, onRule }: MappingFieldsProps) {
  const t = useServingText().batch;
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (rule === null ? "" : prettyJSON(rule));
  const [wrong, setWrong] = useState(false);
  function take(next: string) {
    setTyped(next);
    try {
      const found: unknown = next.trim() === "" ? null : JSON.parse(next);
      setWrong(typeof found !== "object" || Array.isArray(found));
      if (typeof found === "object" && !Array.isArray(found)) onRule(found as Rule | null);
    } catch {
      setWrong(true);
    }
  }
  return (
    <>
      <Input.TextArea
        className="mono"
        aria-label={t.mapping}
        autoSize={{ minRows: 8, maxRows: 24 }}
        spellCheck={false}
        status={wrong ? "error" : ""}
        placeholder='{"type": "object", "properties": {"x": {"type": "number", "index": 0}}}'
        value={text}
        onChange={(event) => take(event.target.value)}
        data-testid="mapping-json"
      />
      {wrong && (
        <div className="form-objection" role="alert">
          {t.noJSON}
        </div>
      )}
    </>
  );
}

function Preview({ rule }: { rule: Rule | null }) {
  const t = useServingText().batch;
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? sampleOf(rule);
  const made = useMemo(() => previewOf(rule, text), [rule, text]);
  return (
    <div>
      <h3 className="small-title">{t.preview}</h3>
      <p className="form-hint">{t.previewHint}</p>
      <Input.TextArea
        className="mono"
        aria-label={t.rows}
        autoSize={{ minRows: 2, maxRows: 6 }}
        spellCheck={false}
        wrap="off"
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        data-testid="mapping-sample"
      />
      <div className="mapping-requests" data-testid="mapping-preview">
        {made.map((one, at) =>
          one instanceof RowProblem ? (
            <Alert
              key={at}
              type="error"
              showIcon
              title={fill(one.cell === null ? t.cellMissing : t.cellWrong, {
                row: at + 1,
                column: one.column,
                cell: one.cell ?? "",
                type: one.type,
              })}
            />
          ) : (
            <CodeBlock key={at} text={prettyJSON(one)} wrap />
          ),
        )}
      </div>
    </div>
  );
}

const mostRows = 3;

function previewOf(rule: Rule | null, text: string): unknown[] {
  if (rule === null) return [];
  return parseCSV(text, ",")
    .slice(0, mostRows)
    .map((row) => {
      try {
        return requestOf(rule, row);
      } catch (problem) {
        return problem;
      }
    });
}
