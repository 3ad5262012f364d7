import type { Size } from "./geometry";
import type { Point } from "./marks";

/**
 * Areas of pixels, as they are painted: for each row, where the area begins and ends in it, in order and apart from each other.
 *
 * They become polygons along the edges of their pixels, and polygons become areas again, in the way in which the server reads and
 * writes masks: nothing is smoothed, and a hole is a part of the line around it, which goes there and back along one way.
 */
export type Runs = ReadonlyMap<number, readonly Run[]>;
type Run = readonly [start: number, end: number];
type Corner = readonly [x: number, y: number];

/** The first pixel whose middle is at or behind a place. */
const middle = (value: number): number => Math.ceil(value - 0.5);

function joined(parts: Run[]): Run[] {
  const found: Run[] = [];
  for (const part of parts.sort((one, other) => one[0] - other[0])) {
    const last = found.at(-1);
    if (last !== undefined && last[1] >= part[0])
      found[found.length - 1] = [last[0], Math.max(last[1], part[1])];
    else found.push(part);
  }
  return found;
}

function gathered(rows: ReadonlyMap<number, Run[]>): Runs {
  return new Map([...rows].map(([row, parts]) => [row, joined(parts)]));
}

function put(rows: Map<number, Run[]>, row: number, part: Run): void {
  const known = rows.get(row);
  if (known === undefined) rows.set(row, [part]);
  else known.push(part);
}

/** The pixels that a round brush covers on its way. */
export function stroke(points: readonly Point[], radius: number, size: Size): Runs {
  const rows = new Map<number, Run[]>();
  // A brush of a pixel or two would miss the middle of every pixel between which it stands.
  const way =
    radius >= 2 ? points : points.map(([x, y]): Point => [Math.floor(x) + 0.5, Math.floor(y) + 0.5]);
  way.forEach((to, at) => {
    const from = way[Math.max(at - 1, 0)] as Point;
    const top = Math.max(0, middle(Math.min(from[1], to[1]) - radius));
    const bottom = Math.min(size.height, middle(Math.max(from[1], to[1]) + radius));
    for (let row = top; row < bottom; row += 1) {
      const part = across(from, to, radius, row + 0.5, size.width);
      if (part !== null) put(rows, row, part);
    }
  });
  return gathered(rows);
}

/** Where a line cuts the place that a disc covers between two points: it is in one piece, for that place has no dents. */
function across(from: Point, to: Point, radius: number, y: number, width: number): Run | null {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  const note = (x: number) => {
    left = Math.min(left, x);
    right = Math.max(right, x);
  };
  for (const [cx, cy] of [from, to]) {
    const half = radius ** 2 - (y - cy) ** 2;
    if (half >= 0) {
      note(cx - Math.sqrt(half));
      note(cx + Math.sqrt(half));
    }
  }
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length > 0 && to[1] !== from[1]) {
    const aside: Point = [((from[1] - to[1]) / length) * radius, ((to[0] - from[0]) / length) * radius];
    for (const way of [1, -1]) {
      const begin = from[1] + way * aside[1];
      const share = (y - begin) / (to[1] - from[1]);
      if (share >= 0 && share <= 1) note(from[0] + way * aside[0] + share * (to[0] - from[0]));
    }
  }
  const part: Run = [Math.max(0, middle(left)), Math.min(width, middle(right))];
  return part[0] < part[1] ? part : null;
}

export function union(one: Runs, other: Runs): Runs {
  const rows = new Map<number, Run[]>();
  for (const runs of [one, other])
    for (const [row, parts] of runs) rows.set(row, [...(rows.get(row) ?? []), ...parts]);
  return gathered(rows);
}

/** What is in the first area and not in the second. */
export function difference(one: Runs, other: Runs): Runs {
  const found = new Map<number, readonly Run[]>();
  for (const [row, parts] of one) {
    let left: readonly Run[] = parts;
    for (const [start, end] of other.get(row) ?? []) {
      left = left.flatMap(([from, to]): Run[] =>
        (
          [
            [from, Math.min(to, start)],
            [Math.max(from, end), to],
          ] as Run[]
        ).filter(([a, b]) => a < b),
      );
    }
    if (left.length > 0) found.set(row, left);
  }
  return found;
}

export function isEmpty(runs: Runs): boolean {
  return runs.size === 0;
}

export function has(runs: Runs, [x, y]: Point): boolean {
  return (runs.get(Math.floor(y)) ?? []).some(([start, end]) => x >= start && x < end);
}

/** The pixels whose middle is inside a line, whether it crosses itself or not (even-odd). */
export function covered(ring: readonly Point[], size: Size): Runs {
  const crossings = new Map<number, number[]>();
  ring.forEach((from, at) => {
    const to = ring[(at + 1) % ring.length] as Point;
    const [low, high] = from[1] < to[1] ? [from, to] : [to, from];
    const bottom = Math.min(size.height, middle(high[1]));
    for (let row = Math.max(0, middle(low[1])); row < bottom; row += 1) {
      const x = low[0] + ((row + 0.5 - low[1]) / (high[1] - low[1])) * (high[0] - low[0]);
      const known = crossings.get(row);
      if (known === undefined) crossings.set(row, [x]);
      else known.push(x);
    }
  });
  const rows = new Map<number, Run[]>();
  for (const [row, places] of crossings) {
    places.sort((one, other) => one - other);
    for (let at = 0; at + 1 < places.length; at += 2) {
      const start = Math.max(middle(places[at] as number), 0);
      const end = Math.min(middle(places[at + 1] as number), size.width);
      if (start < end) put(rows, row, [start, end]);
    }
  }
  return gathered(rows);
}

/** The polygons around an area, one for each part that hangs together; `covered` gives the area back. */
export function outlines(runs: Runs): Point[][] {
  const rings = followed(edgesOf(runs));
  const outer: Corner[][] = rings.filter((ring) => turn(ring) > 0);
  const bare = [...outer];
  for (const hole of rings.filter((ring) => turn(ring) < 0)) {
    const place = beside(hole);
    // Of several rings around each other the smallest one is the hole's own.
    const [own] = bare
      .map((ring, number) => ({ ring, number }))
      .filter(({ ring }) => surrounds(ring, place))
      .sort((one, other) => turn(one.ring) - turn(other.ring));
    if (own === undefined) continue;
    const line = outer[own.number] as Corner[];
    outer[own.number] = [...line, line[0] as Corner, ...hole, hole[0] as Corner];
  }
  return outer;
}

/** The lines that a polygon is made of: the one around it, then those around its holes. */
export function ringsOf(points: readonly Point[]): (readonly Point[])[] {
  const same = (one: Point | undefined, other: Point | undefined) =>
    one?.[0] === other?.[0] && one?.[1] === other?.[1];
  const next = (of: number) => points.findIndex((point, at) => at > of && same(point, points[of]));
  const end = next(0);
  if (end < 0) return [points];
  const rings = [points.slice(0, end)];
  for (let at = end + 1; at < points.length;) {
    const back = next(at);
    const isBridge = back > 0 && (back === points.length - 1 || same(points[back + 1], points[0]));
    if (!isBridge) return [points];
    rings.push(points.slice(at, back));
    at = back + 2;
  }
  return rings;
}

const RIGHT = 0;
const DOWN = 1;
const LEFT = 2;
const UP = 3;
type Edges = Map<string, Map<number, Corner>>;

/** The lines between inside and outside, by their beginnings and directions; the inside is on their right. */
function edgesOf(runs: Runs): Edges {
  const edges: Edges = new Map();
  const note = (x: number, y: number, way: number, to: Corner) => {
    const key = `${x},${y}`;
    const known = edges.get(key);
    if (known === undefined) edges.set(key, new Map([[way, to]]));
    else known.set(way, to);
  };
  for (const [row, parts] of runs) {
    for (const [start, end] of parts) {
      note(start, row + 1, UP, [start, row]);
      note(end, row, DOWN, [end, row + 1]);
    }
  }
  for (const row of new Set([...runs.keys()].flatMap((each) => [each, each + 1]))) {
    const above = runs.get(row - 1) ?? [];
    const below = runs.get(row) ?? [];
    for (const [start, end] of alone(below, above)) note(start, row, RIGHT, [end, row]);
    for (const [start, end] of alone(above, below)) note(end, row, LEFT, [start, row]);
  }
  return edges;
}

/** What is in the parts and not in the others, cut wherever one of the others begins or ends. */
function alone(parts: readonly Run[], others: readonly Run[]): Run[] {
  const mine = new Set(parts.flat());
  const theirs = new Set(others.flat());
  const found: Run[] = [];
  let isMine = false;
  let isTheirs = false;
  let start = 0;
  for (const end of [...new Set([...mine, ...theirs])].sort((one, other) => one - other)) {
    if (isMine && !isTheirs) found.push([start, end]);
    isMine = isMine !== mine.has(end);
    isTheirs = isTheirs !== theirs.has(end);
    start = end;
  }
  return found;
}

/** Follow the lines until each is back where it began; where two meet, it turns right and so stays at its pixels. */
function followed(edges: Edges): Corner[][] {
  const rings: Corner[][] = [];
  const keyOf = ([x, y]: Corner) => `${x},${y}`;
  for (const [firstKey, firstWays] of edges) {
    while (firstWays.size > 0) {
      const [x = 0, y = 0] = firstKey.split(",").map(Number);
      const began = firstWays.keys().next().value as number;
      let corner: Corner = [x, y];
      let direction = began;
      let last = began;
      const ring: Corner[] = [corner];
      for (;;) {
        const here = edges.get(keyOf(corner)) as Map<number, Corner>;
        corner = here.get(direction) as Corner;
        here.delete(direction);
        const ways = edges.get(keyOf(corner));
        const right = (direction + 1) % 4;
        if (keyOf(corner) === firstKey && ((ways?.size ?? 0) === 0 || began === right)) break;
        direction = [right, direction, (direction + 3) % 4].find((way) => ways?.has(way)) as number;
        if (direction !== last) ring.push(corner);
        last = direction;
      }
      rings.push(last === began ? ring.slice(1) : ring);
    }
  }
  return rings;
}

/** Twice the area, negative for what goes round against the clock. */
function turn(ring: readonly Corner[]): number {
  return ring.reduce((sum, [x, y], at) => {
    const [nx, ny] = ring[(at + 1) % ring.length] as Corner;
    return sum + x * ny - nx * y;
  }, 0);
}

/** The middle of the pixel inside the area, to the right of where a line begins. */
function beside(ring: readonly Corner[]): Point {
  const [[x, y], [toX, toY]] = [ring[0] as Corner, ring[1] as Corner];
  const along = [Math.sign(toX - x), Math.sign(toY - y)] as const;
  return [x + (along[0] - along[1]) / 2, y + (along[1] + along[0]) / 2];
}

function surrounds(ring: readonly Corner[], [x, y]: Point): boolean {
  let isInside = false;
  ring.forEach(([x1, y1], at) => {
    const [x2, y2] = ring[(at + 1) % ring.length] as Corner;
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) isInside = !isInside;
  });
  return isInside;
}
