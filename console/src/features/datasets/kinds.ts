import type { Dataset, DatasetCreate } from "@/client";
import type { Tone } from "@/ui";

export type DataKind = "image" | "audio" | "text" | "table" | "video" | "free";

/** The numbers of types, as the API names them. */
export type DatasetType = NonNullable<DatasetCreate["dataset_type"]>;

export type KindName =
  | "imageClassification"
  | "objectDetection"
  | "imageSegmentation"
  | "soundClassification"
  | "speechContent"
  | "speechSegmentation"
  | "textClassification"
  | "namedEntity"
  | "textTriplet"
  | "table"
  | "video"
  | "free";

export interface DatasetKind {
  /** The number on the wire. */
  type: DatasetType;
  name: KindName;
  data: DataKind;
  /** What its files are called; empty: anything. */
  extensions: readonly string[];
  /** Whether samples can be labelled. */
  labelled: boolean;
}

/** What datasets may be called. */
export const namePattern = /^[A-Za-z0-9_\u4e00-\u9fff-]{1,100}$/;

const pictures = ["jpg", "jpeg", "png", "bmp"];
const sounds = ["wav"];
const texts = ["txt", "csv"];

export const kinds: readonly DatasetKind[] = [
  { type: 0, name: "imageClassification", data: "image", extensions: pictures, labelled: true },
  { type: 1, name: "objectDetection", data: "image", extensions: pictures, labelled: true },
  { type: 3, name: "imageSegmentation", data: "image", extensions: pictures, labelled: true },
  { type: 200, name: "soundClassification", data: "audio", extensions: sounds, labelled: true },
  { type: 201, name: "speechContent", data: "audio", extensions: sounds, labelled: true },
  { type: 202, name: "speechSegmentation", data: "audio", extensions: sounds, labelled: true },
  { type: 100, name: "textClassification", data: "text", extensions: texts, labelled: true },
  { type: 101, name: "namedEntity", data: "text", extensions: texts, labelled: true },
  { type: 102, name: "textTriplet", data: "text", extensions: texts, labelled: true },
  { type: 400, name: "table", data: "table", extensions: ["csv"], labelled: false },
  { type: 600, name: "video", data: "video", extensions: ["mp4"], labelled: true },
  { type: 900, name: "free", data: "free", extensions: [], labelled: false },
];

const byType = new Map<number, DatasetKind>(kinds.map((kind) => [kind.type, kind]));
const free = kinds[kinds.length - 1] as DatasetKind;

/** What a dataset holds; a type that the console does not know is taken as free files. */
export function kindOf(type: number): DatasetKind {
  return byType.get(type) ?? free;
}

const states = {
  0: "creating",
  1: "normal",
  2: "deleting",
  3: "deleted",
  4: "abnormal",
  5: "synchronising",
  6: "publishing",
  7: "switching",
  8: "importing",
} as const;

export type DatasetState = (typeof states)[keyof typeof states];

export function stateOf(dataset: Pick<Dataset, "status">): DatasetState {
  return states[dataset.status as keyof typeof states] ?? "abnormal";
}

export function toneOf(state: DatasetState): Tone {
  if (state === "normal") return "success";
  if (state === "abnormal" || state === "deleted") return "danger";
  return "info";
}

/** Whether something is going on that will change what is shown. */
export function isLive(dataset: Pick<Dataset, "status">): boolean {
  return toneOf(stateOf(dataset)) === "info";
}

/** How much of it is labelled, from 0 to 1; null where nothing can be. */
export function shareOf(dataset: Dataset): number | null {
  if (!kindOf(dataset.dataset_type).labelled) return null;
  return dataset.total_sample_count === 0 ? 0 : dataset.annotated_sample_count / dataset.total_sample_count;
}

/** Whether there are shapes in pictures, which can be reviewed many at a time. */
export const hasBoxes = (type: number): boolean =>
  ["objectDetection", "imageSegmentation"].includes(kindOf(type).name);
