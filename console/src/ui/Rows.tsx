import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Input } from "antd";
import type { ClipboardEvent, ReactNode } from "react";

import { fill } from "@/i18n";
import { Objection } from "./Field";
import { readPairs, type Pair } from "./pairs";
import { useUIText } from "./text";

interface RowsProps<R> {
  /** Test ids are made of it: `add-input`, `inputs`. */
  name: string;
  title: ReactNode;
  hint?: ReactNode;
  add: string;
  rows: readonly R[];
  fresh(): R;
  onRows(rows: R[]): void;
  /** How a row is called in the label of its button; by its place where it has no name. */
  nameOf(row: R): string;
  /** The fields of a row; `change` puts other values into it. */
  children(row: R, at: number, change: (part: Partial<R>) => void): ReactNode;
  /** What stands below the fields of a row. */
  below?(row: R, at: number, change: (part: Partial<R>) => void): ReactNode;
  most?: number;
}

/** A part of a form with rows of the same fields, as many as somebody wants. */
export function Rows<R extends object>(props: RowsProps<R>) {
  const { name, title, hint, add, rows, fresh, onRows, nameOf, children, below, most = 100 } = props;
  const t = useUIText();
  return (
    <fieldset className="form-rows" data-testid={`${name}s`}>
      <legend>{title}</legend>
      {hint !== undefined && <p className="form-hint">{hint}</p>}
      {rows.map((row, at) => {
        const change = (part: Partial<R>) =>
          onRows(rows.map((one, index) => (index === at ? { ...one, ...part } : one)));
        return (
          // Rows have no other identity than their place.
          <div className="form-row" key={at} data-testid={`${name}-${at}`}>
            <div className="form-row-line">
              {children(row, at, change)}
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={fill(t.remove, { name: nameOf(row) || at + 1 })}
                onClick={() => onRows(rows.filter((_row, index) => index !== at))}
              />
            </div>
            {below?.(row, at, change)}
          </div>
        );
      })}
      {rows.length < most && (
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => onRows([...rows, fresh()])}
          data-testid={`add-${name}`}
        >
          {add}
        </Button>
      )}
    </fieldset>
  );
}

interface PairRowsProps {
  name: string;
  /** Where the pairs go in the request. */
  place: string;
  title: string;
  hint?: string;
  add: string;
  rows: readonly Pair[];
  onRows(rows: Pair[]): void;
}

/** Names with values, such as variables; several can be pasted at once. */
export function PairRows({ name, place, title, hint, add, rows, onRows }: PairRowsProps) {
  const t = useUIText();

  /** `a=1;b=2` pasted into a name becomes rows in its place. */
  function paste(event: ClipboardEvent, at: number) {
    const pairs = readPairs(event.clipboardData.getData("text"));
    if (pairs.length === 0) return;
    event.preventDefault();
    onRows([...rows.slice(0, at), ...pairs, ...rows.slice(at + 1)]);
  }

  return (
    <div className="form-pairs">
      <Rows<Pair>
        name={name}
        title={title}
        hint={hint}
        add={add}
        rows={rows}
        onRows={onRows}
        fresh={() => ({ name: "", value: "" })}
        nameOf={(row) => row.name}
      >
        {(row, at, change) => (
          <>
            <Input
              className="mono form-row-name"
              aria-label={t.name}
              placeholder={t.name}
              spellCheck={false}
              value={row.name}
              onChange={(event) => change({ name: event.target.value })}
              onPaste={(event) => paste(event, at)}
              data-testid={`${name}-name-${at}`}
            />
            <Input
              className="mono"
              aria-label={t.value}
              placeholder={t.value}
              spellCheck={false}
              value={row.value}
              onChange={(event) => change({ value: event.target.value })}
              data-testid={`${name}-value-${at}`}
            />
          </>
        )}
      </Rows>
      <Objection place={place} />
    </div>
  );
}
