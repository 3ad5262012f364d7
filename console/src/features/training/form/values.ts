import type { Job, JobCreate } from "@/client";

/** What runs: a preset engine or an image with a boot file, or an image with a command line. */
export type Way = "preset" | "custom" | "command";

export interface Pair {
  name: string;
  value: string;
}

export interface ChannelValues {
  name: string;
  path: string;
  access: "parameter" | "env";
  /** Of an output: what lies at the place is copied in before the start. */
  predownload?: boolean;
}

export interface JobValues {
  name: string;
  description: string;
  way: Way;
  engine: string;
  image: string;
  codeDir: string;
  bootFile: string;
  command: string;
  inputs: ChannelValues[];
  outputs: ChannelValues[];
  parameters: Pair[];
  environment: Pair[];
  pool: string;
  flavor: string;
  nodes: number;
  priority: number;
  hours: number | null;
  restarts: number;
  unconditional: boolean;
  logPath: string;
}

const retryNumber = "fault-tolerance/job-retry-num";
const retryAlways = "fault-tolerance/job-unconditional-retry";

export function freshValues(): JobValues {
  const stamp = Math.floor(Date.now() / 1000).toString(36);
  return {
    name: `job-${stamp}`,
    description: "",
    way: "preset",
    engine: "",
    image: "",
    codeDir: "",
    bootFile: "",
    command: "",
    inputs: [],
    outputs: [],
    parameters: [],
    environment: [],
    pool: "",
    flavor: "",
    nodes: 1,
    priority: 1,
    hours: null,
    restarts: 0,
    unconditional: false,
    logPath: "",
  };
}

const named = <T extends { name: string }>(rows: readonly T[]) =>
  rows.filter((row) => row.name.trim() !== "");

/** The request that a form means; rows without a name are still being filled in. */
export function bodyOf(values: JobValues): JobCreate {
  const { way } = values;
  const annotations: Record<string, string> = {};
  if (values.restarts > 0) annotations[retryNumber] = String(values.restarts);
  if (values.restarts > 0 && values.unconditional) annotations[retryAlways] = "true";
  const channel = ({ name, path, access }: ChannelValues) => ({
    name: name.trim(),
    access_method: access,
    remote: { obs: { obs_url: path.trim() } },
  });
  return {
    kind: "job",
    metadata: {
      name: values.name.trim(),
      ...(values.description !== "" && { description: values.description }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    algorithm: {
      engine: way === "preset" ? { engine_id: values.engine } : { image_url: values.image.trim() },
      ...(values.codeDir !== "" && { code_dir: values.codeDir.trim() }),
      ...(way === "command" ? { command: values.command } : { boot_file: values.bootFile.trim() }),
      parameters: named(values.parameters).map(({ name, value }) => ({ name: name.trim(), value })),
      inputs: named(values.inputs).map(channel),
      outputs: named(values.outputs).map((row) => ({
        ...channel(row),
        ...(row.predownload === true && { prefetch_to_local: true }),
      })),
      ...(named(values.environment).length > 0 && {
        environments: Object.fromEntries(
          named(values.environment).map(({ name, value }) => [name.trim(), value]),
        ),
      }),
    },
    spec: {
      resource: {
        flavor_id: values.flavor,
        node_count: values.nodes,
        ...(values.pool !== "" && { pool_id: values.pool }),
      },
      ...(values.logPath !== "" && { log_export_path: { obs_url: values.logPath.trim() } }),
      ...(values.hours !== null && { auto_stop: { time_unit: "HOURS", duration: values.hours } }),
      ...(values.priority !== 1 && { schedule_policy: { priority: values.priority } }),
    },
  };
}

/** The form that would make a job like this one. */
export function valuesOf(job: Job): JobValues {
  const { metadata, algorithm, spec } = job;
  const channel = (row: Job["algorithm"]["inputs"][number]): ChannelValues => ({
    name: row.name,
    path: row.remote.obs.obs_url,
    access: row.access_method === "env" ? "env" : "parameter",
  });
  const engine = algorithm.engine;
  const annotations = metadata.annotations;
  return {
    name: againName(metadata.name),
    description: metadata.description,
    way: algorithm.command !== "" ? "command" : engine.engine_id !== "" ? "preset" : "custom",
    engine: engine.engine_id,
    image: engine.image_url,
    codeDir: algorithm.code_dir,
    bootFile: algorithm.boot_file,
    command: algorithm.command,
    inputs: algorithm.inputs.map(channel),
    outputs: algorithm.outputs.map((row) => ({ ...channel(row), predownload: row.prefetch_to_local })),
    parameters: algorithm.parameters.map(({ name, value }) => ({ name, value })),
    environment: algorithm.environments
      .flatMap(Object.entries<string>)
      .map(([name, value]) => ({ name, value })),
    pool: spec.resource.pool_id,
    flavor: spec.resource.flavor_id,
    nodes: spec.resource.node_count,
    priority: spec.schedule_policy.priority,
    hours: spec.auto_stop?.duration ?? null,
    restarts: Number(annotations[retryNumber] ?? 0) || 0,
    unconditional: annotations[retryAlways] === "true",
    logPath: spec.log_export_path.obs_url,
  };
}

/** `train` → `train-2`, `train-2` → `train-3`, never longer than a name may be. */
export function againName(name: string): string {
  const match = /^(.*)-(\d{1,4})$/.exec(name);
  const [stem, number] = match === null ? [name, 2] : [match[1] ?? "", Number(match[2]) + 1];
  const end = `-${number}`;
  return stem.slice(0, 64 - end.length) + end;
}

/** `a=1;b=2`, or the same on lines: how people carry parameters from one place to another. */
export function readPairs(pasted: string): Pair[] {
  if (!pasted.includes("=")) return [];
  return pasted
    .split(/[;\n]/)
    .map((part) => part.trim().replace(/^--/, ""))
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at === -1
        ? { name: part, value: "" }
        : { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
    });
}
