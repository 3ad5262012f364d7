import type { Service, ServiceCreate, ServiceUpdate } from "@/client";
import { changedPart, same } from "../form/change";
import { configOf, entryOf, valuesOfService, type Config } from "../form/request";
import { freshVersion, type VersionValues } from "../form/values";
import type { Rule } from "./mapping";

export interface BatchValues {
  name: string;
  description: string;
  pool: string;
  version: VersionValues;
  source: string;
  target: string;
  /** Which of the model's paths; empty for its only one. */
  path: string;
  mapping: "file" | "csv";
  rule: Rule | null;
}

export const freshBatch = (modelId = ""): BatchValues => ({
  name: `batch-${Math.floor(Date.now() / 1000).toString(36)}`,
  description: "",
  pool: "",
  version: freshVersion(modelId),
  source: "",
  target: "",
  path: "",
  mapping: "csv",
  rule: null,
});

function batchEntry(values: BatchValues): Config {
  const source = values.source.trim();
  return {
    ...entryOf(values.version, values.pool),
    src_path: source,
    dest_path: values.target.trim(),
    ...(source.endsWith(".manifest") && { src_type: "ManifestFile" as const }),
    ...(values.path !== "" && { req_uri: values.path }),
    mapping_type: values.mapping,
    ...(values.mapping === "csv" && values.rule !== null && { mapping_rule: values.rule }),
  };
}

/** The request that a form means. */
export const batchBody = (values: BatchValues): ServiceCreate => ({
  service_name: values.name.trim(),
  description: values.description,
  infer_type: "batch",
  config: [batchEntry(values)],
  ...(values.pool !== "" && { pool_name: values.pool }),
});

/** The form that would make a batch service as it is. */
export function valuesOfBatch(service: Service): BatchValues {
  const shared = valuesOfService(service);
  const [config] = service.config;
  return {
    name: shared.name,
    description: shared.description,
    pool: shared.pool,
    version: shared.versions[0] ?? freshVersion(),
    source: config?.src_path ?? "",
    target: config?.dest_path ?? "",
    path: config?.req_uri ?? "",
    mapping: config?.mapping_type === "file" ? "file" : "csv",
    rule: config?.mapping_rule ?? null,
  };
}

/** The change that a form means, for a batch service that is there already: only what somebody changed. */
export function batchChange(service: Service, values: BatchValues): ServiceUpdate {
  const before = valuesOfBatch(service);
  const [was, made] = [batchEntry(before), batchEntry(values)];
  const [raw] = service.config;
  return {
    ...(before.description !== values.description && { description: values.description }),
    ...(!same(was, made) && {
      // A rule is one thing: parts of the one before never stay in the next.
      config: [
        {
          ...(changedPart(raw === undefined ? {} : configOf(raw), was, made) as Config),
          ...(made.mapping_rule !== undefined && { mapping_rule: made.mapping_rule }),
        },
      ],
    }),
  };
}
