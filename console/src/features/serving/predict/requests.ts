import type { APIInput, ModelField } from "@/features/registry";

export type Values = Readonly<Record<string, string>>;

/** What somebody typed as the value that the model wants; texts that do not fit stay as they are. */
export function valueOf({ type }: Pick<ModelField, "type">, typed: string): unknown {
  if (type === "number" || type === "integer") return typed.trim() === "" ? null : numberOr(typed);
  if (type === "boolean") return typed === "true";
  if (type === "json") {
    try {
      return JSON.parse(typed === "" ? "null" : typed) as unknown;
    } catch {
      return typed;
    }
  }
  return typed;
}

function numberOr(typed: string): unknown {
  const number = Number(typed);
  return Number.isNaN(number) ? typed : number;
}

/** The request of a form: the record at its place in the example. */
export function bodyOf(input: Extract<APIInput, { kind: "fields" }>, typed: Values): unknown {
  const record = Object.fromEntries(
    input.fields
      // What was left empty is left out, unless it is a text.
      .filter((field) => field.type === "string" || (typed[field.name] ?? "") !== "")
      .map((field) => [field.name, valueOf(field, typed[field.name] ?? "")]),
  );
  return input.path.reduceRight<unknown>(
    (inner, step) => (typeof step === "number" ? [inner] : { [step]: inner }),
    record,
  );
}

interface Call {
  url: string;
  method: string;
  contentType: string;
  body: string;
  /** The form field of an upload, with the name of the file. */
  file?: { field: string; name: string };
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The same call with curl. */
export function asCurl({ url, method, contentType, body, file }: Call): string {
  const lines = [`curl --fail-with-body -X ${method} ${quoted(url)}`, `-H "X-Auth-Token: $TOKEN"`];
  if (file !== undefined) lines.push(`-F ${quoted(`${file.field}=@${file.name}`)}`);
  else if (method !== "GET") lines.push(`-H ${quoted(`Content-Type: ${contentType}`)}`, `-d ${quoted(body)}`);
  return `${lines.join(" \\\n  ")}\n`;
}

/** The same call in Python. */
export function asPython({ url, method, body, file }: Call): string {
  const head = `import os

import requests

url = ${JSON.stringify(url)}
headers = {"X-Auth-Token": os.environ["TOKEN"]}
`;
  if (file !== undefined) {
    return `${head}with open(${JSON.stringify(file.name)}, "rb") as upload:
    answer = requests.post(url, headers=headers, files={${JSON.stringify(file.field)}: upload}, timeout=60)
answer.raise_for_status()
print(answer.json())
`;
  }
  const given = method === "GET" ? "" : `, json=json.loads(body)`;
  const text =
    method === "GET" ? "" : `body = """${body.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"')}"""\n`;
  const imports = method === "GET" ? head : head.replace("import os\n", "import json\nimport os\n");
  return `${imports}${text}answer = requests.request("${method}", url, headers=headers${given}, timeout=60)
answer.raise_for_status()
print(answer.json())
`;
}

/** `/v1/infers/ID` and `/predict` to one address; `/` adds nothing. */
export const joined = (base: string, path: string) =>
  path === "/" || path === "" ? base : `${base.replace(/\/$/, "")}/${path.replace(/^\//, "")}`;
