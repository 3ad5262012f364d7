import { DeleteOutlined, PlusOutlined, TableOutlined } from "@ant-design/icons";
import { App, Button, Input, Select } from "antd";
import { useState } from "react";

import { useProjectId } from "@/features/iam";
import { readPath } from "@/features/objects";
import { fill } from "@/i18n";
import { Card, Objection, useFail } from "@/ui";
import { kindOf } from "../kinds";
import { colourAt, ColourField } from "../parts/colours";
import { useDatasetsText } from "../text";
import { readColumns } from "./columns";
import type { SectionProps } from "./DataSection";
import { columnTypes } from "./values";

const replaced = <T,>(rows: readonly T[], at: number, row: T): T[] =>
  rows.map((one, i) => (i === at ? row : one));
const without = <T,>(rows: readonly T[], at: number): T[] => rows.filter((_one, i) => i !== at);

/** The labels that samples can get, from the start. */
export function LabelsSection({ values, patch }: SectionProps) {
  const t = useDatasetsText().form;
  if (!kindOf(values.type).labelled || kindOf(values.type).name === "speechContent") return null;
  const { labels } = values;
  return (
    <Card title={t.labels}>
      <p className="form-hint">{t.labelsHint}</p>
      {labels.map((label, at) => (
        <div key={at} className="form-row form-row-line">
          <ColourField
            value={label.color}
            onChange={(color) => patch({ labels: replaced(labels, at, { ...label, color }) })}
          />
          <Input
            aria-label={t.labelName}
            placeholder={t.labelName}
            value={label.name}
            maxLength={1024}
            onChange={(event) =>
              patch({ labels: replaced(labels, at, { ...label, name: event.target.value }) })
            }
            data-testid={`label-name-${at}`}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t.remove}
            onClick={() => patch({ labels: without(labels, at) })}
          />
        </div>
      ))}
      <Objection place="labels" />
      <Button
        icon={<PlusOutlined />}
        onClick={() => patch({ labels: [...labels, { name: "", color: colourAt(labels.length) }] })}
        data-testid="add-label"
      >
        {t.addLabel}
      </Button>
    </Card>
  );
}

/** The columns of a table; they cannot be changed later. */
export function ColumnsSection({ values, patch }: SectionProps) {
  const t = useDatasetsText().form;
  if (kindOf(values.type).name !== "table") return null;
  const { columns } = values;
  return (
    <Card title={t.columns}>
      <p className="form-hint">{t.columnsHint}</p>
      <ReadColumns values={values} patch={patch} />
      {columns.map((column, at) => (
        <div key={at} className="form-row form-row-line">
          <Input
            aria-label={t.columnName}
            value={column.name}
            maxLength={256}
            onChange={(event) =>
              patch({ columns: replaced(columns, at, { ...column, name: event.target.value }) })
            }
            data-testid={`column-name-${at}`}
          />
          <Select
            aria-label={t.columnType}
            value={column.type}
            onChange={(type) => patch({ columns: replaced(columns, at, { ...column, type }) })}
            options={columnTypes.map((value) => ({ value: value as string, label: value }))}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t.remove}
            disabled={columns.length === 1}
            onClick={() => patch({ columns: without(columns, at) })}
          />
        </div>
      ))}
      <Objection place="schema" />
      <Button
        icon={<PlusOutlined />}
        onClick={() =>
          patch({ columns: [...columns, { name: `attr_${columns.length + 1}`, type: "STRING" }] })
        }
        data-testid="add-column"
      >
        {t.addColumn}
      </Button>
    </Card>
  );
}

/** Takes the columns of the first file in the input folder. */
function ReadColumns({ values, patch }: SectionProps) {
  const t = useDatasetsText().form;
  const fail = useFail();
  const { message } = App.useApp();
  const projectId = useProjectId();
  const [busy, setBusy] = useState(false);
  const place = values.input === "" ? null : readPath(values.input);
  if (place === null) return null;
  const read = async () => {
    setBusy(true);
    try {
      const found = await readColumns(projectId, place, values.header);
      if (found === null || found.columns.length === 0) void message.warning(t.noTables);
      else {
        patch({ columns: found.columns });
        void message.success(fill(t.columnsRead, { file: found.file }));
      }
    } catch (problem) {
      fail(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p>
      <Button icon={<TableOutlined />} loading={busy} onClick={() => void read()} data-testid="read-columns">
        {t.readColumns}
      </Button>
    </p>
  );
}
