import type { DatasetCreate } from "@/client";
import { readPath } from "@/features/objects";
import { kindOf, namePattern } from "../kinds";

export interface ColumnValue {
  name: string;
  type: string;
}

export interface LabelValue {
  name: string;
  color: string;
}

export interface DatasetValues {
  name: string;
  description: string;
  type: number;
  input: string;
  importNow: boolean;
  withLabels: boolean;
  work: string;
  labels: readonly LabelValue[];
  columns: readonly ColumnValue[];
  header: boolean;
  textSeparator: string;
  labelSeparator: string;
}

export const columnTypes = [
  "STRING",
  "BYTE",
  "SHORT",
  "INT",
  "LONG",
  "FLOAT",
  "DOUBLE",
  "DATE",
  "TIMESTAMP",
  "BOOLEAN",
] as const;

export function freshDataset(name: string): DatasetValues {
  return {
    name,
    description: "",
    type: 0,
    input: "",
    importNow: true,
    withLabels: true,
    work: "",
    labels: [],
    columns: [{ name: "attr_1", type: "STRING" }],
    header: true,
    textSeparator: "\t",
    labelSeparator: ",",
  };
}

export function datasetBody(values: DatasetValues): DatasetCreate {
  const kind = kindOf(values.type);
  const labels = values.labels.filter(({ name }) => name.trim() !== "");
  return {
    dataset_name: values.name,
    dataset_type: values.type,
    work_path: values.work,
    ...(values.description !== "" && { description: values.description }),
    ...(values.input !== "" && {
      data_sources: [
        {
          data_type: 0,
          data_path: values.input,
          ...(kind.name === "table" && { with_column_header: values.header }),
        },
      ],
      import_data: values.importNow,
      ...(kind.labelled && { import_annotations: values.withLabels }),
    }),
    ...(kind.labelled &&
      labels.length > 0 && {
        labels: labels.map(({ name, color }) => ({
          name: name.trim(),
          property: { "@modelarts:color": color },
        })),
      }),
    ...(kind.name === "table" && {
      schema: values.columns.map((column, at) => ({ schema_id: at + 1, ...column })),
    }),
    ...(kind.name === "textClassification" && {
      label_format: {
        label_type: "1" as const,
        text_sample_separator: values.textSeparator,
        text_label_separator: values.labelSeparator,
      },
    }),
  } as DatasetCreate;
}

/** What can be seen to be wrong before the server is asked; `field` as the server names it, `rule` a text of the form. */
export type Objection = { field: string; rule: "name" | "path" | "bucket" | "inside" | "missing" | "twice" };

export function objectionsTo(values: DatasetValues): Objection[] {
  const found: Objection[] = [];
  const kind = kindOf(values.type);
  if (values.name !== "" && !namePattern.test(values.name))
    found.push({ field: "dataset_name", rule: "name" });
  const input = values.input === "" ? null : readPath(values.input);
  const work = values.work === "" ? null : readPath(values.work);
  if (values.input !== "" && input === null) found.push({ field: "data_sources", rule: "path" });
  if (values.work !== "") {
    if (work === null) found.push({ field: "work_path", rule: "path" });
    else if (work.key.replace(/\/+$/, "") === "") found.push({ field: "work_path", rule: "bucket" });
    else if (input !== null && input.bucket === work.bucket && inside(work.key, input.key))
      found.push({ field: "work_path", rule: "inside" });
  }
  if (kind.name === "table") {
    const names = values.columns.map(({ name }) => name.trim());
    if (names.some((name) => name === "")) found.push({ field: "schema", rule: "missing" });
    else if (new Set(names).size < names.length) found.push({ field: "schema", rule: "twice" });
  }
  const labels = values.labels.map(({ name }) => name.trim()).filter((name) => name !== "");
  if (new Set(labels).size < labels.length) found.push({ field: "labels", rule: "twice" });
  return found;
}

/** Whether everything that the server cannot do without is there. */
export const isReady = (values: DatasetValues): boolean =>
  values.name !== "" && values.work !== "" && objectionsTo(values).length === 0;

function inside(key: string, folder: string): boolean {
  const asFolder = (text: string) => `${text.replace(/\/+$/, "")}/`;
  const outer = folder.replace(/\/+$/, "") === "" ? "" : asFolder(folder);
  return asFolder(key).startsWith(outer);
}
