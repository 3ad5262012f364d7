import type { ReactNode } from "react";
import { Link } from "react-router";

import type { Service, ServiceConfig } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, CodeBlock, CopyValue, Facts, Status, type Tone } from "@/ui";
import { valuesOfService } from "../form/request";
import { useServingText } from "../text";

/** The configuration that is live now. */
export default function SettingsTab({ service }: { service: Service }) {
  const t = useServingText();
  const format = useFormat();
  const values = valuesOfService(service);
  return (
    <div className="stack">
      {service.config.map((one, at) => (
        <VersionSettings key={one.deployment_id} config={one} values={values.versions[at]} />
      ))}
      <div className="configuration">
        <Card title={t.form.access}>
          <Facts
            rows={[
              [t.form.auth, values.auth.map((type) => t.form.authTypes[type]).join(", ")],
              [
                t.form.rate,
                values.rate === null
                  ? t.form.noLimit
                  : `${format.number(values.rate)} ${t.form.rateUnits[values.rateUnit]}`,
              ],
              [t.form.allowed, values.allowed.join(", ")],
              [t.form.denied, values.denied.join(", ")],
              [t.form.timeout, format.seconds(values.timeoutSeconds)],
              [t.form.body, `${format.number(values.maxBodyMB)} MB`],
              [t.form.websocket, values.websocket ? t.settings.on : t.settings.off],
            ]}
          />
        </Card>
        <Card title={t.form.running}>
          <Facts
            rows={[
              [t.form.pool, service.pool_name ? <CopyValue text={service.pool_name} /> : null],
              [t.form.balance, t.form.balances[values.balance]],
              [t.form.autoStop, service.due_time ? format.dateTime(service.due_time) : t.form.never],
              ...values.rules.map((rule, at): [string, ReactNode] => [
                fill(t.settings.rule, { number: at + 1 }),
                <>
                  <span className="mono">{rule.condition}</span>
                  {rule.header !== "" && (
                    <span className="row-sub mono">
                      {rule.header}: {rule.value}
                    </span>
                  )}
                </>,
              ]),
            ]}
          />
        </Card>
      </div>
    </div>
  );
}

const tones: Readonly<Record<string, Tone>> = {
  running: "success",
  deploying: "info",
  concerning: "warning",
  failed: "danger",
};

interface VersionSettingsProps {
  config: ServiceConfig;
  values: ReturnType<typeof valuesOfService>["versions"][number] | undefined;
}

function VersionSettings({ config, values }: VersionSettingsProps) {
  const t = useServingText();
  const format = useFormat();
  const words: Readonly<Record<string, string>> = t.statuses;
  const lines = config.last_lines ?? [];
  const variables = Object.entries(config.envs);
  const scaling = values?.scaling ?? null;
  const size = values?.size ?? null;
  return (
    <Card
      title={
        <span className="line">
          {config.image ? (
            config.model_name
          ) : (
            <Link to={`/models/${config.model_id}`}>{config.model_name}</Link>
          )}
          <Badge>{config.model_version}</Badge>
          <Status tone={tones[config.status] ?? "neutral"}>{words[config.status] ?? config.status}</Status>
        </span>
      }
      extra={<strong>{format.percent(config.weight / 100)}</strong>}
    >
      {config.message && <p className="danger-text">{config.message}</p>}
      {lines.length > 0 && <CodeBlock text={lines.join("\n")} />}
      <Facts
        rows={[
          [t.settings.image, config.image ? <CopyValue text={config.image} /> : null],
          [
            t.form.flavor,
            size === null ? (
              <CopyValue text={config.specification} />
            ) : (
              [
                fill(t.settings.size, {
                  cores: format.number(size.cores),
                  memory: format.number(size.memoryGB),
                }),
                ...(size.cards > 0 ? [format.counted(t.settings.cards, size.cards)] : []),
              ].join(" · ")
            ),
          ],
          [
            t.form.instances,
            fill(t.settings.ready, {
              ready: format.number(config.ready_count),
              count: format.number(config.instance_count),
            }),
          ],
          [
            t.form.scaling,
            scaling === null
              ? t.settings.off
              : fill(t.settings.between, {
                  least: format.number(scaling.least),
                  most: format.number(scaling.most),
                }),
          ],
          [
            t.form.startLimit,
            values === undefined || values.startMinutes === null
              ? t.form.asUsual
              : format.seconds(values.startMinutes * 60),
          ],
          [
            t.form.schedules,
            scaling === null || scaling.schedules.length === 0 ? null : (
              <ul className="plain-list">
                {scaling.schedules.map((one, at) => (
                  <li key={at}>
                    <span className="mono">{one.schedule}</span> →{" "}
                    {format.counted(t.settings.count, one.instances)}
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            t.form.batchSize,
            values === undefined || values.batchSize === 1 ? t.settings.off : format.number(values.batchSize),
          ],
        ]}
      />
      {variables.length > 0 && (
        <CodeBlock text={variables.map(([name, value]) => `${name}=${value}`).join("\n")} />
      )}
    </Card>
  );
}
