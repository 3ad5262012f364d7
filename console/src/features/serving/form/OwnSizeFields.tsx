import { InputNumber, Switch } from "antd";

import { Field } from "@/ui";
import { useServingText } from "../text";
import { freshSize, type OwnSize } from "./values";

interface OwnSizeFieldsProps {
  name: string;
  /** Where the size goes in the request. */
  place: string;
  value: OwnSize | null;
  onChange(value: OwnSize | null): void;
}

/** A size of one's own in place of a flavor. */
export function OwnSizeFields({ name, place, value, onChange }: OwnSizeFieldsProps) {
  const t = useServingText().form;
  const fields = [
    { key: "cores", label: t.sizeCores, field: "cpu", least: 0.01, step: 0.5 },
    { key: "memoryGB", label: t.sizeMemory, field: "memory", least: 0.1, step: 1 },
    { key: "cards", label: t.sizeCards, field: "gpu_p4", least: 0, step: 1 },
  ] as const;
  return (
    <Field label={t.ownSize} place={place} hint={t.ownSizeHint} needed>
      <Switch
        aria-label={t.ownSize}
        checked={value !== null}
        onChange={(on) => onChange(on ? freshSize() : null)}
        data-testid={`own-${name}`}
      />
      {value !== null && (
        <div className="form-grid form-inner">
          {fields.map(({ key, label, field, least, step }) => (
            <Field key={key} id={`${name}-${key}`} label={label} place={`${place}.${field}`} needed>
              <InputNumber
                id={`${name}-${key}`}
                min={least}
                step={step}
                style={{ width: "100%" }}
                value={value[key]}
                onChange={(next) => onChange({ ...value, [key]: next ?? least })}
                data-testid={`${name}-${key}`}
              />
            </Field>
          ))}
        </div>
      )}
    </Field>
  );
}
