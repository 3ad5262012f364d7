import type { Sample } from "@/client";

export type Point = readonly [x: number, y: number];

/** One thing that is said about a sample, as far as the browser shows it. */
export interface Said {
  name: string;
  type: number;
  author: string;
  score: number | null;
  hard: boolean;
  shape: Shape | null;
  span: readonly [start: number, end: number] | null;
  time: readonly [start: string, end: string] | null;
  relation: readonly [from: string, to: string] | null;
  id: string;
  text: string;
  speaker: string;
  attributes: readonly (readonly [name: string, value: string])[];
}

export interface Shape {
  kind: string;
  points: readonly Point[];
  radius: number;
}

const ours = "@modelarts:";

export function saidOf(sample: Sample): Said[] {
  return sample.labels.map((label) => {
    const property = (label["property"] ?? {}) as Record<string, unknown>;
    const of = (name: string) => property[ours + name];
    const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));
    const [start, end] = [Number(of("start_index")), Number(of("end_index"))];
    return {
      name: text(label["name"]),
      type: Number(label["type"]),
      author: text(label["annotated_by"]),
      score: typeof label["score"] === "number" ? label["score"] : null,
      hard: text(of("hard")) === "true",
      shape: shapeOf(of("shape"), of("feature")),
      span: Number.isNaN(start) || Number.isNaN(end) ? null : [start, end],
      time: of("start_time") === undefined ? null : [text(of("start_time")), text(of("end_time"))],
      relation: of("from") === undefined ? null : [text(of("from")), text(of("to"))],
      id: text(label["id"]),
      text: text(of("content")),
      speaker: text(of("source")),
      attributes: Object.entries(property)
        .filter(([name]) => !name.startsWith(ours))
        .map(([name, value]) => [name, text(value)]),
    };
  });
}

/** A circle carries its radius as a list of its own at the end. */
function shapeOf(kind: unknown, feature: unknown): Shape | null {
  if (typeof kind !== "string" || !Array.isArray(feature)) return null;
  const lists = feature.filter((one): one is number[] => Array.isArray(one));
  const points = lists.filter((one) => one.length === 2).map(([x, y]): Point => [Number(x), Number(y)]);
  const radius = lists.find((one) => one.length === 1)?.[0] ?? 0;
  return points.length === 0 ? null : { kind, points, radius };
}

/** Width and height of a picture, where they are known. */
export function sizeOf(sample: Sample): readonly [number, number] | null {
  const size = sample.metadata["@modelarts:size"];
  if (!Array.isArray(size) || typeof size[0] !== "number" || typeof size[1] !== "number") return null;
  return size[0] > 0 && size[1] > 0 ? [size[0], size[1]] : null;
}

export const isHard = (sample: Sample): boolean => sample.metadata["@modelarts:hard"] === true;

/** The names of labels with how often they are there, in the order of their first use. */
export function namesOf(said: readonly Said[]): (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { name } of said) if (name !== "") counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

/** The authors of annotations as people read them: `human/account/user` is the user. */
export function authorName(author: string): string {
  return author.startsWith("human/") ? (author.split("/").pop() ?? author) : author;
}
