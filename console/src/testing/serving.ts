import { http, HttpResponse, type RequestHandler } from "msw";

import type { Model, Service, ServiceCreate, ServiceInstance, ServiceUpdate } from "@/client";

const number = { type: "number" };
const record = { type: "object", properties: { width: number, height: number } };

/** A published version of a model that takes records with a width and a height. */
export function makeModel(version: string, more: Partial<Model> = {}): Model {
  return {
    model_id: `model-${version}`,
    model_name: "areas",
    model_version: version,
    model_type: "Scikit_Learn",
    model_status: "published",
    model_size: 2_048,
    model_source: "custom",
    source_type: "",
    source_copy: "true",
    description: "Areas by their sides",
    tenant: "d1",
    project: "p1",
    owner: "u1",
    owner_name: "admin",
    workspace_id: "0",
    install_type: ["real-time"],
    create_at: Date.now() - 3_600_000,
    market_flag: false,
    publishable_flag: true,
    tunable: false,
    specification: {},
    source_location: "obs://datasets/areas/",
    runtime: "",
    image_address: "sklearn",
    model_algorithm: "predict_analysis",
    model_docs: [],
    input_params: [],
    output_params: [],
    dependencies: [],
    apis: JSON.stringify([
      {
        url: "/",
        method: "post",
        request: {
          "Content-type": "application/json",
          data: {
            type: "object",
            properties: {
              data: { type: "object", properties: { req_data: { type: "array", items: [record] } } },
            },
          },
        },
      },
    ]),
    config: "{}",
    model_labels: [],
    labels_map: { labels: [] },
    request_mode: "sync",
    envs: {},
    stage: "done",
    ...more,
  };
}

export function makeService(name: string, more: Partial<Service> = {}): Service {
  return {
    service_id: `id-${name}`,
    service_name: name,
    description: "",
    infer_type: "real-time",
    status: "running",
    progress: 100,
    owner: "u1",
    owner_name: "admin",
    tenant: "d1",
    project: "p1",
    workspace_id: "0",
    publish_at: Date.now() - 60_000,
    transition_at: Date.now(),
    operation_time: Date.now(),
    update_time: Date.now(),
    invocation_times: 12,
    failed_times: 1,
    is_shared: false,
    shared_count: 0,
    is_free: false,
    is_opened_sample_collection: "false",
    additional_properties: {},
    access_address: `http://127.0.0.1:8000/v1/infers/id-${name}`,
    asleep: false,
    can_rollback: true,
    runtime_config: {
      service_invoke: { auth_type: ["TOKEN"] },
      service_limit: { request_timeout: 60, request_size_limit: 12 },
    },
    config: [
      {
        model_id: "model-1.0.0",
        model_name: "areas",
        model_version: "1.0.0",
        specification: "cpu.2u4g",
        weight: 100,
        instance_count: 1,
        status: "running",
        scaling: false,
        envs: {},
        support_debug: false,
        additional_properties: {},
        deployment_id: "deployment-1",
        ready_count: 1,
      },
    ],
    ...more,
  };
}

const instance: ServiceInstance = {
  instance_id: "0a",
  instance_name: "1-0a",
  deployment_id: "deployment-1",
  model_id: "model-1.0.0",
  model_name: "areas",
  model_version: "1.0.0",
  status: "ready",
  is_current: true,
  created_at: Date.now() - 60_000,
  ready_at: Date.now() - 50_000,
};

/** The last requests of a service that was created, and that was changed, for tests to look at. */
export const created: { service: ServiceCreate | null; change: ServiceUpdate | null } = {
  service: null,
  change: null,
};

export function servingHandlers(): RequestHandler[] {
  const models = [makeModel("1.0.0"), makeModel("1.1.0")];
  const services = [makeService("areas-online")];
  const modelsAt = "*/v1/:project/models";
  const servicesAt = "*/v1/:project/services";
  const page = { total_count: 0, count: 0 };
  return [
    http.get(`${modelsAt}/template`, () => HttpResponse.json({ templates: [], ...page })),
    http.get(`${modelsAt}/:id/events`, () => HttpResponse.json({ events: [], ...page })),
    http.get(`${modelsAt}/:id`, ({ params }) => {
      const found = models.find((one) => one.model_id === params["id"]);
      return found === undefined
        ? HttpResponse.json({ error_code: "ModelArts.3001", error_msg: "Not found." }, { status: 404 })
        : HttpResponse.json(found);
    }),
    http.get(modelsAt, () => HttpResponse.json({ models, total_count: models.length, count: models.length })),
    http.post(modelsAt, () =>
      HttpResponse.json(
        {
          error_code: "ModelArts.3016",
          error_msg: "config.json: apis[0].method: one of get, post",
          params: { field: "config.json: apis[0].method" },
        },
        { status: 400 },
      ),
    ),
    http.get(`${servicesAt}/:id/instances`, () =>
      HttpResponse.json({ instances: [instance], total_count: 1, count: 1 }),
    ),
    http.get(`${servicesAt}/:id`, ({ params }) =>
      HttpResponse.json({ ...services[0], service_id: String(params["id"]) }),
    ),
    http.get(servicesAt, () =>
      HttpResponse.json({ services, total_count: services.length, count: services.length }),
    ),
    http.put(`${servicesAt}/:id`, async ({ request }) => {
      created.change = (await request.json()) as ServiceUpdate;
      return HttpResponse.json({});
    }),
    http.post(servicesAt, async ({ request }) => {
      created.service = (await request.json()) as ServiceCreate;
      return HttpResponse.json({ service_id: "id-new", resource_ids: [] });
    }),
    http.post("*/v1/infers/:id", async ({ request }) => {
      const body = (await request.json()) as { data: { req_data: { width: number; height: number }[] } };
      const [row] = body.data.req_data;
      return HttpResponse.json({ area: (row?.width ?? 0) * (row?.height ?? 0) });
    }),
  ];
}
