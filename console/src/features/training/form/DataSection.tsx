import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";

import { PathInput } from "@/features/objects";
import { fill } from "@/i18n";
import { Card } from "@/ui";
import { useTrainingText } from "../text";
import { Objection } from "./Field";
import type { SectionProps } from "./section";
import type { ChannelValues } from "./values";

/** What goes into the container and what comes out of it. */
export function DataSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Card title={t.data}>
      <Channels
        kind="input"
        title={t.inputs}
        hint={t.inputsHint}
        add={t.addInput}
        rows={values.inputs}
        onRows={(inputs) => patch({ inputs })}
      />
      <Channels
        kind="output"
        title={t.outputs}
        hint={t.outputsHint}
        add={t.addOutput}
        rows={values.outputs}
        onRows={(outputs) => patch({ outputs })}
      />
    </Card>
  );
}

interface ChannelsProps {
  kind: "input" | "output";
  title: string;
  hint: string;
  add: string;
  rows: readonly ChannelValues[];
  onRows(rows: ChannelValues[]): void;
}

const firstNames = { input: "data_url", output: "train_url" } as const;

function Channels({ kind, title, hint, add, rows, onRows }: ChannelsProps) {
  const t = useTrainingText().form;
  const change = (at: number, part: Partial<ChannelValues>) =>
    onRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  const name = rows.length === 0 ? firstNames[kind] : "";
  return (
    <fieldset className="form-rows" data-testid={`${kind}s`}>
      <legend>{title}</legend>
      <p className="form-hint">{hint}</p>
      {rows.map((row, at) => (
        // Rows have no other identity than their place.
        <div className="channel" key={at}>
          <div className="channel-line">
            <Input
              className="mono channel-name"
              aria-label={t.channel}
              placeholder={t.channel}
              spellCheck={false}
              value={row.name}
              onChange={(event) => change(at, { name: event.target.value })}
              data-testid={`${kind}-name-${at}`}
            />
            <PathInput
              kind={kind === "input" ? "any" : "folder"}
              label={t.path}
              value={row.path}
              onChange={(path) => change(at, { path })}
              testId={`${kind}-path-${at}`}
            />
            <Select
              aria-label={t.access}
              className="channel-access"
              popupMatchSelectWidth={false}
              value={row.access}
              onChange={(access) => change(at, { access })}
              options={[
                { value: "parameter", label: fill(t.accessMethods.parameter, { name: row.name || "…" }) },
                { value: "env", label: t.accessMethods.env },
              ]}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={fill(t.remove, { name: row.name })}
              onClick={() => onRows(rows.filter((_row, index) => index !== at))}
            />
          </div>
          {kind === "output" && (
            <Checkbox
              checked={row.predownload === true}
              onChange={(event) => change(at, { predownload: event.target.checked })}
            >
              {t.predownload}
            </Checkbox>
          )}
          <Objection place={`algorithm.${kind}s[${at}]`} />
        </div>
      ))}
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onRows([...rows, { name, path: "", access: "parameter" }])}
        data-testid={`add-${kind}`}
      >
        {add}
      </Button>
    </fieldset>
  );
}
