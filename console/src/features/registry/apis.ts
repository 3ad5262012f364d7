/** One path that a model answers, as its `apis` say. */
export interface ModelAPI {
  url: string;
  method: string;
  contentType: string;
  input: Schema;
  output: Schema;
}

/** As much of JSON Schema as models use; `file` stands for an upload. */
export interface Schema {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema | Schema[];
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
}

type Json = Record<string, unknown>;
const record = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
const text = (value: unknown, otherwise: string) => (typeof value === "string" ? value : otherwise);

/** The paths of a model. The API gives them as a JSON text, and people write them in two ways. */
export function apisOf(apis: string): ModelAPI[] {
  let found: unknown;
  try {
    found = JSON.parse(apis === "" ? "[]" : apis);
  } catch {
    return [];
  }
  if (!Array.isArray(found)) return [];
  return found.map((one: unknown) => {
    const api = record(one);
    const request = record(api["request"]);
    const response = record(api["response"]);
    return {
      url: text(api["url"], "/"),
      method: text(api["method"], "post").toUpperCase(),
      contentType: text(
        request["Content-type"] ?? request["content_type"] ?? api["content_type"],
        "application/json",
      ),
      input: record(request["data"] ?? api["input_params"]) as Schema,
      output: record(response["data"] ?? api["output_params"]) as Schema,
    };
  });
}

/** One value that somebody fills in. */
export interface ModelField {
  name: string;
  type: "number" | "integer" | "string" | "boolean" | "json" | "file";
  description: string;
}

export type APIInput =
  | { kind: "file"; field: string }
  | { kind: "fields"; path: (string | number)[]; fields: ModelField[]; example: unknown }
  | { kind: "json"; example: unknown };

const simple = new Set(["number", "integer", "string", "boolean", "float", "int", "file"]);

/** What a form for an API has to ask for. */
export function inputOf(api: ModelAPI | undefined): APIInput {
  const schema = api?.input ?? {};
  const file = Object.entries(schema.properties ?? {}).find(([, one]) => one.type === "file");
  if (file !== undefined) return { kind: "file", field: file[0] };
  if (api?.contentType.startsWith("multipart/")) {
    return { kind: "file", field: Object.keys(schema.properties ?? {})[0] ?? "images" };
  }
  const example = exampleOf(schema);
  const found = fieldsIn(schema, []);
  return found === null ? { kind: "json", example } : { kind: "fields", ...found, example };
}

/** The one record in a request, however deep it lies: `data.req_data[0]`. */
function fieldsIn(
  schema: Schema,
  path: (string | number)[],
): { path: (string | number)[]; fields: ModelField[] } | null {
  if (schema.type === "array" || schema.items !== undefined) {
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
    return items === undefined || path.length > 8 ? null : fieldsIn(items, [...path, 0]);
  }
  const properties = Object.entries(schema.properties ?? {});
  if (properties.length === 0) return null;
  if (properties.some(([, one]) => simple.has(one.type ?? ""))) {
    return {
      path,
      fields: properties.map(([name, one]) => ({
        name,
        type: typeOf(one.type),
        description: one.description ?? "",
      })),
    };
  }
  const [only, ...others] = properties;
  return only === undefined || others.length > 0 || path.length > 8
    ? null
    : fieldsIn(only[1], [...path, only[0]]);
}

function typeOf(type: string | undefined): ModelField["type"] {
  if (type === "float") return "number";
  if (type === "int") return "integer";
  if (type === "number" || type === "integer" || type === "string" || type === "boolean") return type;
  return "json";
}

/** A request that fits a schema, to begin with. */
export function exampleOf(schema: Schema, depth = 0): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined && schema.enum.length > 0) return schema.enum[0];
  if (depth > 8) return null;
  if (schema.type === "array" || schema.items !== undefined) {
    const items = Array.isArray(schema.items) ? schema.items[0] : schema.items;
    return items === undefined ? [] : [exampleOf(items, depth + 1)];
  }
  if (schema.type === "string") return "";
  if (schema.type === "boolean") return false;
  if (["number", "integer", "float", "int"].includes(schema.type ?? "")) return schema.minimum ?? 0;
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, one]) => [name, exampleOf(one, depth + 1)]),
  );
}
