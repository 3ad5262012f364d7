import { Link } from "react-router";

import type { Model } from "@/client";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Card, CodeBlock, CopyValue, Facts, prettyJSON } from "@/ui";
import { readDependencies } from "../form/values";
import { useRegistryText } from "../text";

/** Where a model came from, what runs it, and what its package says. */
export function ConfigurationTab({ model }: { model: Model }) {
  const t = useRegistryText().configuration;
  const job = model.source_job_id ?? "";
  const metrics = metricsOf(model.model_metrics);
  const dependencies = readDependencies(model.dependencies);
  const variables = Object.entries(model.envs ?? {});
  const copied = (text: string | null | undefined) => (text ? <CopyValue text={text} /> : null);
  return (
    <div className="stack">
      <div className="configuration">
        <Card title={t.origin}>
          <Facts
            rows={[
              [t.job, job === "" ? null : <Link to={`/training/jobs/${job}`}>{job}</Link>],
              [
                t.location,
                model.source_location.startsWith("obs://") ? (
                  <OBSLink path={model.source_location} />
                ) : (
                  copied(model.source_location)
                ),
              ],
              [t.engine, model.model_type],
              [t.algorithm, model.model_algorithm],
              [t.kinds, model.install_type.join(", ")],
            ]}
          />
        </Card>
        <Card title={t.runs}>
          <Facts
            rows={[
              [t.image, copied(model.image_address)],
              [t.runtime, copied(model.runtime)],
              [t.code, model.execution_code ? <OBSLink path={model.execution_code} /> : null],
              [t.command, copied(model.cmd)],
              [t.listens, model.port ? `${(model.protocol ?? "http").toUpperCase()} · ${model.port}` : null],
              [t.health, model.health ? copied(model.health["url"] ?? model.health["command"]) : null],
              [t.mode, model.request_mode],
            ]}
          />
        </Card>
      </div>
      {metrics.length > 0 && <Metrics metrics={metrics} />}
      {dependencies.length > 0 && (
        <Card title={t.dependencies}>
          <CodeBlock
            text={dependencies
              .map(({ name, restraint, version }) =>
                restraint === "" ? name : `${name}${signs[restraint]}${version}`,
              )
              .join("\n")}
          />
        </Card>
      )}
      {variables.length > 0 && (
        <Card title={t.variables}>
          <CodeBlock text={variables.map(([name, value]) => `${name}=${value}`).join("\n")} />
        </Card>
      )}
      <Card title={fill(t.config, { file: "config.json" })}>
        <CodeBlock text={prettyJSON(model.config)} wrap />
      </Card>
    </div>
  );
}

const signs = { EXACT: "==", ATLEAST: ">=", ATMOST: "<=" } as const;

type Metric = readonly [name: string, value: number];

function metricsOf(text: string | null | undefined): Metric[] {
  try {
    const found: unknown = JSON.parse(text ?? "{}");
    if (typeof found !== "object" || found === null) return [];
    return Object.entries(found).flatMap(([name, value]) => {
      const number = Number(value);
      return Number.isFinite(number) ? [[name, number] as const] : [];
    });
  } catch {
    return [];
  }
}

function Metrics({ metrics }: { metrics: readonly Metric[] }) {
  const t = useRegistryText().configuration;
  const format = useFormat();
  const names: Readonly<Record<string, string>> = t.metricNames;
  return (
    <div className="sums" data-testid="model-metrics">
      {metrics.map(([name, value]) => (
        <Card key={name} className="sum">
          <span className="soft">{names[name] ?? name}</span>
          <strong>{value <= 1 ? format.percent(value) : format.number(value)}</strong>
        </Card>
      ))}
    </div>
  );
}
