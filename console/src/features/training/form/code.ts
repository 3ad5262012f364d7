import type { JobCreate } from "@/client";

export interface Endpoint {
  api: string;
  projectId: string;
}

type Json = null | string | number | boolean | Json[] | { [name: string]: Json };

/** The request without what was left out, as people would write it. */
export function compact(value: unknown): Json {
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, one]) => one !== undefined && one !== null && !(Array.isArray(one) && one.length === 0))
      .map(([name, one]): [string, Json] => [name, compact(one)]);
    return Object.fromEntries(entries);
  }
  return value as Json;
}

/** The same request with the public Python SDK; keys come from the environment. */
export function asSDK(body: JobCreate, { api, projectId }: Endpoint): string {
  const part = (value: unknown) => python(compact(value), 4);
  const fields = [
    `        kind="job",`,
    `        metadata=${part(body.metadata)},`,
    `        algorithm=${part(body.algorithm)},`,
    `        spec=${part(body.spec)},`,
  ];
  return `# pip install huaweicloudsdkmodelarts
import os

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkmodelarts.v1 import CreateTrainingJobRequest, ModelArtsClient

client = (
    ModelArtsClient.new_builder()
    .with_credentials(
        BasicCredentials(
            os.environ["HUAWEICLOUD_SDK_AK"],
            os.environ["HUAWEICLOUD_SDK_SK"],
            "${projectId}",
        )
    )
    .with_endpoints(["${api}"])
    .build()
)
request = CreateTrainingJobRequest(
    body=dict(
${fields.join("\n")}
    )
)
job = client.create_training_job(request)
print(job.metadata.id, job.status.phase)
`;
}

/** The same request with curl and a token, for any language. */
export function asCurl(body: JobCreate, { api, projectId }: Endpoint): string {
  const text = JSON.stringify(compact(body), null, 2).replaceAll("'", "'\\''");
  return `curl --fail-with-body -X POST '${api}/v2/${projectId}/training-jobs' \\
  -H "X-Auth-Token: $MODELYARD_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '${text}'
`;
}

/** A value as Python writes it. */
function python(value: Json, depth: number): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object") return JSON.stringify(value);
  const pad = " ".repeat(depth * 2);
  const inner = " ".repeat(depth * 2 + 4);
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((one) => `${inner}${python(one, depth + 2)},\n`).join("")}${pad}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([name, one]) => `${inner}${JSON.stringify(name)}: ${python(one, depth + 2)},\n`);
  return `{\n${lines.join("")}${pad}}`;
}
