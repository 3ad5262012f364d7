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
  | "archive"
  | "server";

const all: readonly FormatName[] = ["auto", "manifest", "plain"];

/** Unpacked or copied by the storage first, and then read as any folder. */
const staged: readonly FormatName[] = ["archive", "server"];

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
  if (!kind.labelled) return ["auto", ...staged];
  return [...all, ...(byKind[kind.name] ?? []), ...staged];
}

export interface ImportValues {
  path: string;
  format: FormatName;
  annotations: boolean;
  final: boolean;
  hardOnly: boolean;
  dryRun: boolean;
  header: boolean;
  included: string[];
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
});

export function importBody(values: ImportValues, kind: DatasetKind): ImportCreate {
  const { format, path } = values;
  const annotations = kind.labelled && values.annotations && format !== "plain";
  return {
    import_path: path,
    import_type: format === "manifest" ? "manifest" : "dir",
    ...(format !== "auto" && format !== "manifest" && { format }),
    import_annotations: annotations,
    ...(annotations && !values.final && { final_annotation: false }),
    ...(annotations && format === "manifest" && values.hardOnly && { difficult_only: true }),
    ...(annotations &&
      values.included.length > 0 && { included_labels: values.included.map((name) => ({ name })) }),
    ...(kind.name === "table" && { with_column_header: values.header }),
    ...(values.dryRun && { dry_run: true }),
  };
}
