import { Input, InputNumber, Switch } from "antd";

import { Card, Field, Objection, PairRows } from "@/ui";
import { useRegistryText } from "../text";
import { DependencyRows } from "./DependencyRows";
import type { SectionProps } from "./SourceSection";
import { hasPackage } from "./values";

/** What a package says in its config.json, said here instead. */
export function DetailSection({ values, patch }: SectionProps) {
  const t = useRegistryText().form;
  const fromPackage = hasPackage(values);
  return (
    <Card title={t.details}>
      {fromPackage && (
        <Field id="config" label={t.config} place={["initial_config", "config"]} hint={t.configHint}>
          <JSONArea
            id="config"
            value={values.config}
            onChange={(config) => patch({ config })}
            placeholder='{"model_type": "Scikit_Learn", "model_algorithm": "digits", "apis": []}'
          />
        </Field>
      )}
      <Field id="apis" label={t.apis} place="apis" hint={t.apisHint}>
        <JSONArea
          id="apis"
          value={values.apis}
          onChange={(apis) => patch({ apis })}
          placeholder='[{"url": "/", "method": "post", "request": {"Content-type": "application/json"}}]'
        />
      </Field>
      {fromPackage && (
        <div className="form-pairs">
          <DependencyRows rows={values.dependencies} onRows={(dependencies) => patch({ dependencies })} />
          <Objection place="dependencies" />
        </div>
      )}
      <PairRows
        name="variable"
        place="envs"
        title={t.variables}
        hint={t.variablesHint}
        add={t.addVariable}
        rows={values.variables}
        onRows={(variables) => patch({ variables })}
      />
      <HealthFields values={values} patch={patch} />
    </Card>
  );
}

function HealthFields({ values, patch }: SectionProps) {
  const t = useRegistryText().form;
  return (
    <Field label={t.health} place="none" hint={t.healthHint} needed>
      <Switch
        aria-label={t.health}
        checked={values.health}
        onChange={(health) => patch({ health })}
        data-testid="model-health"
      />
      {values.health && (
        <div className="form-grid form-inner">
          <Field id="health-url" label={t.healthURL} place="health.url" needed>
            <Input
              id="health-url"
              className="mono"
              value={values.healthURL}
              onChange={(event) => patch({ healthURL: event.target.value })}
            />
          </Field>
          <Field id="health-delay" label={t.healthDelay} place="health.initial_delay_seconds" needed>
            <InputNumber
              id="health-delay"
              min={0}
              max={3600}
              precision={0}
              suffix={t.seconds}
              style={{ width: "100%" }}
              value={values.healthDelay}
              onChange={(healthDelay) => patch({ healthDelay: healthDelay ?? 0 })}
            />
          </Field>
        </div>
      )}
    </Field>
  );
}

interface JSONAreaProps {
  id: string;
  value: string;
  placeholder: string;
  onChange(value: string): void;
}

/** JSON as text, with what is wrong with it while it is typed. */
function JSONArea({ id, value, placeholder, onChange }: JSONAreaProps) {
  const t = useRegistryText().form;
  let problem = "";
  try {
    if (value.trim() !== "") JSON.parse(value);
  } catch (caught) {
    problem = caught instanceof Error ? caught.message : String(caught);
  }
  return (
    <>
      <Input.TextArea
        id={id}
        className="mono"
        autoSize={{ minRows: 2, maxRows: 16 }}
        spellCheck={false}
        status={problem === "" ? "" : "error"}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-testid={`model-${id}`}
      />
      {problem !== "" && (
        <div className="form-objection" role="alert">
          {t.noJSON} {problem}
        </div>
      )}
    </>
  );
}
