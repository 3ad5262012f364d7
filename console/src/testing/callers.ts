import { http, HttpResponse, type RequestHandler } from "msw";

import type { APIKey, BatchResult, CallerApp } from "@/client";
import { makeService } from "./serving";

function makeApp(name: string, more: Partial<CallerApp> = {}): CallerApp {
  return {
    app_id: `app-${name}`,
    app_name: name,
    app_remark: "",
    app_key: "a1b2c3d4e5f60718",
    app_secret: "******",
    app_codes: ["code-1"],
    app_type: "APIG",
    bounded_api_count: 0,
    project_id: "p1",
    user_id: "u1",
    created_at: Date.now() - 3_600_000,
    updated_at: Date.now(),
    ...more,
  };
}

function makeKey(name: string, more: Partial<APIKey> = {}): APIKey {
  return {
    key_id: `key-${name}`,
    name,
    description: "",
    scope: "SERVICE",
    domain_id: "d1",
    project_id: "p1",
    workspace_id: "0",
    create_time: new Date(Date.now() - 86_400_000).toISOString(),
    services: [{ id: "id-areas-online", name: "areas-online" }],
    ...more,
  };
}

/** A batch service in the midst of its inputs. */
export const batch = makeService("areas-of-may", {
  infer_type: "batch",
  batch: { task_id: "6c49c5e5", run: 1, total: 40, done: 23, failed: 2, rows: 9_120, failed_rows: 14 },
  start_time: Date.now() - 120_000,
  config: makeService("x").config.map((one) => ({
    ...one,
    src_path: "obs://datasets/in/",
    dest_path: "obs://datasets/out/",
    req_uri: "/",
    mapping_type: "csv",
    mapping_rule: { type: "object", properties: { width: { type: "number", index: 0 } } },
  })),
});

const results: BatchResult[] = [
  {
    source: "obs://datasets/in/monday.csv",
    result: "SUCCESSFUL",
    inference_loc: "obs://datasets/out/infer-result-6c49c5e5/monday.csv_result.txt",
    rows: 400,
    failed_rows: 3,
  },
  {
    source: "obs://datasets/in/tuesday.csv",
    result: "FAILED",
    error_message: "No row worked; the first: column 0 (width): 'width' is no number.",
  },
];

/** Apps, API keys and batch services. */
export function callerHandlers(): RequestHandler[] {
  const apps = [makeApp("shop", { app_remark: "The web shop", bounded_api_count: 1 })];
  const keys = [makeKey("notebook"), makeKey("everything", { scope: "USER", services: [] })];
  const appsAt = "*/v1/:project/app-auth/apps";
  const keysAt = "*/v2/:project/services/api-keys";
  const one = (id: unknown) => apps.find(({ app_id: known }) => known === id) ?? makeApp("none");
  return [
    http.get(`${appsAt}/:id/auth-apis`, () => HttpResponse.json({ apis: [], count: 0, total_count: 0 })),
    http.get(`${appsAt}/:id`, ({ params }) => HttpResponse.json({ app: one(params["id"]) })),
    http.get(appsAt, () => HttpResponse.json({ apps, count: apps.length, total_count: apps.length })),
    http.post(`${appsAt}/:id/app-code`, ({ params }) => {
      const app = one(params["id"]);
      app.app_codes = [...app.app_codes, `code-${app.app_codes.length + 1}`];
      return HttpResponse.json({ app });
    }),
    http.post(appsAt, async ({ request }) => {
      const { app_name: name } = (await request.json()) as { app_name: string };
      const app = makeApp(name, { app_codes: [] });
      apps.unshift(app);
      return HttpResponse.json({ app: { ...app, app_secret: "s3cret-of-the-app" } });
    }),
    http.get("*/v1/:project/services/:id/api-auths", () =>
      HttpResponse.json({ enable_app_auth: true, app_auth_api: { api_id: "api-1", authed_apps: apps } }),
    ),
    http.get(keysAt, () =>
      HttpResponse.json({ data: keys, current: 1, pages: 1, size: 20, total: keys.length }),
    ),
    http.post(keysAt, async ({ request }) => {
      const key = makeKey(((await request.json()) as { name: string }).name);
      keys.unshift(key);
      return HttpResponse.json({ ...key, api_key: "the-key-itself" });
    }),
    http.delete(`${keysAt}/:id`, ({ params }) => {
      keys.splice(
        keys.findIndex((key) => key.key_id === params["id"]),
        1,
      );
      return HttpResponse.json({});
    }),
    http.get(`*/v1/:project/services/${batch.service_id}`, () => HttpResponse.json(batch)),
    // Other services are answered elsewhere.
    http.get("*/v1/:project/services", ({ request }) =>
      new URL(request.url).searchParams.get("infer_type") === "batch"
        ? HttpResponse.json({ services: [batch], total_count: 1, count: 1 })
        : undefined,
    ),
    http.get("*/v1/:project/services/:id/batch-results", ({ request }) => {
      const wanted = new URL(request.url).searchParams.get("result");
      const found = results.filter(({ result }) => wanted === null || result === wanted);
      return HttpResponse.json({
        service_id: batch.service_id,
        service_name: batch.service_name,
        batch: batch.batch,
        manifest: "obs://datasets/out/infer-result-6c49c5e5.manifest",
        total_count: found.length,
        count: found.length,
        results: found,
      });
    }),
  ];
}
