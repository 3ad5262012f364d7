import type { Schema } from "@/features/registry";

/** A JSON schema of a request whose leaves have an `index`: the column of a table that stands there. */
export type Rule = Readonly<Record<string, unknown>>;

/** One leaf of a rule. path: how it is called, such as `data.req_data[0].width`. */
export interface Leaf {
  path: string;
  type: string;
  /** From 0; -1 leaves it out. */
  index: number;
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, string>> = { float: "number", double: "number", int: "integer" };
const simple = ["string", "number", "integer", "boolean"];

/** The rule that takes the columns of a table in the order of a schema's leaves; null for a schema without any. */
export function ruleOf(schema: Schema): Rule | null {
  let next = 0;
  function made(one: Schema): Rule | null {
    const items = Array.isArray(one.items) ? one.items[0] : one.items;
    if (items !== undefined) {
      const inner = made(items);
      return inner === null ? null : { type: "array", items: [inner] };
    }
    if (one.properties !== undefined) {
      const parts = Object.entries(one.properties).map(([name, part]) => [name, made(part)] as const);
      const known = parts.filter(([, part]) => part !== null);
      return known.length === 0 ? null : { type: "object", properties: Object.fromEntries(known) };
    }
    const type = types[one.type ?? ""] ?? one.type ?? "";
    return simple.includes(type) ? { type, index: next++ } : null;
  }
  return made(schema);
}

const itemsOf = (rule: Rule): unknown => {
  const items = rule["items"] ?? rule["item"];
  return Array.isArray(items) ? (items as unknown[])[0] : items;
};

/** A copy of a rule with other leaves; `change` is called for each of them, in order. */
function mapped(rule: unknown, change: (leaf: Fields, path: string) => Fields, path = ""): unknown {
  if (!isFields(rule)) return rule;
  if (isFields(rule["properties"])) {
    const parts = Object.entries(rule["properties"]).map(([name, part]) => [
      name,
      mapped(part, change, path === "" ? name : `${path}.${name}`),
    ]);
    return { ...rule, properties: Object.fromEntries(parts) as Fields };
  }
  const items = itemsOf(rule);
  if (items !== undefined) {
    const inner = mapped(items, change, `${path}[0]`);
    const key = "items" in rule ? "items" : "item";
    return { ...rule, [key]: Array.isArray(rule[key]) ? [inner] : inner };
  }
  return change(rule, path);
}

/** The leaves of a rule, in order. */
export function leavesOf(rule: Rule | null): Leaf[] {
  const found: Leaf[] = [];
  mapped(rule, (leaf, path) => {
    const type = leaf["type"];
    found.push({
      path,
      type: typeof type === "string" ? type : "string",
      index: Number(leaf["index"] ?? -1),
    });
    return leaf;
  });
  return found;
}

/** The rule with another column for its leaf number `at`. */
export function withColumn(rule: Rule, at: number, index: number): Rule {
  let number = 0;
  return mapped(rule, (leaf) => (number++ === at ? { ...leaf, index } : leaf)) as Rule;
}

/** What is wrong with a row. column: from 0. */
export class RowProblem extends Error {
  constructor(
    readonly column: number,
    readonly type: string,
    readonly cell: string | null,
  ) {
    super(`column ${column}`);
  }
}

/** The request that a row becomes; throws RowProblem. */
export function requestOf(rule: unknown, row: readonly string[]): unknown {
  if (!isFields(rule)) return null;
  if (isFields(rule["properties"])) {
    const parts = Object.entries(rule["properties"])
      // A leaf with -1 is left out.
      .filter(([, part]) => !(isFields(part) && part["index"] === -1))
      .map(([name, part]) => [name, requestOf(part, row)]);
    return Object.fromEntries(parts) as Fields;
  }
  const items = itemsOf(rule);
  if (items !== undefined) return [requestOf(items, row)];
  return cellOf(rule, row);
}

const yes = ["true", "1", "yes", "y", "t"];
const no = ["false", "0", "no", "n", "f"];

function cellOf(leaf: Fields, row: readonly string[]): unknown {
  const column = Number(leaf["index"]);
  const type = typeof leaf["type"] === "string" ? leaf["type"] : "string";
  const cell = row[column];
  if (cell === undefined) throw new RowProblem(column, type, null);
  if (type === "boolean") {
    const word = cell.trim().toLowerCase();
    if (yes.includes(word)) return true;
    if (no.includes(word)) return false;
    throw new RowProblem(column, type, cell);
  }
  if (type !== "number" && type !== "integer") return cell;
  const value = cell.trim() === "" ? Number.NaN : Number(cell);
  if (!Number.isFinite(value) || (type === "integer" && !Number.isInteger(value)))
    throw new RowProblem(column, type, cell);
  return value;
}

/** A row that fits a rule, to begin with. */
export function sampleOf(rule: Rule | null): string {
  const leaves = leavesOf(rule).filter(({ index }) => index >= 0);
  const width = Math.min(64, Math.max(0, ...leaves.map(({ index }) => index + 1)));
  const words: Readonly<Record<string, string>> = { number: "1.5", integer: "1", boolean: "true" };
  return Array.from({ length: width }, (_none, column) => {
    const leaf = leaves.find(({ index }) => index === column);
    return leaf === undefined ? "" : (words[leaf.type] ?? "text");
  }).join(",");
}
