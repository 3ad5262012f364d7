import { Table } from "antd";
import { Link } from "react-router";

import type { Job } from "@/client";
import { OBSLink } from "@/features/objects";
import { useFormat } from "@/i18n";
import { Badge, Card, CodeBlock, CopyButton, CopyValue, Facts } from "@/ui";
import { useTrainingText } from "../text";
import { commandLine } from "./commandLine";

type Channel = Job["algorithm"]["inputs"][number];

/** Everything a job was made of, with what people copy from it. */
export default function ConfigurationTab({ job }: { job: Job }) {
  const t = useTrainingText().configuration;
  const { algorithm } = job;
  const variables = Object.assign({}, ...algorithm.environments) as Record<string, string>;
  return (
    <div className="stack">
      <div className="configuration">
        <WhatRuns job={job} />
        <WhereItRuns job={job} />
      </div>
      <Channels title={t.inputs} rows={algorithm.inputs} />
      <Channels title={t.outputs} rows={algorithm.outputs} />
      <Pairs
        title={t.parameters}
        rows={algorithm.parameters.map(({ name, value }): [string, string] => [name, value])}
        asText={(rows) => rows.map(([name, value]) => `${name}=${value}`).join(";")}
      />
      <Pairs title={t.environment} rows={Object.entries(variables)} asText={lines} />
      {job.runtime && <Effective runtime={job.runtime} />}
    </div>
  );
}

/** Addresses are known when the tasks start; until then their place says whose they are. */
const shown = (value: string) => value.replace(/\{(address|port):([\w-]+)\}/g, "<$1 of $2>");

const lines = (rows: readonly [string, string][]) =>
  rows.map(([name, value]) => `${name}=${shown(value)}`).join("\n");

const copied = (text: string) => (text === "" ? null : <CopyValue text={text} />);

function WhatRuns({ job }: { job: Job }) {
  const t = useTrainingText().configuration;
  const { algorithm, runtime } = job;
  const { engine } = algorithm;
  const engineName = [engine.engine_name, engine.engine_version].filter((one) => one !== "").join(" ");
  return (
    <Card title={t.algorithm}>
      <Facts
        rows={[
          [t.engine, engineName === "" ? copied(engine.engine_id) : engineName],
          [t.image, copied(engine.image_url)],
          [t.codeDir, algorithm.code_dir === "" ? null : <OBSLink path={algorithm.code_dir} />],
          [t.bootFile, algorithm.boot_file === "" ? null : <OBSLink path={algorithm.boot_file} />],
          [t.command, algorithm.command === "" ? null : <CodeBlock text={algorithm.command} wrap />],
          [t.localCodeDir, copied(runtime?.code_dir ?? algorithm.local_code_dir)],
          [t.workingDir, copied(runtime?.working_dir ?? algorithm.working_dir)],
        ]}
      />
    </Card>
  );
}

function WhereItRuns({ job }: { job: Job }) {
  const t = useTrainingText().configuration;
  const format = useFormat();
  const { resource, schedule_policy, auto_stop, log_export_path } = job.spec;
  const restarts = job.metadata.annotations["fault-tolerance/job-retry-num"];
  return (
    <Card title={t.where}>
      <Facts
        rows={[
          [t.flavor, <Link to="/compute?tab=flavors">{resource.flavor_id}</Link>],
          [t.nodes, format.number(resource.node_count)],
          [t.pool, resource.pool_id === "" ? t.publicPool : resource.pool_id],
          [t.priority, format.number(schedule_policy.priority)],
          [t.runLimit, auto_stop === null ? t.noLimit : format.counted(t.hours, auto_stop.duration)],
          [t.restarts, restarts ?? t.none],
          [t.logPath, log_export_path.obs_url === "" ? t.none : <OBSLink path={log_export_path.obs_url} />],
        ]}
      />
    </Card>
  );
}

function Channels({ title, rows }: { title: string; rows: readonly Channel[] }) {
  const t = useTrainingText().configuration;
  if (rows.length === 0) return null;
  const methods: Readonly<Record<string, string>> = t.accessMethods;
  return (
    <Card flush title={title}>
      <Table<Channel>
        size="small"
        pagination={false}
        rowKey="name"
        dataSource={[...rows]}
        scroll={{ x: 640 }}
        columns={[
          { title: t.name, dataIndex: "name", className: "mono" },
          { title: t.path, key: "path", render: (_value, row) => <OBSLink path={row.remote.obs.obs_url} /> },
          { title: t.local, dataIndex: "local_dir", render: (path: string) => <CopyValue text={path} /> },
          {
            title: t.access,
            dataIndex: "access_method",
            render: (method: string) => <Badge>{methods[method] ?? method}</Badge>,
          },
        ]}
      />
    </Card>
  );
}

interface PairsProps {
  title: string;
  rows: readonly [string, string][];
  asText(rows: readonly [string, string][]): string;
}

function Pairs({ title, rows, asText }: PairsProps) {
  const t = useTrainingText().configuration;
  if (rows.length === 0) return null;
  return (
    <Card flush title={title} extra={<CopyButton text={asText(rows)} label={t.copyAll} labelled />}>
      <Table
        size="small"
        pagination={false}
        rowKey="name"
        dataSource={rows.map(([name, value]) => ({ name, value }))}
        columns={[
          { title: t.name, dataIndex: "name", className: "mono", width: "34%" },
          { title: t.value, dataIndex: "value", render: (value: string) => <CopyValue text={value} /> },
        ]}
      />
    </Card>
  );
}

function Effective({ runtime }: { runtime: NonNullable<Job["runtime"]> }) {
  const t = useTrainingText().configuration;
  return (
    <>
      <Card title={t.effectiveCommand}>
        <CodeBlock text={commandLine(runtime.command)} wrap />
      </Card>
      <Card title={t.effective} extra={<span className="faint">{t.masked}</span>}>
        <CodeBlock text={lines(Object.entries(runtime.environments).sort(([a], [b]) => (a < b ? -1 : 1)))} />
      </Card>
    </>
  );
}
