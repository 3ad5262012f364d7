import { call } from "@/client";
import { nameOf, parseCSV, readBeginning, type StoragePath } from "@/features/objects";
import type { ColumnValue } from "./values";

const looked = 200;
const whole = /^[+-]?\d{1,18}$/;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const day = /^\d{4}-\d{2}-\d{2}$/;
const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;
const mostInt = 2 ** 31 - 1;

/** The narrowest type that all values of a column have; what is empty says nothing. */
export function typeOf(values: readonly string[]): string {
  const said = values.map((value) => value.trim()).filter((value) => value !== "");
  const all = (test: (value: string) => boolean) => said.length > 0 && said.every(test);
  if (all((value) => whole.test(value)))
    return all((value) => Math.abs(Number(value)) <= mostInt) ? "INT" : "LONG";
  if (all((value) => decimal.test(value))) return "DOUBLE";
  if (all((value) => /^(true|false)$/i.test(value))) return "BOOLEAN";
  if (all((value) => day.test(value))) return "DATE";
  if (all((value) => moment.test(value))) return "TIMESTAMP";
  return "STRING";
}

/** The columns of a table by its first rows. header: the first of them names the columns. */
export function columnsOf(rows: readonly (readonly string[])[], header: boolean): ColumnValue[] {
  const body = header ? rows.slice(1) : rows;
  const [head = []] = rows;
  return head.map((name, at) => ({
    name: header && name.trim() !== "" ? name.trim().replace(/^\ufeff/, "") : `attr_${at + 1}`,
    type: typeOf(body.slice(0, looked).map((row) => row[at] ?? "")),
  }));
}

/** The columns of the first CSV file of a folder, with its name; null where there is none. */
export async function readColumns(
  projectId: string,
  place: StoragePath,
  header: boolean,
): Promise<{ file: string; columns: ColumnValue[] } | null> {
  const prefix = place.key === "" || place.key.endsWith("/") ? place.key : `${place.key}/`;
  const { objects } = await call("GET", "/v2/{project_id}/storage/buckets/{bucket}/objects", {
    path: { project_id: projectId, bucket: place.bucket },
    query: { prefix, limit: 500 },
  });
  const file = objects.find(({ key }) => key.toLowerCase().endsWith(".csv"));
  if (file === undefined) return null;
  const { text, cut } = await readBeginning(projectId, place.bucket, file.key, new AbortController().signal);
  const rows = parseCSV(text.replace(/^\ufeff/, ""), ",");
  // The last row of a cut text is likely half a row.
  if (cut) rows.pop();
  return { file: nameOf(file.key), columns: columnsOf(rows, header) };
}
