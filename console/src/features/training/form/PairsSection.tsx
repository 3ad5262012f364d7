import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import type { ClipboardEvent } from "react";

import { fill } from "@/i18n";
import { Card } from "@/ui";
import { useTrainingText } from "../text";
import { Objection } from "./Field";
import type { SectionProps } from "./section";
import { readPairs, type Pair } from "./values";

/** Hyper-parameters and variables. */
export function PairsSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Card title={t.parametersTitle}>
      <Pairs
        testId="parameter"
        place="algorithm.parameters"
        title={t.parameters}
        hint={t.parametersHint}
        add={t.addParameter}
        rows={values.parameters}
        onRows={(parameters) => patch({ parameters })}
      />
      <Pairs
        testId="variable"
        place="algorithm.environments"
        title={t.environment}
        add={t.addVariable}
        rows={values.environment}
        onRows={(environment) => patch({ environment })}
      />
    </Card>
  );
}

interface PairsProps {
  testId: string;
  place: string;
  title: string;
  hint?: string;
  add: string;
  rows: readonly Pair[];
  onRows(rows: Pair[]): void;
}

function Pairs({ testId, place, title, hint, add, rows, onRows }: PairsProps) {
  const t = useTrainingText().form;
  const change = (at: number, part: Partial<Pair>) =>
    onRows(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));

  /** `a=1;b=2` pasted into a name becomes rows in its place. */
  function paste(event: ClipboardEvent, at: number) {
    const pairs = readPairs(event.clipboardData.getData("text"));
    if (pairs.length === 0) return;
    event.preventDefault();
    onRows([...rows.slice(0, at), ...pairs, ...rows.slice(at + 1)]);
  }

  return (
    <fieldset className="form-rows" data-testid={`${testId}s`}>
      <legend>{title}</legend>
      {hint !== undefined && <p className="form-hint">{hint}</p>}
      {rows.map((row, at) => (
        <div className="pair" key={at}>
          <Input
            className="mono"
            aria-label={t.parameterName}
            placeholder={t.parameterName}
            spellCheck={false}
            value={row.name}
            onChange={(event) => change(at, { name: event.target.value })}
            onPaste={(event) => paste(event, at)}
            data-testid={`${testId}-name-${at}`}
          />
          <Input
            className="mono"
            aria-label={t.value}
            placeholder={t.value}
            spellCheck={false}
            value={row.value}
            onChange={(event) => change(at, { value: event.target.value })}
            data-testid={`${testId}-value-${at}`}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={fill(t.remove, { name: row.name })}
            onClick={() => onRows(rows.filter((_row, index) => index !== at))}
          />
        </div>
      ))}
      <Objection place={place} />
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onRows([...rows, { name: "", value: "" }])}
        data-testid={`add-${testId}`}
      >
        {add}
      </Button>
    </fieldset>
  );
}
