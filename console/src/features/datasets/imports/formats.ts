import type { ImportCreate } from "@/client";
import type { DatasetKind } from "../kinds";

/** Formats by the names that the server knows them by; `auto` lets it look, `manifest` is a file of its own. */
export type FormatName =
  | "auto"
  | "manifest"
  | "plain"
  | "folders"
  | "texts"
  | "voc"
  | "coco"
  | "yolo"
  | "cvat"
  | "label_studio"
  | "csv"
  | "segmentation"
  | "text_lines"
  | "text_pairs"
  | "hugging_face"
  | "parquet"
  | "archive"
  | "server"
  | "address";

const all: readonly FormatName[] = ["auto", "manifest", "plain"];

/** Unpacked or copied first, and then read as any folder; rows of databases come through an address, too. */
const staged: readonly FormatName[] = ["archive", "server", "address"];

const byKind: Readonly<Partial<Record<DatasetKind["name"], readonly FormatName[]>>> = {
  imageClassification: ["folders", "texts", "csv", "label_studio", "hugging_face"],
  objectDetection: ["voc", "coco", "yolo", "cvat", "label_studio", "hugging_face"],
  imageSegmentation: ["segmentation", "voc", "coco", "cvat", "label_studio", "hugging_face"],
  soundClassification: ["folders", "csv", "label_studio"],
  speechContent: ["label_studio"],
  speechSegmentation: ["label_studio"],
  textClassification: ["text_lines", "text_pairs", "csv", "label_studio"],
  namedEntity: ["label_studio"],
  textTriplet: ["label_studio"],
  video: ["label_studio"],
};

export function formatsOf(kind: DatasetKind): readonly FormatName[] {
  // Tables and free files have nothing beside them that could be read.
  if (kind.name === "table") return ["auto", "parquet", ...staged];
  if (!kind.labelled) return ["auto", ...staged];
  return [...all, ...(byKind[kind.name] ?? []), "parquet", ...staged];
}

/** Whether an address is that of a database, whose rows are read. */
export const isDatabase = (address: string): boolean => /^(postgresql|mysql|mariadb):/i.test(address.trim());

/** What the files of another store may be. */
export const innerFormats = (kind: DatasetKind): readonly FormatName[] =>
  formatsOf(kind).filter((name) => !["manifest", "server", "address"].includes(name));

/** The columns of rows that stand for something, as the server calls them. */
export const rowColumns = ["text", "file", "content", "label"] as const;

export interface ImportValues {
  path: string;
  format: FormatName;
  annotations: boolean;
  final: boolean;
  hardOnly: boolean;
  dryRun: boolean;
  header: boolean;
  included: string[];
  checkFiles: boolean;
  copyTo: string;
  user: string;
  password: string;
  inner: FormatName;
  table: string;
  query: string;
  key: string;
  columns: Partial<Record<(typeof rowColumns)[number], string>>;
}

export const freshImport = (path: string): ImportValues => ({
  path,
  format: "auto",
  annotations: true,
  final: true,
  hardOnly: false,
  dryRun: false,
  header: true,
  included: [],
  checkFiles: true,
  copyTo: "",
  user: "",
  password: "",
  inner: "auto",
  table: "",
  query: "",
  key: "",
  columns: {},
});

export function importBody(values: ImportValues, kind: DatasetKind): ImportCreate {
  const { format, path } = values;
  const annotations = kind.labelled && values.annotations && format !== "plain";
  const named = !["auto", "manifest", "address"].includes(format);
  const options = optionsOf(values);
  return {
    import_path: path,
    import_type: format === "manifest" ? "manifest" : "dir",
    ...(named && { format }),
    ...(Object.keys(options).length > 0 && { options }),
    ...(format === "address" &&
      values.user !== "" && { credentials: { user: values.user, password: values.password } }),
    ...(values.copyTo.trim() !== "" && { import_folder: values.copyTo.trim() }),
    import_annotations: annotations,
    ...(annotations && !values.final && { final_annotation: false }),
    ...(annotations && format === "manifest" && values.hardOnly && { difficult_only: true }),
    ...(annotations &&
      values.included.length > 0 && { included_labels: values.included.map((name) => ({ name })) }),
    ...(kind.name === "table" && { with_column_header: values.header }),
    ...(values.dryRun && { dry_run: true }),
  };
}

function optionsOf(values: ImportValues): Record<string, unknown> {
  if (values.format === "manifest") return values.checkFiles ? { check_files: true } : {};
  const columns = Object.fromEntries(Object.entries(values.columns).filter(([, name]) => name !== ""));
  const mapped = Object.keys(columns).length > 0 && { columns };
  if (values.format === "parquet") return { ...mapped };
  if (values.format !== "address") return {};
  if (!isDatabase(values.path)) return values.inner === "auto" ? {} : { format: values.inner };
  return {
    ...(values.query.trim() === "" ? { table: values.table.trim() } : { query: values.query.trim() }),
    ...(values.key.trim() !== "" && { key: values.key.trim() }),
    ...mapped,
  };
}
