import type { Job, JobCreate } from "@/client";
import type { Pair } from "@/ui";

/** What runs: a preset engine or an image with a boot file, or an image with a command line. */
export type Way = "preset" | "custom" | "command";

export interface ChannelValues {
  name: string;
  path: string;
  access: "parameter" | "env";
  /** Of an output: what lies at the place is copied in before the start. */
  predownload?: boolean;
  /** Of an input: seen read-only from a copy that the machine keeps, instead of copied into each task. */
  mounted?: boolean;
}

/** A directory of the machines that the job sees, too. */
export interface VolumeValues {
  source: string;
  target: string;
  readOnly: boolean;
}

/** What a task gets instead of all that its flavor has. */
export interface OwnSize {
  cores: number;
  memoryGB: number;
  cards: number;
}

/** What starts the boot file. */
export type Launcher = "python" | "torchrun";

export interface JobValues {
  name: string;
  description: string;
  way: Way;
  engine: string;
  image: string;
  codeDir: string;
  bootFile: string;
  launcher: Launcher;
  /** Processes that torchrun starts on each node; null for one a card. */
  processes: number | null;
  command: string;
  inputs: ChannelValues[];
  outputs: ChannelValues[];
  volumes: VolumeValues[];
  parameters: Pair[];
  environment: Pair[];
  pool: string;
  flavor: string;
  size: OwnSize | null;
  nodes: number;
  priority: number;
  hours: number | null;
  restarts: number;
  unconditional: boolean;
  logPath: string;
}

const retryNumber = "fault-tolerance/job-retry-num";
const retryAlways = "fault-tolerance/job-unconditional-retry";
const launcherName = "modelyard/launcher";
const mountedName = "modelyard/mounted-inputs";
const processesName = "modelyard/processes-per-node";

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
    launcher: "python",
    processes: null,
    command: "",
    inputs: [],
    outputs: [],
    volumes: [],
    parameters: [],
    environment: [],
    pool: "",
    flavor: "",
    size: null,
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
  if (way !== "command" && values.launcher === "torchrun") {
    annotations[launcherName] = "torchrun";
    if (values.processes !== null) annotations[processesName] = String(values.processes);
  }
  const mounted = named(values.inputs).filter((row) => row.mounted === true);
  if (mounted.length > 0) annotations[mountedName] = mounted.map(({ name }) => name.trim()).join(",");
  const volumes = values.volumes.filter(({ source, target }) => source.trim() !== "" || target.trim() !== "");
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
        ...(values.size !== null && {
          main_container_customized_flavor: {
            cpu_core_num: values.size.cores,
            mem_size: values.size.memoryGB,
            accelerator_num: values.size.cards,
          },
        }),
      },
      ...(volumes.length > 0 && {
        volumes: volumes.map(({ source, target, readOnly }) => ({
          nfs: { nfs_server_path: source.trim(), local_path: target.trim(), read_only: readOnly },
        })),
      }),
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
  const size = spec.resource.main_container_customized_flavor;
  const mounted = (annotations[mountedName] ?? "").split(",").map((name) => name.trim());
  return {
    name: againName(metadata.name),
    description: metadata.description,
    way: algorithm.command !== "" ? "command" : engine.engine_id !== "" ? "preset" : "custom",
    engine: engine.engine_id,
    image: engine.image_url,
    codeDir: algorithm.code_dir,
    bootFile: algorithm.boot_file,
    launcher: annotations[launcherName] === "torchrun" ? "torchrun" : "python",
    processes: Number(annotations[processesName] ?? 0) || null,
    command: algorithm.command,
    inputs: algorithm.inputs.map((row) => ({
      ...channel(row),
      mounted: mounted.includes("*") || mounted.includes(row.name),
    })),
    outputs: algorithm.outputs.map((row) => ({ ...channel(row), predownload: row.prefetch_to_local })),
    volumes: spec.volumes.map(({ nfs }) => ({
      source: nfs.nfs_server_path,
      target: nfs.local_path,
      readOnly: nfs.read_only,
    })),
    parameters: algorithm.parameters.map(({ name, value }) => ({ name, value })),
    environment: algorithm.environments
      .flatMap(Object.entries<string>)
      .map(([name, value]) => ({ name, value })),
    pool: spec.resource.pool_id,
    flavor: spec.resource.flavor_id,
    size:
      size === null
        ? null
        : { cores: size.cpu_core_num, memoryGB: size.mem_size, cards: size.accelerator_num },
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
