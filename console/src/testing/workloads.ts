import { http, HttpResponse, type RequestHandler } from "msw";

import type { Job, JobCreate, JobSearch, LogLine } from "@/client";

const now = Date.UTC(2026, 0, 15, 9, 30);
const minute = 60_000;

export function makeJob(name: string, more: Partial<Job["status"]> = {}): Job {
  const id = [...name]
    .reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 0xffffffff, 7)
    .toString(16)
    .padStart(8, "0");
  return {
    kind: "job",
    metadata: {
      id: `${id}-4c1d-4b7a-9e55-0a1b2c3d4e5f`,
      name,
      workspace_id: "0",
      description: "",
      create_time: now - 40 * minute,
      user_name: "admin",
      user_id: "u61646d696e",
      annotations: {},
    },
    status: {
      phase: "Completed",
      secondary_phase: "Completed",
      duration: 12 * minute + 31_000,
      start_time: now - 38 * minute,
      end_time: now - 25 * minute,
      tasks: ["worker-0"],
      task_statuses: [end({ exit_code: 0, message: "" })],
      running_records: [],
      node_count_metrics: [],
      task_ips: [],
      reason: null,
      wait_reason: null,
      queue_position: null,
      restarts: 0,
      ...more,
    },
    algorithm: {
      code_dir: "obs://datasets/code/",
      boot_file: "obs://datasets/code/train.py",
      command: "",
      parameters: [
        { name: "epochs", value: "20", description: "", access_method: "parameter", constraint: {} },
        { name: "learning_rate", value: "0.01", description: "", access_method: "parameter", constraint: {} },
      ],
      inputs: [
        {
          name: "data_url",
          description: "",
          local_dir: "/home/ma-user/modelarts/inputs/data_url_0",
          access_method: "parameter",
          remote: { obs: { obs_url: "obs://datasets/flowers/" } },
        },
      ],
      outputs: [
        {
          name: "train_url",
          description: "",
          local_dir: "/home/ma-user/modelarts/outputs/train_url_0",
          access_method: "parameter",
          remote: { obs: { obs_url: "obs://models/flowers/" } },
          prefetch_to_local: false,
        },
      ],
      engine: {
        engine_id: "sklearn_1.7-cpu-py_3.11",
        engine_name: "Scikit-Learn",
        engine_version: "sklearn_1.7-cpu-py_3.11",
        image_url: "",
      },
      local_code_dir: "/home/ma-user/modelarts/user-job-dir",
      working_dir: "/home/ma-user/modelarts/user-job-dir/code",
      environments: [{ OMP_NUM_THREADS: "2" }],
    },
    tasks: [],
    spec: {
      resource: {
        policy: "regular",
        flavor_id: "cpu.2u4g",
        flavor_name: "cpu.2u4g",
        node_count: 1,
        pool_id: "",
        flavor_detail: {},
        main_container_customized_flavor: null,
      },
      volumes: [],
      log_export_path: { obs_url: "" },
      auto_stop: { time_unit: "HOURS", duration: 4 },
      schedule_policy: { priority: 1, preemptible: false },
    },
    endpoints: {},
    runtime: {
      command: [
        "python",
        "/home/ma-user/modelarts/user-job-dir/code/train.py",
        "--data_url=/home/ma-user/modelarts/inputs/data_url_0",
        "--epochs=20",
      ],
      working_dir: "/home/ma-user/modelarts/user-job-dir/code",
      code_dir: "/home/ma-user/modelarts/user-job-dir/code",
      environments: {
        MA_JOB_DIR: "/home/ma-user/modelarts/user-job-dir",
        OBS_SECRET_KEY: "******",
        WORLD_SIZE: "1",
      },
      setup: [],
    },
  };
}

function end(more: Partial<Job["status"]["task_statuses"][number]>): Job["status"]["task_statuses"][number] {
  return {
    task: "worker-0",
    exit_code: 0,
    message: "",
    signal: null,
    ended_by: "itself",
    out_of_memory: false,
    peak_memory_bytes: 4096 * 2 ** 20,
    last_lines: [],
    ...more,
  };
}

/** Jobs in every state that a list shows. */
export function makeJobs(): Job[] {
  return [
    makeJob("flowers-vit", {
      phase: "Running",
      secondary_phase: "Running",
      tasks: ["worker-0", "worker-1"],
      task_statuses: [],
      end_time: null,
    }),
    makeJob("speech-large", {
      phase: "Pending",
      secondary_phase: "Queuing",
      duration: 0,
      start_time: null,
      end_time: null,
      task_statuses: [],
      queue_position: 2,
      wait_reason: "It needs 2 x 8 cores; the largest free block is 4 cores, and 0 of 2 tasks would fit now.",
    }),
    makeJob("flowers-svm"),
    makeJob("flowers-oom", {
      phase: "Failed",
      secondary_phase: "Failed",
      reason: "Task worker-0 needed more memory than the 4096 MiB of its flavor.",
      task_statuses: [
        end({
          exit_code: 137,
          message: "Killed: it needed more memory than the flavor has. Most memory in use: 4096 MiB.",
          last_lines: ["epoch 12/40 loss 0.1667", "saved model.pkl"],
        }),
      ],
    }),
    makeJob("sweep-03", { phase: "Terminated", secondary_phase: "Terminated", reason: "It was stopped." }),
  ];
}

export function logLine(offset: number, text: string, more: Partial<LogLine> = {}): LogLine {
  const next_offset = offset + text.length + 1;
  return {
    offset,
    next_offset,
    source: text.startsWith("[ModelArts") ? "platform" : "user",
    level: /error/i.test(text) ? "error" : /warning/i.test(text) ? "warning" : "plain",
    text,
    truncated: false,
    repeats: 1,
    period: 1,
    ...more,
  };
}

export function makeLog(): string[] {
  return [
    "[ModelArts Service Log][init] download code_url: obs://datasets/code/",
    "[ModelArts Service Log][init] download data_url: obs://datasets/flowers/, 3670 files, 218 MiB in 1.4 s",
    "UserWarning: the default of n_init will change",
    ...Array.from(
      { length: 40 },
      (_, n) =>
        `epoch ${n + 1}/40 loss ${(2 / (n + 1)).toFixed(4)} accuracy ${(0.99 - 0.6 / (n + 2)).toFixed(4)}`,
    ),
    "Error: the learning rate became NaN, halving it",
    "saved model.pkl",
  ];
}

function linesOf(log: readonly string[]): LogLine[] {
  let offset = 0;
  return log.map((text) => {
    const line = logLine(offset, text);
    offset = line.next_offset;
    return line;
  });
}

export interface Workloads {
  jobs: Job[];
  log: string[];
}

export const makeWorkloads = (): Workloads => ({ jobs: makeJobs(), log: makeLog() });

const refuse = (status: number, error_code: string, error_msg: string, params: object = {}) =>
  HttpResponse.json({ error_code, error_msg, params, request_id: "req-7f3a9c" }, { status });

export function workloadHandlers(world: Workloads): RequestHandler[] {
  const base = "*/v2/:project/training-jobs";
  const find = (id: unknown) => world.jobs.find((job) => job.metadata.id === id);
  const missing = () => refuse(404, "ModelArts.2753", "The training job was not found.");
  return [
    http.post("*/v2/:project/training-job-searches", async ({ request }) => {
      const { filters = [], limit = 10, offset = 0, ...search } = (await request.json()) as JobSearch;
      const value = (key: string) => filters?.find((one) => one.key === key)?.value ?? [];
      const [name = ""] = value("name");
      const items = world.jobs
        .filter(({ metadata }) => metadata.name.includes(name))
        .filter(({ status }) => value("phase").length === 0 || value("phase").includes(status.phase));
      if (search.sort_by === "name") items.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
      return HttpResponse.json({
        total: world.jobs.length,
        count: items.length,
        limit,
        offset,
        sort_by: search.sort_by ?? "create_time",
        order: search.order ?? "desc",
        group_by: "",
        workspace_id: "0",
        ai_project: "default-ai-project",
        items: items.slice(offset * limit, (offset + 1) * limit),
      });
    }),
    http.post(`${base}/validation`, async ({ request }) =>
      HttpResponse.json(validate((await request.json()) as JobCreate)),
    ),
    http.post(base, async ({ request }) => {
      const body = (await request.json()) as JobCreate;
      const job = makeJob(body.metadata.name ?? "", {
        phase: "Pending",
        secondary_phase: "Queuing",
        start_time: null,
      });
      world.jobs.unshift(job);
      return HttpResponse.json(job, { status: 201 });
    }),
    http.get(`${base}/:id`, ({ params }) => {
      const job = find(params["id"]);
      return job === undefined ? missing() : HttpResponse.json(job);
    }),
    http.put(`${base}/:id`, async ({ params, request }) => {
      const job = find(params["id"]);
      if (job === undefined) return missing();
      job.metadata.description = ((await request.json()) as { description: string }).description;
      return HttpResponse.json(job);
    }),
    http.post(`${base}/:id/actions`, ({ params }) => {
      const job = find(params["id"]);
      if (job === undefined) return missing();
      job.status.phase = "Terminating";
      return HttpResponse.json(job, { status: 202 });
    }),
    http.delete(`${base}/:id`, ({ params }) => {
      world.jobs = world.jobs.filter((job) => job.metadata.id !== params["id"]);
      return new HttpResponse(null, { status: 202 });
    }),
    http.get(`${base}/:id/events`, ({ params }) => {
      const events = [
        {
          time: new Date(now).toISOString(),
          level: "Error",
          message: "The training job failed.",
          source: "Job",
        },
        {
          time: new Date(now - minute).toISOString(),
          level: "Info",
          message: "[worker-0] training task started",
          source: "Task",
        },
        {
          time: new Date(now - 2 * minute).toISOString(),
          level: "Info",
          message: "The training job was created.",
          source: "Job",
        },
      ].slice(find(params["id"])?.status.phase === "Failed" ? 0 : 1);
      return HttpResponse.json({
        total: events.length,
        limit: 20,
        offset: 0,
        order: "desc",
        start_time: "",
        end_time: "",
        events,
      });
    }),
    http.get(`${base}/:id/stages`, ({ params }) => {
      const job = find(params["id"]);
      return job === undefined ? missing() : HttpResponse.json(stagesOf(job));
    }),
    http.get(`${base}/:id/metrics`, ({ params }) =>
      HttpResponse.json(curvesOf(find(params["id"])?.status.tasks ?? [])),
    ),
    http.get(`${base}/:id/tasks/:task/logs/lines`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      const levels = query.getAll("level");
      const all = linesOf(world.log);
      const size = all[all.length - 1]?.next_offset ?? 0;
      const lines = all
        .filter((line) => query.get("source") === null || line.source === query.get("source"))
        .filter((line) => levels.length === 0 || levels.includes(line.level))
        .filter(
          (line) => query.get("backwards") === "true" || line.offset >= Number(query.get("offset") ?? 0),
        )
        .slice(-Number(query.get("limit")));
      return HttpResponse.json({
        attempt: 1,
        lines,
        previous_offset: 0,
        next_offset: size,
        size,
        ended: true,
        complete: true,
      });
    }),
    http.get(`${base}/:id/tasks/:task/logs/search`, ({ request }) => {
      const text = (new URL(request.url).searchParams.get("text") ?? "").toLowerCase();
      const hits = linesOf(world.log).flatMap((line) => {
        const start = line.text.toLowerCase().indexOf(text);
        return start === -1
          ? []
          : [
              {
                offset: line.offset + start,
                line_offset: line.offset,
                line: line.text,
                start,
                length: text.length,
              },
            ];
      });
      return HttpResponse.json({
        attempt: 1,
        hits,
        total: hits.length,
        next_offset: 0,
        size: 0,
        ended: true,
        complete: true,
      });
    }),
    http.get("*/v2/:project/training-job-engines", () =>
      HttpResponse.json({
        total: 3,
        items: ["sklearn_1.7-cpu-py_3.11", "pytorch_2.13-cpu-py_3.11", "tensorflow_2.20-cpu-py_3.11"].map(
          (id) => ({
            engine_id: id,
            engine_name: { s: "Scikit-Learn", p: "PyTorch", t: "TensorFlow" }[id[0] as "s"],
            engine_version: id,
          }),
        ),
      }),
    ),
    http.get("*/v2/:project/training-job-flavors", () => {
      const flavor = (cores: number, gigabytes: number) => ({
        flavor_id: `cpu.${cores}u${gigabytes}g`,
        flavor_name: `cpu.${cores}u${gigabytes}g`,
        flavor_type: "CPU",
        max_num: 4,
        flavor_info: {
          max_num: 4,
          cpu: { arch: "x86", core_num: cores },
          memory: { size: gigabytes, unit: "GB" },
          disk: { size: 50, unit: "GB" },
        },
        attributes: { cpu_milli: String(cores * 1000), memory_bytes: String(gigabytes * 2 ** 30) },
      });
      const flavors = [flavor(1, 2), flavor(2, 4), flavor(4, 8), flavor(8, 16)];
      return HttpResponse.json({ total_count: flavors.length, flavors });
    }),
  ];
}

/** Machines, queue and quotas of the small company. */
export function computeHandlers(): RequestHandler[] {
  const pools = "*/v2/:project/pools";
  const node = (name: string, cpu: string, free: string, more: object = {}) => ({
    metadata: { name },
    spec: { flavor: "host.8u16g" },
    status: {
      phase: "Available",
      message: "",
      privateIp: "10.0.0.4",
      resources: { cpu, memory: "16Gi" },
      availableResources: { cpu: free, memory: `${Number(free) * 2}Gi` },
      ...more,
    },
  });
  return [
    http.get(pools, () => HttpResponse.json({ items: [], count: 0, total_count: 0 })),
    http.get(`${pools}/:pool/nodes`, () =>
      HttpResponse.json({
        metadata: { continue: null, remainingItemCount: 0 },
        items: [
          node("yard-1", "8", "4"),
          node("yard-2", "8", "2.5"),
          node("yard-3", "8", "8", { phase: "Abnormal", message: "No sandbox can be made here." }),
        ],
      }),
    ),
    http.get(`${pools}/:pool/workloads`, () =>
      HttpResponse.json({
        items: [
          {
            type: "train",
            name: "flowers-vit",
            uid: "w1",
            jobUUID: "j1",
            flavor: "cpu.2u4g",
            status: "Running",
            userName: "admin",
            resourceRequirement: { cpu: "4", memory: "8Gi" },
            runningDuration: 751,
            hostIps: "yard-1",
          },
        ],
        count: 1,
        total_count: 1,
      }),
    ),
    http.get(`${pools}/:pool/queue`, () =>
      HttpResponse.json({
        queue: [
          {
            workload_id: "w2",
            name: "speech-large",
            owner_type: "training.job",
            owner_id: "j2",
            user_name: "maria",
            position: 2,
            priority: 1,
            flavor: "cpu.8u16g",
            task_count: 2,
            reason: "It needs 2 x 8 cores; the largest free block is 4 cores.",
            reason_key: "too_little",
            queued_at: now - 9 * minute,
          },
        ],
        count: 1,
        total_count: 1,
      }),
    ),
    http.get("*/v2/:project/compute-usage", () =>
      HttpResponse.json({
        core_hours: 12.5,
        memory_gib_hours: 40,
        card_hours: 0,
        days: [],
        kinds: [],
        running: { workloads: 1, tasks: 1, cores: 4, cards: 0 },
      }),
    ),
    http.get("*/v2/:project/compute-quotas", () => HttpResponse.json({ quotas: quotas() })),
    http.put("*/v2/:project/compute-quotas", async ({ request }) => {
      const body = (await request.json()) as { quotas: { resource: string; quota: number }[] };
      const limit = (resource: string) => body.quotas.find((one) => one.resource === resource)?.quota ?? -1;
      return HttpResponse.json({ quotas: quotas().map((one) => ({ ...one, quota: limit(one.resource) })) });
    }),
  ];
}

const quotas = () => [
  {
    resource: "cores",
    quota: 16,
    used_quota: 12,
    name_en: "CPU cores in use",
    name_cn: "使用中的 CPU 核数",
    unit_en: "cores",
    unit_cn: "核",
  },
  {
    resource: "running",
    quota: -1,
    used_quota: null,
    name_en: "Running workloads",
    name_cn: "运行中的工作负载",
    unit_en: "workloads",
    unit_cn: "个",
  },
];

export function imageHandlers(): RequestHandler[] {
  const image = (name: string, status: string, more: object = {}) => ({
    id: name.replace(/[^a-f0-9]/g, "").padEnd(32, "0"),
    name,
    namespace: "atelier",
    tag: name,
    swr_path: `docker.io/atelier/${name}:1`,
    show_name: name.split("_")[0],
    show_tag: name.split("_")[1],
    arch: "X86_64",
    type: "BUILD_IN",
    origin: "CUSTOMIZE",
    status,
    status_message: "",
    service_type: "COMMON",
    dev_services: [],
    resource_categories: ["CPU"],
    support_res_categories: ["CPU"],
    visibility: "PUBLIC",
    description: "",
    size: status === "ACTIVE" ? 812_000 : 0,
    workspace_id: "0",
    kind: "environment",
    create_at: now,
    update_at: now,
    ...more,
  });
  const presets = [
    image("sklearn_1.7-cpu-py_3.11", "ACTIVE"),
    image("pytorch_2.13-cpu-py_3.11", "CREATING", { status_message: "installing, 62 %" }),
    image("pytorch_2.13-cuda-py_3.11", "ERROR", { status_message: "this machine has no NVIDIA GPU" }),
  ];
  const own: object[] = [];
  return [
    http.get("*/v1/:project/images", ({ request }) => {
      const query = new URL(request.url).searchParams;
      const data = query.get("type") === "DEDICATED" ? own : presets;
      return HttpResponse.json({ current: 1, data, pages: 1, size: data.length, total: data.length });
    }),
    http.post("*/v1/:project/images", async ({ request }) => {
      const { swr_path } = (await request.json()) as { swr_path: string };
      const made = image("own", "CREATING", { type: "DEDICATED", swr_path, show_name: swr_path });
      own.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.get("*/v1/:project/images/:id/build", ({ params }) =>
      HttpResponse.json({
        id: params["id"],
        name: "pytorch_2.13-cpu-py_3.11",
        status: "CREATING",
        step: "install",
        percent: 62,
        message: "",
        packages: 84,
        lock: null,
        log: "resolving\ndownloading torch\ninstalling 84 packages",
        started_at: now,
        finished_at: null,
      }),
    ),
  ];
}

function validate(body: JobCreate) {
  const problems: { field: string; error_code: string; error_msg: string }[] = [];
  const note = (field: string, error_msg: string) =>
    problems.push({ field, error_code: "Modelyard.5001", error_msg });
  if (!/^[\w-]{1,64}$/.test(body.metadata.name ?? ""))
    note("metadata.name", "The name may have 1 to 64 letters, digits, - and _.");
  if (!body.algorithm?.code_dir) note("algorithm.code_dir", "A code directory is needed for a boot file.");
  else if (!body.algorithm.boot_file?.startsWith(body.algorithm.code_dir))
    note("algorithm.boot_file", "The boot file must lie in the code directory.");
  const job = makeJob(body.metadata.name ?? "");
  return {
    valid: problems.length === 0,
    problems,
    warnings: [],
    preview: {
      ...job.runtime,
      inputs: { data_url: "/home/ma-user/modelarts/inputs/data_url_0" },
      outputs: { train_url: "/home/ma-user/modelarts/outputs/train_url_0" },
      image: "sklearn_1.7-cpu-py_3.11",
      flavor: null,
      code: { files: 4, folders: 1, bytes: 18_204, requirements: null },
      tasks: ["worker-0"],
    },
  };
}

function stagesOf(job: Job) {
  const stage = (
    name: string,
    from: number,
    to: number | null,
    en_message: string,
    zh_message: string,
    steps: string[] = [],
  ) => ({
    job_id: job.metadata.id,
    name,
    en_message,
    zh_message,
    start_time: new Date(from).toISOString(),
    end_time: to === null ? "" : new Date(to).toISOString(),
    stage_order: 1,
    sub_stages: steps.map((step, at) => ({
      name: step,
      en_message: "",
      zh_message: "",
      create_time: new Date(from + at * 1_200).toISOString(),
    })),
  });
  const { phase } = job.status;
  const queued = now - 40 * minute;
  const waits = phase === "Pending";
  const stages = [
    stage("scheduling", queued, waits ? null : queued + 2_000, "Waiting for resources.", "等待资源。"),
  ];
  if (!waits) {
    stages.push(
      stage(
        "preparing",
        queued + 2_000,
        queued + 9_000,
        "Preparing the environment: code, inputs and packages.",
        "环境准备：代码、输入数据和依赖包。",
        ["code", "input"],
      ),
      stage(
        "running",
        queued + 9_000,
        phase === "Running" ? null : queued + 12 * minute,
        "Running the training program.",
        "正在运行训练程序。",
      ),
    );
    if (phase !== "Running") {
      const text = job.status.reason ?? "All tasks succeeded.";
      stages.push(stage("end", queued + 12 * minute, queued + 12 * minute, text, text));
    }
  }
  return { total_count: 1, running_records: [{ record_order: 1, stages }] };
}

function curvesOf(tasks: readonly string[]) {
  const times = Array.from({ length: 240 }, (_, n) => now - 40 * minute + n * 3_000);
  const wave = (base: number, swing: number, shift: number) =>
    times.map((_, n) =>
      Math.max(0, base + swing * Math.sin((n + shift * 40) / 14) + swing * 0.4 * Math.sin(n * 1.7)),
    );
  return {
    attempt: 1,
    total_count: tasks.length,
    tasks: tasks.map((task, at) => ({
      task,
      attempt: 1,
      curves: [
        { metric: "cpuUsage", unit: "percent", card: null, times, values: wave(72, 18, at) },
        {
          metric: "memUsage",
          unit: "percent",
          card: null,
          times,
          values: times.map((_, n) => Math.min(64, 12 + n / 3)),
        },
        {
          metric: "memBytes",
          unit: "bytes",
          card: null,
          times,
          values: times.map((_, n) => Math.min(64, 12 + n / 3) * 4.3e7),
        },
        {
          metric: "diskBytes",
          unit: "bytes",
          card: null,
          times,
          values: times.map((_, n) => 2.2e8 + n * 4e5),
        },
        { metric: "readRate", unit: "bytes_per_second", card: null, times, values: wave(3e7, 2e7, at) },
        { metric: "writeRate", unit: "bytes_per_second", card: null, times, values: wave(4e6, 4e6, at + 1) },
      ],
    })),
  };
}
