import { Checkbox, Input, InputNumber, Select, Switch } from "antd";

import { Card, Field, Objection, Rows } from "@/ui";
import { useServingText } from "../text";
import { authTypes, type AuthType, type RuleValues, type ServiceValues } from "./values";

export interface SectionProps {
  values: ServiceValues;
  patch(change: Partial<ServiceValues>): void;
}

/** Who may call a service, and what it takes. */
export function AccessSection({ values, patch, isNew }: SectionProps & { isNew: boolean }) {
  const t = useServingText().form;
  const limits = "runtime_config.service_limit";
  return (
    <Card title={t.access}>
      <Field
        label={t.auth}
        place="runtime_config.service_invoke.auth_type"
        hint={values.auth.includes("NONE") ? t.openHint : t.authHint}
        needed
      >
        <Checkbox.Group
          value={values.auth}
          onChange={(next) => patch({ auth: withoutContradiction(values.auth, next) })}
          options={authTypes.map((value) => ({ value, label: t.authTypes[value] }))}
        />
      </Field>
      <div className="form-grid">
        <Field id="rate" label={t.rate} place={`${limits}.rate_limit`} hint={t.rateHint}>
          <InputNumber
            id="rate"
            min={1}
            max={1_000_000}
            precision={0}
            placeholder={t.noLimit}
            suffix={t.rateUnit}
            disabled={values.websocket}
            style={{ width: "100%" }}
            value={values.ratePerSecond}
            onChange={(ratePerSecond) => patch({ ratePerSecond })}
            data-testid="rate-limit"
          />
        </Field>
        <Field id="timeout" label={t.timeout} place={`${limits}.request_timeout`} needed>
          <InputNumber
            id="timeout"
            min={1}
            max={86_400}
            precision={0}
            suffix={t.seconds}
            style={{ width: "100%" }}
            value={values.timeoutSeconds}
            onChange={(timeoutSeconds) => patch({ timeoutSeconds: timeoutSeconds ?? 60 })}
            data-testid="timeout"
          />
        </Field>
        <Field id="body" label={t.body} place={`${limits}.request_size_limit`} needed>
          <InputNumber
            id="body"
            min={1}
            max={2048}
            precision={0}
            suffix="MB"
            style={{ width: "100%" }}
            value={values.maxBodyMB}
            onChange={(maxBodyMB) => patch({ maxBodyMB: maxBodyMB ?? 12 })}
          />
        </Field>
      </div>
      <Field label={t.websocket} place="additional_properties" hint={t.websocketHint} needed>
        <Switch
          aria-label={t.websocket}
          disabled={!isNew}
          checked={values.websocket}
          onChange={(websocket) => patch({ websocket })}
        />
      </Field>
    </Card>
  );
}

/** Nobody needs a key where everybody is let in. */
function withoutContradiction(before: readonly AuthType[], next: AuthType[]): AuthType[] {
  if (next.includes("NONE") && !before.includes("NONE")) return ["NONE"];
  return next.length > 1 ? next.filter((type) => type !== "NONE") : next;
}

interface RunSectionProps extends SectionProps {
  /** The models that a rule can name. */
  models: readonly { id: string; name: string }[];
}

/** How long it runs, how requests are shared out, and which callers get which version. */
export function RunSection({ values, patch, models }: RunSectionProps) {
  const t = useServingText().form;
  return (
    <Card title={t.running}>
      <div className="form-grid">
        <Field id="stop" label={t.autoStop} place="schedule" hint={t.autoStopHint}>
          <InputNumber
            id="stop"
            min={1}
            max={720}
            precision={0}
            placeholder={t.never}
            suffix={t.hours}
            style={{ width: "100%" }}
            value={values.stopAfterHours}
            onChange={(stopAfterHours) => patch({ stopAfterHours })}
            data-testid="auto-stop"
          />
        </Field>
        <Field label={t.balance} place="load_balancer_policy" needed>
          <Select
            aria-label={t.balance}
            value={values.balance}
            onChange={(balance) => patch({ balance })}
            options={(["ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_IP"] as const).map((value) => ({
              value,
              label: t.balances[value],
            }))}
          />
        </Field>
      </div>
      <RuleRows values={values} patch={patch} models={models} />
    </Card>
  );
}

const mostRules = 10;

function RuleRows({ values, patch, models }: RunSectionProps) {
  const t = useServingText().form;
  return (
    <Rows<RuleValues>
      name="rule"
      title={t.rules}
      hint={t.rulesHint}
      add={t.addRule}
      most={mostRules}
      rows={values.rules}
      onRows={(rules) => patch({ rules })}
      fresh={() => ({ condition: "", modelId: models[0]?.id ?? "", header: "", value: "" })}
      nameOf={(row) => row.condition}
      below={(_row, at) => <Objection place={`traffic_rules.${at}`} />}
    >
      {(row, at, change) => (
        <>
          <Input
            className="mono form-row-wide"
            aria-label={t.condition}
            placeholder="#HEADER_tier == 'gold'"
            spellCheck={false}
            value={row.condition}
            onChange={(event) => change({ condition: event.target.value })}
            data-testid={`rule-condition-${at}`}
          />
          <Select
            aria-label={t.ruleModel}
            className="form-row-wide"
            value={row.modelId === "" ? undefined : row.modelId}
            onChange={(modelId) => change({ modelId })}
            options={models.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </>
      )}
    </Rows>
  );
}
