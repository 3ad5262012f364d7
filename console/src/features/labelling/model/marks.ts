import type { DatasetLabel, Sample, SampleLabel } from "@/client";
import { clock, milliseconds } from "./times";
import { types } from "./types";

export const shapeKinds = ["bndbox", "polygon", "circle", "line", "dashed", "point", "polyline"] as const;
export type ShapeKind = (typeof shapeKinds)[number];
export type Point = readonly [number, number];

/** In pixels of the picture as it is seen. A box has two corners, a circle its centre and a radius. */
export interface Shape {
  kind: ShapeKind;
  points: readonly Point[];
  radius: number;
}

export type MarkKind = "class" | "shape" | "entity" | "relation" | "transcript" | "segment";

/**
 * One thing that is said about a sample, while it is edited.
 *
 * key: ours, for this page only. span: characters as the server counts them (code points). time: milliseconds.
 * rest: what the API said besides, which goes back as it came.
 */
export interface Mark {
  key: string;
  kind: MarkKind;
  label: string;
  id: string;
  author: string;
  score: number | null;
  shape: Shape | null;
  span: readonly [number, number] | null;
  link: readonly [string, string] | null;
  time: readonly [number, number] | null;
  speaker: string;
  text: string;
  rest: Readonly<Record<string, unknown>>;
}

const ours = "@modelarts:";
let made = 0;

export function newKey(): string {
  made += 1;
  return `m${made}`;
}

export function newMark(kind: MarkKind, label: string, about: Partial<Mark> = {}): Mark {
  return {
    key: newKey(),
    kind,
    label,
    id: "",
    author: "",
    score: null,
    shape: null,
    span: null,
    link: null,
    time: null,
    speaker: "",
    text: "",
    rest: {},
    ...about,
  };
}

/** A mark that somebody has changed is his: no longer a prediction, nor another person's. */
export function changed(mark: Mark, about: Partial<Mark>): Mark {
  return { ...mark, author: "", score: null, ...about };
}

/** Whether a machine said it, and nobody has agreed yet. */
export const isSuggestion = (mark: Mark): boolean => mark.score !== null;

/** Suggestions become a person's word. */
export function accepted(marks: readonly Mark[], which: (mark: Mark) => boolean = () => true): Mark[] {
  return marks.map((mark) => (isSuggestion(mark) && which(mark) ? changed(mark, {}) : mark));
}

export function kindOf(type: number): MarkKind {
  const kinds: Readonly<Record<number, MarkKind>> = {
    [types.objectDetection]: "shape",
    [types.imageSegmentation]: "shape",
    [types.video]: "shape",
    [types.namedEntity]: "entity",
    [types.textTriplet]: "entity",
    [types.speechContent]: "transcript",
    [types.speechSegmentation]: "segment",
  };
  return kinds[type] ?? "class";
}

export function readMarks(sample: Pick<Sample, "labels">, type: number): Mark[] {
  return sample.labels.map((label) => readMark(label, type));
}

function readMark(label: Readonly<Record<string, unknown>>, type: number): Mark {
  const told = new Map(Object.entries((label["property"] as Record<string, unknown> | undefined) ?? {}));
  const take = (name: string): unknown => {
    const value = told.get(ours + name);
    told.delete(ours + name);
    return value;
  };
  const about: Partial<Mark> = {
    id: text(label["id"]),
    author: text(label["annotated_by"]),
    score: typeof label["score"] === "number" ? label["score"] : null,
  };
  let kind = kindOf(type);
  if (kind === "entity" && told.has(`${ours}from`)) kind = "relation";
  if (kind === "shape") about.shape = readShape(take("shape"), take("feature"));
  if (kind === "entity") about.span = [Number(take("start_index")), Number(take("end_index"))];
  if (kind === "relation") about.link = [text(take("from")), text(take("to"))];
  if (kind === "segment") {
    about.time = [milliseconds(text(take("start_time"))) ?? 0, milliseconds(text(take("end_time"))) ?? 0];
    about.speaker = text(take("source"));
  }
  if (kind === "segment" || kind === "transcript") about.text = text(take("content"));
  return newMark(kind, text(label["name"]), { ...about, rest: Object.fromEntries(told) });
}

function readShape(kind: unknown, feature: unknown): Shape | null {
  if (!shapeKinds.includes(kind as ShapeKind) || !Array.isArray(feature)) return null;
  const rows = (feature as number[][]).map((row) => row.map(Number));
  const radius = kind === "circle" ? (rows.at(-1)?.[0] ?? 0) : 0;
  const points = (kind === "circle" ? rows.slice(0, 1) : rows).map(([x = 0, y = 0]): Point => [x, y]);
  return { kind: kind as ShapeKind, points, radius };
}

/** What the API is told about a sample; the other way round of `readMarks`. */
export function writeLabels(marks: readonly Mark[], type: number): SampleLabel[] {
  return marks.map((mark) => {
    const told: Record<string, unknown> = { ...mark.rest };
    const say = (name: string, value: unknown) => {
      told[ours + name] = value;
    };
    if (mark.shape !== null) {
      say("shape", mark.shape.kind);
      const points = mark.shape.points.map(([x, y]) => [x, y]);
      say("feature", mark.shape.kind === "circle" ? [...points, [mark.shape.radius]] : points);
    }
    if (mark.span !== null) {
      say("start_index", mark.span[0]);
      say("end_index", mark.span[1]);
    }
    if (mark.link !== null) {
      say("from", mark.link[0]);
      say("to", mark.link[1]);
    }
    if (mark.time !== null) {
      say("start_time", clock(mark.time[0]));
      say("end_time", clock(mark.time[1]));
    }
    if (mark.speaker !== "") say("source", mark.speaker);
    if (mark.text !== "" || mark.kind === "transcript") say("content", mark.text);
    return {
      name: mark.label,
      type: labelTypeOf(mark, type),
      property: told,
      ...(mark.id !== "" && { id: mark.id }),
      ...(mark.author !== "" && { annotated_by: mark.author }),
      ...(mark.score !== null && { score: mark.score }),
    };
  });
}

function labelTypeOf(mark: Mark, type: number): number {
  return type === types.textTriplet && mark.kind === "entity" ? types.tripletEntity : type;
}

/** Whether two lists say the same; keys are ours and say nothing. */
export function sameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
  const plain = (marks: readonly Mark[]) => JSON.stringify(marks.map((mark) => ({ ...mark, key: "" })));
  return one === other || plain(one) === plain(other);
}

/** The next free id of an entity (E3) or a relation (R2). */
export function nextId(marks: readonly Mark[], letter: "E" | "R"): string {
  const used = marks.map((mark) => (mark.id.startsWith(letter) ? Number(mark.id.slice(1)) || 0 : 0));
  return `${letter}${Math.max(0, ...used) + 1}`;
}

/** Attributes that were given by name: what a label asks for, without what the system keeps there. */
export function attributesOf(mark: Mark): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mark.rest)
      .filter(([name]) => !name.startsWith(ours) && !name.startsWith("modelyard:"))
      .map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

export const isHard = (mark: Mark): boolean =>
  String(mark.rest[`${ours}hard`] ?? "").toLowerCase() === "true";

export function setHard(mark: Mark, hard: boolean): Mark {
  return withProperty(mark, `${ours}hard`, hard ? "true" : null);
}

/** The mark with another value of an attribute; null takes it away. */
export function withProperty(mark: Mark, name: string, value: string | null): Mark {
  const rest = Object.fromEntries(Object.entries(mark.rest).filter(([known]) => known !== name));
  return changed(mark, { rest: value === null ? rest : { ...rest, [name]: value } });
}

export const lookOf = (label: DatasetLabel, name: string): string => text(label.property?.[ours + name]);

function text(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : String(value);
}
