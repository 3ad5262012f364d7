/**
 * Places in a text.
 *
 * The server counts characters as Unicode does (code points); the browser counts in units of UTF-16, where an emoji is two.
 */
export class Places {
  readonly length: number;
  private readonly toUnits: Uint32Array;
  private readonly toPoints: Uint32Array;

  constructor(readonly text: string) {
    const units: number[] = [];
    this.toPoints = new Uint32Array(text.length + 1);
    let at = 0;
    for (const character of text) {
      for (let unit = 0; unit < character.length; unit += 1) this.toPoints[at + unit] = units.length;
      units.push(at);
      at += character.length;
    }
    this.toPoints[at] = units.length;
    this.length = units.length;
    units.push(at);
    this.toUnits = Uint32Array.from(units);
  }

  /** The unit of UTF-16 where a character begins. */
  unit(point: number): number {
    return this.toUnits[Math.min(Math.max(point, 0), this.length)] ?? this.text.length;
  }

  /** The character that a unit of UTF-16 belongs to. */
  point(unit: number): number {
    return this.toPoints[Math.min(Math.max(unit, 0), this.text.length)] ?? this.length;
  }

  slice(from: number, to: number): string {
    return this.text.slice(this.unit(from), this.unit(to));
  }
}

/** A span without the blanks at its ends, or null if nothing is left. */
export function trimmed(places: Places, from: number, to: number): readonly [number, number] | null {
  let [start, end] = from < to ? [from, to] : [to, from];
  while (start < end && /\s/u.test(places.slice(start, start + 1))) start += 1;
  while (end > start && /\s/u.test(places.slice(end - 1, end))) end -= 1;
  return start < end ? [start, end] : null;
}

export const overlaps = (a: readonly [number, number], b: readonly [number, number]): boolean =>
  a[0] < b[1] && b[0] < a[1];

/** Where a person's cursor may stand: between characters as they are seen, so never inside an emoji of several parts. */
export function stops(places: Places): number[] {
  const cut = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(places.text);
  return [...[...cut].map((part) => places.point(part.index)), places.length];
}

/** Where words begin and end. */
export function wordEdges(places: Places): number[] {
  const cut = new Intl.Segmenter(undefined, { granularity: "word" }).segment(places.text);
  const edges = new Set([0, places.length]);
  for (const part of cut) {
    if (!part.isWordLike) continue;
    edges.add(places.point(part.index));
    edges.add(places.point(part.index + part.segment.length));
  }
  return [...edges].sort((a, b) => a - b);
}

export interface Piece {
  from: number;
  to: number;
  text: string;
  /** Which spans cover it, by their place in the list. */
  covered: number[];
}

/** The text cut wherever a span begins or ends. */
export function pieces(places: Places, spans: readonly (readonly [number, number])[]): Piece[] {
  const cuts = new Set([0, places.length]);
  for (const [from, to] of spans) {
    cuts.add(Math.min(from, places.length));
    cuts.add(Math.min(to, places.length));
  }
  const order = [...cuts].sort((a, b) => a - b);
  return order.slice(1).map((to, at) => {
    const from = order[at] as number;
    const covered = spans.flatMap(([start, end], index) => (start <= from && end >= to ? [index] : []));
    return { from, to, text: places.slice(from, to), covered };
  });
}
