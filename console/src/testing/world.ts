import type {
  Action,
  Agency,
  Authorization,
  Bucket,
  Credential,
  Group,
  Overview,
  Project,
  Role,
  Session,
  StoredObject,
  Task,
  Trace,
  User,
  Version,
  WorkspaceWithGrants,
} from "@/client";
import { makeWorkloads } from "./workloads";

export const domain = { id: "d0c5a1e2b34f4f6c9a7b8c9d0e1f2a3b", name: "acme" };
export const projectId = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const now = Date.UTC(2026, 0, 15, 9, 30);
const hour = 3_600_000;

const links = { self: null };

const user = (name: string, more: Partial<User> = {}): User => ({
  id: `u${[...name].map((c) => c.charCodeAt(0).toString(16)).join("")}`.padEnd(32, "0").slice(0, 32),
  name,
  domain_id: domain.id,
  enabled: true,
  description: "",
  email: `${name}@example.com`,
  access_mode: "default",
  pwd_status: false,
  is_domain_owner: false,
  create_time: new Date(now - 400 * hour).toISOString(),
  areacode: "",
  default_project_id: null,
  last_login_time: null,
  last_project_id: null,
  links,
  modify_pwd_time: null,
  password_expires_at: null,
  phone: "",
  pwd_strength: null,
  xuser_id: "",
  xuser_type: "",
  ...more,
});

export const me = user("admin", { is_domain_owner: true, description: "First administrator" });

export const session: Session = {
  user: { id: me.id, name: me.name, domain, is_domain_owner: true },
  projects: [
    { id: projectId, name: "local" },
    { id: "1".repeat(32), name: "local_vision" },
  ],
  csrf_token: "csrf",
  expires_at: now + 12 * hour,
  must_change_password: false,
};

export const version: Version = {
  name: "modelyard",
  version: "0.1.0",
  build: "3437558a1b2c",
  api_versions: ["v1", "v2"],
};

export const overview: Overview = {
  version: "0.1.0",
  build: "3437558a1b2c",
  started_at: Date.now() - 26 * hour,
  endpoints: { api: "http://127.0.0.1:8000", storage: "http://127.0.0.1:9000" },
  parts: [
    { name: "api", state: "healthy", version: "0.1.0", detail: "2 workers" },
    { name: "gateway", state: "healthy", version: "1.36.2", detail: "" },
    { name: "storage", state: "healthy", version: "3.97", detail: "" },
    { name: "database", state: "healthy", version: "SQLite 3.46", detail: "WAL" },
    { name: "loops", state: "healthy", version: "", detail: "4 loops" },
  ],
  storage: {
    engine: "SeaweedFS",
    location: "/srv/modelyard/storage",
    total_bytes: 3.8 * 2 ** 40,
    free_bytes: 2.4 * 2 ** 40,
    used_bytes: 612 * 2 ** 30,
  },
  running: [
    { kind: "import", count: 1 },
    { kind: "extract", count: 2 },
  ],
};

const group = (name: string, description: string): Group => ({
  id: `g-${name}`.padEnd(32, "0"),
  name,
  domain_id: domain.id,
  description,
  create_time: now - 300 * hour,
  links,
});

const role = (
  display_name: string,
  type: string,
  description: string,
  policy: Role["policy"],
  custom = false,
): Role => ({
  id: `r-${display_name}`.replaceAll(" ", "-"),
  name: custom ? `custom_${domain.id}_1` : display_name.toLowerCase().replaceAll(" ", "_"),
  display_name,
  type,
  catalog: custom ? "CUSTOMED" : display_name.split(" ")[0]!,
  domain_id: custom ? domain.id : null,
  description,
  description_cn: description,
  policy,
  flag: null,
  links,
  created_time: String(now),
  updated_time: String(now),
});

const task = (id: string, more: Partial<Task>): Task => ({
  id,
  kind: "import",
  source: "/data/imagenet",
  target: "obs://datasets/imagenet/",
  state: "running",
  done_files: 48_210,
  total_files: 120_000,
  done_bytes: 41 * 2 ** 30,
  total_bytes: 148 * 2 ** 30,
  error: null,
  created_at: now,
  started_at: now,
  finished_at: null,
  user_name: "admin",
  overwrite: false,
  skipped_files: 0,
  failed_files: 0,
  problems: [],
  waiting_reason: null,
  ...more,
});

const object = (key: string, size_bytes: number, daysAgo: number): StoredObject => ({
  key,
  size_bytes,
  modified_at: now - daysAgo * 24 * hour,
  etag: `"${"ab12".repeat(8)}"`,
  storage_class: "STANDARD",
});

const traceUser = (name: string) => ({ id: name, name, user_name: name, account_id: domain.id });

const trace = (n: number, more: Partial<Trace>): Trace => ({
  trace_id: `trace-${n}`,
  trace_name: "createUser",
  trace_rating: "normal",
  trace_type: "ConsoleAction",
  code: "201",
  service_type: "IAM",
  resource_type: "user",
  resource_id: "u123",
  resource_name: "lin",
  source_ip: "192.168.1.24",
  user: traceUser("admin"),
  time: now - n * 11 * 60_000,
  record_time: now - n * 11 * 60_000,
  request_id: `req-${n}-7f3a9c`,
  api_version: "v3",
  request: JSON.stringify({ user: { name: "lin", enabled: true } }),
  response: JSON.stringify({ user: { id: "u123", name: "lin" } }),
  ...more,
});

const allow = (...Action: string[]) => ({
  Version: "1.1",
  Statement: [{ Effect: "Allow" as const, Action }],
});

/** A small company with everything in it; each test gets its own. */
export function makeWorld() {
  const users: User[] = [
    me,
    user("lin", { description: "Vision team" }),
    user("maria", { description: "Speech team" }),
    user("ci-runner", { access_mode: "programmatic", description: "Builds and nightly training" }),
    user("old-intern", { enabled: false }),
  ];
  const groups = [
    group("admin", "Administrators of the account"),
    group("developers", "Train and deploy"),
    group("labelers", "Label data only"),
  ];
  const buckets: Bucket[] = ["datasets", "models", "scratch"].map((name, at) => ({
    name,
    owner_id: me.id,
    created_at: now - (at + 1) * 90 * hour,
  }));
  const workspace = (id: string, name: string, more: Partial<WorkspaceWithGrants>): WorkspaceWithGrants => ({
    id,
    name,
    description: "",
    auth_type: "PUBLIC",
    owner: "admin",
    status: "NORMAL",
    enterprise_project_id: "0",
    enterprise_project_name: "default",
    grants: [],
    create_time: now - 800 * hour,
    update_time: now - 20 * hour,
    ...more,
  });
  return {
    session: structuredClone(session) as Session | null,
    users,
    groups,
    members: new Map<string, string[]>([
      [groups[0]!.id, [users[0]!.id]],
      [groups[1]!.id, [users[1]!.id, users[2]!.id]],
    ]),
    grants: new Map<string, string[]>([
      [`domain ${groups[1]!.id}`, ["r-OBS-OperateAccess"]],
      [`all ${groups[1]!.id}`, ["r-ModelArts-CommonOperations"]],
    ]),
    projects: session.projects.map((one, at): Project => ({
      ...one,
      domain_id: domain.id,
      parent_id: at === 0 ? domain.id : projectId,
      links,
      enabled: true,
      description: "",
    })),
    credentials: [
      {
        access: "HST3WZK0VQ7M1XN5B2RD",
        user_id: me.id,
        status: "active",
        create_time: new Date(now - 90 * hour).toISOString(),
        description: "laptop",
      },
    ] as Credential[],
    roles: [
      role("ModelArts FullAccess", "XA", "All rights on the platform", allow("modelarts:*:*")),
      role("ModelArts CommonOperations", "XA", "Everything but managing pools", allow("modelarts:*:*")),
      role(
        "OBS OperateAccess",
        "AX",
        "Read, write and list objects",
        allow("obs:bucket:ListBucket", "obs:object:*"),
      ),
      role("Tenant Administrator", "AA", "All rights except identity", allow("*:*:*")),
      role(
        "Vision data read only",
        "AX",
        "Read the vision bucket, nothing else",
        {
          Version: "1.1",
          Statement: [
            {
              Effect: "Allow",
              Action: ["obs:object:GetObject", "obs:bucket:ListBucket"],
              Resource: ["obs:*:*:bucket:datasets", "obs:*:*:object:datasets/vision/*"],
            },
            { Effect: "Deny", Action: ["obs:object:DeleteObject"] },
          ],
        },
        true,
      ),
    ] as Role[],
    agencies: [
      {
        id: "ag1",
        name: "modelarts_agency",
        domain_id: domain.id,
        trust_domain_id: "op",
        trust_domain_name: "op_svc_modelarts",
        agency_urn: "iam::acme:agency:modelarts_agency",
        description: "Background work of the platform",
        duration: "FOREVER",
        create_time: new Date(now - 500 * hour).toISOString(),
        expire_time: null,
      },
    ] as Agency[],
    authorizations: [
      {
        user_id: "all-users",
        user_name: "all-users",
        type: "agency",
        content: "modelarts_agency",
        create_time: now - 499 * hour,
        user_type: "all-users",
      },
    ] as Authorization[],
    workspaces: [
      workspace("0", "default", { description: "Open to everybody" }),
      workspace("w1", "production", {
        auth_type: "INTERNAL",
        description: "Services in use",
        grants: [{ user_id: users[1]!.id, user_name: "lin" }],
      }),
      workspace("w2", "maria-experiments", { auth_type: "PRIVATE", owner: "maria" }),
    ],
    strict: true,
    workloads: makeWorkloads(),
    buckets,
    objects: new Map<string, StoredObject[]>([
      [
        "datasets",
        [
          object("README.md", 2_114, 3),
          object("classes.csv", 18_220, 9),
          object("config.json", 942, 1),
          object("flowers/daisy/0001.jpg", 88_410, 30),
          object("flowers/rose/0001.jpg", 92_004, 30),
          object("imagenet/train.tar.zst", 138 * 2 ** 30, 12),
          object("sample.png", 401_223, 2),
          object("speech/en/0001.wav", 3_120_044, 14),
          object("train.parquet", 734_003_200, 5),
        ],
      ],
      ["models", []],
      [
        "scratch",
        Array.from({ length: 10_500 }, (_, n) => object(`run-${String(n).padStart(5, "0")}.log`, n * 37, 1)),
      ],
    ]),
    tasks: [
      task("t1", {}),
      task("t2", {
        kind: "extract",
        source: "obs://datasets/imagenet/train.tar.zst",
        target: "obs://datasets/imagenet/",
        state: "succeeded",
        done_files: 1_281_167,
        total_files: 1_281_167,
        finished_at: now,
      }),
      task("t3", {
        kind: "extract",
        source: "obs://scratch/evil.zip",
        target: "obs://scratch/",
        state: "failed",
        done_files: 0,
        total_files: 12,
        error: {
          error_code: "ModelArts.9104",
          error_msg: "The archive was refused: the entry ../../etc/passwd leaves the target.",
        },
      }),
    ],
    actions: [
      ["obs:bucket:ListBucket", "obs", "bucket", "List the objects of a bucket", "列举桶内对象"],
      ["obs:bucket:CreateBucket", "obs", "bucket", "Create a bucket", "创建桶"],
      ["obs:object:GetObject", "obs", "object", "Read an object", "读取对象"],
      ["obs:object:PutObject", "obs", "object", "Write an object", "上传对象"],
      ["obs:object:DeleteObject", "obs", "object", "Delete an object", "删除对象"],
      ["modelarts:notebook:create", "modelarts", "notebook", "Create a notebook", "创建 Notebook"],
      ["modelarts:notebook:list", "modelarts", "notebook", "List notebooks", "查询 Notebook 列表"],
      ["modelarts:trainJob:create", "modelarts", "trainJob", "Create a training job", "创建训练作业"],
      ["iam:users:listUsers", "iam", "users", "List users", "查询用户列表"],
    ].map(([name, service, resource_type, description, description_cn]) => ({
      name,
      service,
      resource_type,
      description,
      description_cn,
    })) as Action[],
    traces: [
      trace(0, {}),
      trace(1, {
        trace_name: "deleteBucket",
        trace_rating: "warning",
        code: "409",
        service_type: "OBS",
        resource_type: "bucket",
        resource_name: "datasets",
        resource_id: "datasets",
        response: '{"error_code":"ModelArts.9101","error_msg":"The bucket is not empty."}',
      }),
      trace(2, {
        trace_name: "createCredential",
        resource_type: "credential",
        resource_name: "HST3WZK0VQ7M1XN5B2RD",
        user: traceUser("lin"),
      }),
      trace(3, {
        trace_name: "startStorageTask",
        service_type: "OBS",
        resource_type: "task",
        resource_name: "import",
        trace_rating: "incident",
        code: "503",
      }),
      ...Array.from({ length: 30 }, (_, n) =>
        trace(n + 4, {
          trace_name: "login",
          resource_type: "session",
          resource_name: "maria",
          user: traceUser("maria"),
        }),
      ),
    ],
  };
}

export type World = ReturnType<typeof makeWorld>;
