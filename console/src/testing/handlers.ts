import { http, HttpResponse, type RequestHandler } from "msw";

import type { Role } from "@/client";
import { callerHandlers } from "./callers";
import { servingHandlers } from "./serving";
import { computeHandlers, imageHandlers, workloadHandlers } from "./workloads";
import { domain, makeWorld, overview, version, type World } from "./world";

const error = (status: number, error_code: string, error_msg: string, params: Record<string, unknown> = {}) =>
  HttpResponse.json({ error_code, error_msg, params, request_id: "req-7f3a9c" }, { status });

const done = () => new HttpResponse(null, { status: 204 });
type Body = Record<string, never>;

/** The platform as the contract describes it, over one world in memory. */
export function makeHandlers(world: World): RequestHandler[] {
  const find = <T extends { id: string }>(rows: T[], id: unknown) => rows.find((row) => row.id === id);
  const named = (id: string) => world.roles.find((one) => one.id === id);
  const grantsOf = (scope: string) =>
    (world.grants.get(scope) ?? []).map(named).filter((one): one is Role => one !== undefined);

  function grantRoutes(path: string, scope: (params: Record<string, unknown>) => string): RequestHandler[] {
    const [list, one] = [path.replace("/{role}", ""), path.replace("{role}", ":role")];
    return [
      http.get(list, ({ params }) => HttpResponse.json({ roles: grantsOf(scope(params)) })),
      http.put(one, ({ params }) => {
        world.grants.set(scope(params), [...(world.grants.get(scope(params)) ?? []), String(params["role"])]);
        return done();
      }),
      http.delete(one, ({ params }) => {
        world.grants.set(
          scope(params),
          (world.grants.get(scope(params)) ?? []).filter((id) => id !== params["role"]),
        );
        return done();
      }),
    ];
  }

  return [
    http.get("*/version", () => HttpResponse.json(version)),
    http.get("*/v2/sessions/current", () =>
      world.session === null
        ? error(401, "ModelArts.9001", "You are not signed in.")
        : HttpResponse.json(world.session),
    ),
    http.post("*/v2/sessions", async ({ request }) => {
      const body = (await request.json()) as Body;
      if (body["password"] === "locked")
        return error(429, "ModelArts.9003", "Locked.", { retry_after_seconds: 300 });
      if (body["password"] !== "secret-1")
        return error(401, "ModelArts.9002", "Wrong account, user or password.");
      world.session = makeWorld().session;
      return HttpResponse.json(world.session, { status: 201 });
    }),
    http.delete("*/v2/sessions/current", () => {
      world.session = null;
      return done();
    }),
    http.get("*/v2/:project/overview", () => HttpResponse.json(overview)),
    ...storageHandlers(world),
    ...callerHandlers(),
    ...servingHandlers(),
    ...workloadHandlers(world.workloads),
    ...computeHandlers(),
    ...imageHandlers(),

    http.get("*/v3/users", () => HttpResponse.json({ users: world.users, links: {} })),
    http.post("*/v3.0/OS-USER/users", async ({ request }) => {
      const { user } = (await request.json()) as { user: (typeof world.users)[number] };
      if (world.users.some((one) => one.name === user.name))
        return error(409, "IAM.0005", "A user with this name exists already.", { field: "name" });
      const row = {
        ...user,
        id: crypto.randomUUID().replaceAll("-", ""),
        create_time: new Date().toISOString(),
      };
      world.users.push(row);
      return HttpResponse.json({ user: row }, { status: 201 });
    }),
    http.get("*/v3.0/OS-USER/users/:id", ({ params }) => {
      const user = find(world.users, params["id"]);
      return user ? HttpResponse.json({ user }) : error(404, "IAM.0004", "The user was not found.");
    }),
    http.patch("*/v3/users/:id", async ({ params, request }) => {
      const user = find(world.users, params["id"]);
      Object.assign(user ?? {}, ((await request.json()) as { user: object }).user);
      return HttpResponse.json({ user });
    }),
    http.delete("*/v3/users/:id", ({ params }) => {
      world.users.splice(
        world.users.findIndex((one) => one.id === params["id"]),
        1,
      );
      return done();
    }),
    http.post("*/v3/users/:id/password", () => done()),
    http.get("*/v3/users/:id/groups", ({ params }) =>
      HttpResponse.json({
        groups: world.groups.filter((one) => world.members.get(one.id)?.includes(String(params["id"]))),
      }),
    ),
    http.get("*/v3/groups", () => HttpResponse.json({ groups: world.groups })),
    http.post("*/v3/groups", async ({ request }) => {
      const { group } = (await request.json()) as { group: (typeof world.groups)[number] };
      const row = { ...group, id: crypto.randomUUID(), domain_id: domain.id, create_time: Date.now() };
      world.groups.push(row);
      return HttpResponse.json({ group: row }, { status: 201 });
    }),
    http.get("*/v3/groups/:id", ({ params }) =>
      HttpResponse.json({ group: find(world.groups, params["id"]) }),
    ),
    http.delete("*/v3/groups/:id", ({ params }) => {
      world.groups = world.groups.filter((one) => one.id !== params["id"]);
      return done();
    }),
    http.get("*/v3/groups/:id/users", ({ params }) =>
      HttpResponse.json({
        users: world.users.filter((one) => world.members.get(String(params["id"]))?.includes(one.id)),
      }),
    ),
    http.put("*/v3/groups/:id/users/:user", ({ params }) => {
      const id = String(params["id"]);
      world.members.set(id, [...(world.members.get(id) ?? []), String(params["user"])]);
      return done();
    }),
    http.delete("*/v3/groups/:id/users/:user", ({ params }) => {
      const id = String(params["id"]);
      world.members.set(
        id,
        (world.members.get(id) ?? []).filter((one) => one !== params["user"]),
      );
      return done();
    }),
    http.get("*/v3/projects", () => HttpResponse.json({ projects: world.projects, links: {} })),
    ...grantRoutes("*/v3/domains/:domain/groups/:group/roles/{role}", (p) => `domain ${String(p["group"])}`),
    ...grantRoutes(
      "*/v3/projects/:project/groups/:group/roles/{role}",
      (p) => `${String(p["project"])} ${String(p["group"])}`,
    ),
    http.get("*/v3/OS-INHERIT/domains/:domain/groups/:group/roles/inherited_to_projects", ({ params }) =>
      HttpResponse.json({ roles: grantsOf(`all ${String(params["group"])}`) }),
    ),

    http.get("*/v3.0/OS-CREDENTIAL/credentials", ({ request }) => {
      const id = new URL(request.url).searchParams.get("user_id") ?? world.session?.user.id;
      return HttpResponse.json({ credentials: world.credentials.filter((one) => one.user_id === id) });
    }),
    http.post("*/v3.0/OS-CREDENTIAL/credentials", async ({ request }) => {
      const { credential } = (await request.json()) as {
        credential: { user_id: string; description: string };
      };
      const row = {
        ...credential,
        access: "NEWKEY0000000000ABCD",
        status: "active" as const,
        create_time: new Date().toISOString(),
      };
      world.credentials.push(row);
      return HttpResponse.json(
        { credential: { ...row, secret: "s3cr3t".repeat(6) + "wxyz" } },
        { status: 201 },
      );
    }),
    http.get("*/v3/roles", () => {
      const roles = world.roles.filter((one) => one.catalog !== "CUSTOMED");
      return HttpResponse.json({ roles, total_number: roles.length });
    }),
    http.get("*/v3.0/OS-ROLE/roles", () => {
      const roles = world.roles.filter((one) => one.catalog === "CUSTOMED");
      return HttpResponse.json({ roles, total_number: roles.length });
    }),
    http.post("*/v3.0/OS-ROLE/roles", async ({ request }) => {
      const { role } = (await request.json()) as { role: Role };
      if (role.policy.Statement.some((one) => one.Action.includes("nope:x:y"))) {
        return error(400, "IAM.1077", "Statement 1: the action nope:x:y is unknown.", { field: "policy" });
      }
      const row = {
        ...role,
        id: crypto.randomUUID(),
        name: `custom_${domain.id}_9`,
        catalog: "CUSTOMED",
        domain_id: domain.id,
      };
      world.roles.push(row);
      return HttpResponse.json({ role: row }, { status: 201 });
    }),
    http.get("*/v3/roles/:id", ({ params }) => HttpResponse.json({ role: named(String(params["id"])) })),
    http.get("*/v3.0/OS-ROLE/roles/:id", ({ params }) =>
      HttpResponse.json({ role: named(String(params["id"])) }),
    ),
    http.get("*/v3.0/OS-AGENCY/agencies", () => HttpResponse.json({ agencies: world.agencies })),
    ...grantRoutes(
      "*/v3.0/OS-AGENCY/domains/:domain/agencies/:agency/roles/{role}",
      (p) => `agency ${String(p["agency"])}`,
    ),
    http.get("*/v3.0/OS-INHERIT/domains/:domain/agencies/:agency/roles/inherited_to_projects", () =>
      HttpResponse.json({ roles: world.roles.slice(0, 2) }),
    ),
    http.get("*/v2/:project/authorizations", () =>
      HttpResponse.json({ auth: world.authorizations, total_count: world.authorizations.length }),
    ),
    http.get("*/v1/:project/workspaces", () =>
      HttpResponse.json({
        workspaces: world.workspaces,
        total_count: world.workspaces.length,
        count: world.workspaces.length,
      }),
    ),
    http.get("*/v1/:project/workspaces/:id", ({ params }) =>
      HttpResponse.json(find(world.workspaces, params["id"])),
    ),
    http.get("*/v2/:project/actions", () => HttpResponse.json({ actions: world.actions })),
    http.post("*/v2/:project/policy-simulations", async ({ request }) => {
      const { actions } = (await request.json()) as { actions: string[] };
      const results = actions.map((action, at) =>
        at % 2 === 0
          ? { action, allowed: true, reason: "allowed", policy_name: "OBS OperateAccess" }
          : { action, allowed: false, reason: "denied_by_policy", policy_name: "Vision data read only" },
      );
      return HttpResponse.json({ results });
    }),
    http.get("*/v2/:project/authorization-mode", () => HttpResponse.json({ strict: world.strict })),
    http.put("*/v2/:project/authorization-mode", async ({ request }) => {
      world.strict = ((await request.json()) as { strict: boolean }).strict;
      return HttpResponse.json({ strict: world.strict });
    }),
    http.get("*/v3/:project/traces", ({ request }) => {
      const query = new URL(request.url).searchParams;
      const from = Number(query.get("next") ?? 0);
      const wanted = world.traces.filter(
        (one) => !query.has("trace_rating") || one.trace_rating === query.get("trace_rating"),
      );
      const traces = wanted.slice(from, from + 20);
      const marker = from + 20 < wanted.length ? String(from + 20) : null;
      return HttpResponse.json({ traces, meta_data: { count: traces.length, marker } });
    }),
  ];
}

function storageHandlers(world: World): RequestHandler[] {
  const base = "*/v2/:project/storage";
  return [
    http.get(`${base}/buckets`, ({ request }) => {
      const query = new URL(request.url).searchParams;
      const offset = Number(query.get("offset") ?? 0);
      const buckets = world.buckets.slice(offset, offset + Number(query.get("limit") ?? 1000));
      return HttpResponse.json({ buckets, total_count: world.buckets.length, count: buckets.length });
    }),
    http.post(`${base}/buckets`, async ({ request }) => {
      const { name } = (await request.json()) as { name: string };
      if (world.buckets.some((one) => one.name === name))
        return error(409, "ModelArts.9100", "The bucket name is taken.");
      const bucket = { name, owner_id: "me", created_at: Date.now() };
      world.buckets.push(bucket);
      world.objects.set(name, []);
      return HttpResponse.json(bucket, { status: 201 });
    }),
    http.delete(`${base}/buckets/:bucket`, ({ params }) => {
      const name = String(params["bucket"]);
      if ((world.objects.get(name) ?? []).length > 0)
        return error(409, "ModelArts.9101", "The bucket is not empty.");
      world.buckets = world.buckets.filter((one) => one.name !== name);
      return done();
    }),
    http.get(`${base}/buckets/:bucket/objects`, ({ params, request }) => {
      const query = new URL(request.url).searchParams;
      const [prefix, marker] = [query.get("prefix") ?? "", query.get("marker") ?? ""];
      const limit = Number(query.get("limit") ?? 1000);
      const inside = (world.objects.get(String(params["bucket"])) ?? []).filter(
        (one) => one.key.startsWith(prefix) && one.key > marker,
      );
      const cut = (key: string) => key.slice(0, prefix.length + key.slice(prefix.length).indexOf("/") + 1);
      const deep = inside.filter((one) => one.key.slice(prefix.length).includes("/"));
      const folders = [...new Set(deep.map((one) => cut(one.key)))].map((one) => ({ prefix: one }));
      const flat = inside.filter((one) => !one.key.slice(prefix.length).includes("/"));
      const objects = flat.slice(0, limit);
      const next_marker = flat.length > limit ? objects.at(-1)!.key : null;
      return HttpResponse.json({ prefix, folders: marker === "" ? folders : [], objects, next_marker });
    }),
    http.post(`${base}/buckets/:bucket/folders`, () => HttpResponse.json({}, { status: 201 })),
    http.post(`${base}/buckets/:bucket/deletions`, async ({ params, request }) => {
      const { keys } = (await request.json()) as { keys: string[] };
      const bucket = String(params["bucket"]);
      world.objects.set(
        bucket,
        (world.objects.get(bucket) ?? []).filter((one) => !keys.includes(one.key)),
      );
      return HttpResponse.json({ deleted: keys.length, failed: [] });
    }),
    http.get(`${base}/tasks`, () =>
      HttpResponse.json({ tasks: world.tasks, total_count: world.tasks.length, count: world.tasks.length }),
    ),
    http.post(`${base}/tasks/:id/cancel`, ({ params }) => {
      const task = world.tasks.find((one) => one.id === params["id"]);
      if (task) task.state = "canceled";
      return HttpResponse.json(task, { status: 202 });
    }),
    http.post(`${base}/signed-urls`, async ({ request }) => {
      const { requests } = (await request.json()) as {
        requests: { method: string; bucket: string; key: string; query?: Record<string, string> }[];
      };
      const origin = new URL(request.url).origin;
      const urls = requests.map(({ method, bucket, key, query }) => ({
        method,
        url: `${origin}/mock-storage/${bucket}/${encodeURIComponent(key)}?${new URLSearchParams(query).toString()}`,
        headers: {},
      }));
      return HttpResponse.json({ urls });
    }),
    http.put("*/mock-storage/*", () => new HttpResponse(null, { headers: { ETag: `"${"e".repeat(32)}"` } })),
    http.get("*/mock-storage/*", ({ request }) =>
      request.url.includes(".csv")
        ? HttpResponse.text(
            "id,name,count\n1,daisy,633\n2,dandelion,898\n3,rose,641\n4,sunflower,699\n5,tulip,799\n",
          )
        : HttpResponse.text("# Flowers\n\nFive classes of flowers, photographed outdoors.\n"),
    ),
  ];
}

export const world = makeWorld();
export const handlers = makeHandlers(world);
