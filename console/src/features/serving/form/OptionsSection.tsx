import { Checkbox, Input, InputNumber, Select, Space, Switch } from "antd";

import { Card, Field, Objection, Rows } from "@/ui";
import { useServingText } from "../text";
import {
  authTypes,
  rateUnits,
  stopUnits,
  type AuthType,
  type RuleValues,
  type ServiceValues,
} from "./values";

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
          options={authTypes
            // Tokens bring signatures along; alone they are for those who want nothing else.
            .filter((value) => value !== "AKSK" || values.auth.includes("AKSK"))
            .map((value) => ({ value, label: t.authTypes[value] }))}
        />
      </Field>
      <div className="form-grid">
        <Field id="rate" label={t.rate} place={`${limits}.rate_limit`} hint={t.rateHint}>
          <Space.Compact block>
            <InputNumber
              id="rate"
              min={1}
              max={1_000_000}
              precision={0}
              placeholder={t.noLimit}
              disabled={values.websocket}
              style={{ width: "100%" }}
              value={values.rate}
              onChange={(rate) => patch({ rate })}
              data-testid="rate-limit"
            />
            <Select
              aria-label={t.rateUnit}
              style={{ width: 130 }}
              disabled={values.websocket}
              value={values.rateUnit}
              onChange={(rateUnit) => patch({ rateUnit })}
              options={rateUnits.map((value) => ({ value, label: t.rateUnits[value] }))}
            />
          </Space.Compact>
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
      <div className="form-grid form-grid-wide">
        <Field id="allowed" label={t.allowed} place={`${limits}.ip_white_list`} hint={t.allowedHint}>
          <Addresses id="allowed" value={values.allowed} onChange={(allowed) => patch({ allowed })} />
        </Field>
        <Field id="denied" label={t.denied} place={`${limits}.ip_black_list`} hint={t.deniedHint}>
          <Addresses id="denied" value={values.denied} onChange={(denied) => patch({ denied })} />
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

interface AddressesProps {
  id: string;
  value: string[];
  onChange(value: string[]): void;
}

/** Addresses and networks, as many as are typed or pasted. */
function Addresses({ id, value, onChange }: AddressesProps) {
  return (
    <Select<string[]>
      id={id}
      mode="tags"
      open={false}
      suffixIcon={null}
      placeholder="10.0.0.0/8"
      tokenSeparators={[",", " ", ";", "\n", "\t"]}
      value={value}
      onChange={(next) => onChange(next.map((one) => one.trim()).filter((one) => one !== ""))}
      data-testid={id}
    />
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
          <Space.Compact block>
            <InputNumber
              id="stop"
              min={1}
              max={1_000_000}
              precision={0}
              placeholder={t.never}
              style={{ width: "100%" }}
              value={values.stopAfter}
              onChange={(stopAfter) => patch({ stopAfter })}
              data-testid="auto-stop"
            />
            <Select
              aria-label={t.stopUnit}
              style={{ width: 130 }}
              value={values.stopUnit}
              onChange={(stopUnit) => patch({ stopUnit })}
              options={stopUnits.map((value) => ({ value, label: t.stopUnits[value] }))}
            />
          </Space.Compact>
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
      below={(row, at, change) => (
        <>
          <div className="form-row-line form-row-more">
            <span className="faint">{t.ruleHeader}</span>
            <Input
              className="mono"
              aria-label={t.headerName}
              placeholder={t.headerName}
              spellCheck={false}
              maxLength={128}
              value={row.header}
              onChange={(event) => change({ header: event.target.value })}
              data-testid={`rule-header-${at}`}
            />
            <Input
              className="mono"
              aria-label={t.headerValue}
              placeholder={t.headerValue}
              spellCheck={false}
              maxLength={256}
              value={row.value}
              onChange={(event) => change({ value: event.target.value })}
              data-testid={`rule-value-${at}`}
            />
          </div>
          <Objection place={`traffic_rules.${at}`} />
        </>
      )}
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
