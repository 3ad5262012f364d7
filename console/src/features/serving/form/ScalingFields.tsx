import { Input, InputNumber } from "antd";

import { Field, Objection, Rows } from "@/ui";
import { useServingText } from "../text";
import type { CronValues, ScalingValues } from "./values";

interface ScalingFieldsProps {
  value: ScalingValues;
  onChange(value: ScalingValues): void;
}

/** By what the number of instances follows the load, and between which bounds. */
export function ScalingFields({ value, onChange }: ScalingFieldsProps) {
  const t = useServingText().form;
  const fields = [
    { name: "least", label: t.least, hint: t.leastHint, min: 0, max: 128, empty: false },
    { name: "most", label: t.most, hint: "", min: 1, max: 128, empty: false },
    { name: "concurrency", label: t.concurrency, hint: "", min: 0.1, max: 100_000, empty: true },
    { name: "perSecond", label: t.perSecond, hint: "", min: 0.1, max: 1_000_000, empty: true },
    { name: "cpu", label: t.cpu, hint: "", min: 1, max: 100, empty: true },
    { name: "idleSeconds", label: t.idle, hint: t.idleHint, min: 10, max: 86_400, empty: false },
  ] as const;
  return (
    <div className="form-grid form-inner">
      {fields.map(({ name, label, hint, min, max, empty }) => (
        <Field key={name} id={`scaling-${name}`} label={label} place="none" hint={hint} needed={!empty}>
          <InputNumber
            id={`scaling-${name}`}
            min={min}
            max={max}
            style={{ width: "100%" }}
            value={value[name]}
            onChange={(next) => onChange({ ...value, [name]: next ?? (empty ? null : min) })}
            data-testid={`scaling-${name}`}
          />
        </Field>
      ))}
    </div>
  );
}

interface CronRowsProps {
  name: string;
  place: string;
  rows: readonly CronValues[];
  onRows(rows: CronValues[]): void;
}

/** Times from which on there are to be so many instances, whatever the load. */
export function CronRows({ name, place, rows, onRows }: CronRowsProps) {
  const t = useServingText().form;
  return (
    <Rows<CronValues>
      name={name}
      title={t.schedules}
      hint={t.schedulesHint}
      add={t.addSchedule}
      most={20}
      rows={rows}
      onRows={onRows}
      fresh={() => ({ schedule: "0 8 * * 1-5", instances: 2 })}
      nameOf={(row) => row.schedule}
      below={(_row, at) => <Objection place={`${place}.${at}`} />}
    >
      {(row, at, change) => (
        <>
          <Input
            className="mono form-row-wide"
            aria-label={t.cron}
            placeholder="0 8 * * 1-5"
            spellCheck={false}
            maxLength={100}
            value={row.schedule}
            onChange={(event) => change({ schedule: event.target.value })}
            data-testid={`${name}-cron-${at}`}
          />
          <InputNumber
            aria-label={t.instances}
            min={0}
            max={128}
            precision={0}
            suffix={t.instances}
            value={row.instances}
            onChange={(instances) => change({ instances: instances ?? 0 })}
            data-testid={`${name}-count-${at}`}
          />
        </>
      )}
    </Rows>
  );
}
