import { Input, InputNumber, Select, Switch } from "antd";

import { PathInput } from "@/features/objects";
import { useLocale } from "@/i18n";
import { Field } from "@/ui";
import type { Operator, Parameter, Values } from "./api";
import { useProcessingText } from "./text";

/** The values that an operator begins with. */
export function usualValues(operator: Operator): Values {
  const found: Values = {};
  for (const one of operator.parameters ?? []) {
    if (one.name !== "path") found[one.name] = (one.default ?? null) as Values[string];
  }
  return found;
}

interface FieldsProps {
  operator: Operator;
  values: Values;
  onChange(values: Values): void;
}

/** A form made of what an operator says that it takes. */
export function ParameterFields({ operator, values, onChange }: FieldsProps) {
  const t = useProcessingText();
  const { language } = useLocale();
  const shown = (operator.parameters ?? []).filter((one) => one.name !== "path");
  if (shown.length === 0)
    return operator.template_id === "user_operator" ? null : <p className="soft">{t.noOptions}</p>;
  return (
    <div className="processing-form">
      {shown.map((one) => (
        <Field
          key={one.name}
          id={`parameter-${one.name}`}
          label={one.name}
          place={`template.operator_params.0.params.${one.name}`}
          hint={language === "zh" ? one.label_zh : one.label_en}
          needed={one.required === true}
        >
          <Control
            parameter={one}
            value={values[one.name] ?? null}
            onChange={(value) => onChange({ ...values, [one.name]: value })}
          />
        </Field>
      ))}
    </div>
  );
}

interface ControlProps {
  parameter: Parameter;
  value: Values[string];
  onChange(value: Values[string]): void;
}

function Control({ parameter, value, onChange }: ControlProps) {
  const t = useProcessingText();
  const id = `parameter-${parameter.name}`;
  switch (parameter.type) {
    case "boolean":
      return <Switch id={id} checked={value === true} onChange={onChange} />;
    case "choice":
      return (
        <Select
          id={id}
          value={String(value ?? "")}
          options={(parameter.choices ?? []).map((one) => ({ value: one, label: one }))}
          onChange={onChange}
        />
      );
    case "path":
      return (
        <PathInput
          id={id}
          kind="folder"
          label={parameter.name}
          value={String(value ?? "")}
          onChange={onChange}
          testId={id}
        />
      );
    case "integer":
    case "number":
      return (
        <InputNumber
          id={id}
          style={{ width: "100%" }}
          value={typeof value === "number" ? value : null}
          placeholder={t.automatic}
          {...(parameter.min != null && { min: parameter.min })}
          {...(parameter.max != null && { max: parameter.max })}
          {...(parameter.type === "integer" && { precision: 0 })}
          onChange={onChange}
        />
      );
    default:
      return <Input id={id} value={String(value ?? "")} onChange={(event) => onChange(event.target.value)} />;
  }
}
