import type { Point, Shape, ShapeKind } from "./marks";

export interface Size {
  width: number;
  height: number;
}

export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A hundredth of a pixel is the finest that anybody draws. */
export const round = (value: number): number => Math.round(value * 100) / 100;

const within = (value: number, most: number) => Math.min(Math.max(value, 0), most);

export const inside = ([x, y]: Point, size: Size): Point => [
  round(within(x, size.width)),
  round(within(y, size.height)),
];

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

export function bounds(shape: Shape): Bounds {
  const xs = shape.points.map(([x]) => x);
  const ys = shape.points.map(([, y]) => y);
  return {
    left: Math.min(...xs) - shape.radius,
    top: Math.min(...ys) - shape.radius,
    right: Math.max(...xs) + shape.radius,
    bottom: Math.max(...ys) + shape.radius,
  };
}

/** Shapes that are finished by two points: pressed and let go, or clicked twice. */
export const isTwoPoint = (kind: ShapeKind): boolean => ["bndbox", "circle", "line", "dashed"].includes(kind);

/** The shape between two points, or null if there is nothing between them. */
export function spanned(kind: ShapeKind, from: Point, to: Point, size: Size): Shape | null {
  const a = inside(from, size);
  const b = inside(to, size);
  if (kind === "circle") {
    const radius = round(Math.min(distance(a, b), a[0], a[1], size.width - a[0], size.height - a[1]));
    return radius < 1 ? null : { kind, points: [a], radius };
  }
  if (kind === "bndbox") {
    const points: Point[] = [
      [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
      [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
    ];
    const isEmpty = Math.abs(a[0] - b[0]) < 1 || Math.abs(a[1] - b[1]) < 1;
    return isEmpty ? null : { kind, points, radius: 0 };
  }
  return distance(a, b) < 1 ? null : { kind, points: [a, b], radius: 0 };
}

/** A shape of many points, or null if they are too few. */
export function joined(kind: ShapeKind, points: readonly Point[], size: Size): Shape | null {
  const least = kind === "polygon" ? 3 : kind === "point" ? 1 : 2;
  const kept = points
    .map((point) => inside(point, size))
    .filter((point, at, all) => at === 0 || distance(point, all[at - 1] as Point) > 0);
  return kept.length < least ? null : { kind, points: kept, radius: 0 };
}

/** The shape moved as far as it can without leaving the picture. */
export function moved(shape: Shape, dx: number, dy: number, size: Size): Shape {
  const edge = bounds(shape);
  const x = Math.min(Math.max(dx, -edge.left), size.width - edge.right);
  const y = Math.min(Math.max(dy, -edge.top), size.height - edge.bottom);
  return { ...shape, points: shape.points.map((point): Point => [round(point[0] + x), round(point[1] + y)]) };
}

export interface Handle {
  at: Point;
  cursor: string;
  /** Whether it stands between two points, and becomes one when it is drawn. */
  between?: boolean;
}

/** What a selected shape can be taken by. */
export function handles(shape: Shape): Handle[] {
  if (shape.kind === "bndbox") {
    const { left, top, right, bottom } = bounds(shape);
    const x = (left + right) / 2;
    const y = (top + bottom) / 2;
    const places: [number, number, string][] = [
      [left, top, "nwse-resize"],
      [x, top, "ns-resize"],
      [right, top, "nesw-resize"],
      [right, y, "ew-resize"],
      [right, bottom, "nwse-resize"],
      [x, bottom, "ns-resize"],
      [left, bottom, "nesw-resize"],
      [left, y, "ew-resize"],
    ];
    return places.map(([px, py, cursor]) => ({ at: [px, py], cursor }));
  }
  if (shape.kind === "circle") {
    const [x, y] = shape.points[0] as Point;
    return [{ at: [x + shape.radius, y], cursor: "ew-resize" }];
  }
  if (shape.kind === "point") return [];
  const corners = shape.points.map((at): Handle => ({ at, cursor: "move" }));
  if (shape.kind !== "polygon" && shape.kind !== "polyline") return corners;
  return [...corners, ...middles(shape).map((at): Handle => ({ at, cursor: "copy", between: true }))];
}

function middles(shape: Shape): Point[] {
  const ends = shape.kind === "polygon" ? [...shape.points, shape.points[0] as Point] : shape.points;
  return ends.slice(1).map((end, at): Point => {
    const begin = ends[at] as Point;
    return [(begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2];
  });
}

/** The shape after one of its handles was drawn to a place; null where nothing would be left. */
export function resized(shape: Shape, handle: number, to: Point, size: Size): Shape | null {
  const [x, y] = inside(to, size);
  if (shape.kind === "bndbox") {
    const { left, top, right, bottom } = bounds(shape);
    const isLeft = [0, 6, 7].includes(handle);
    const isRight = [2, 3, 4].includes(handle);
    const isTop = [0, 1, 2].includes(handle);
    const isBottom = [4, 5, 6].includes(handle);
    const from: Point = [isLeft ? x : left, isTop ? y : top];
    return spanned("bndbox", from, [isRight ? x : right, isBottom ? y : bottom], size);
  }
  if (shape.kind === "circle") return spanned("circle", shape.points[0] as Point, [x, y], size);
  const count = shape.points.length;
  if (handle < count) {
    return { ...shape, points: shape.points.map((point, at): Point => (at === handle ? [x, y] : point)) };
  }
  const after = handle - count + 1;
  return { ...shape, points: [...shape.points.slice(0, after), [x, y], ...shape.points.slice(after)] };
}

/** The shape without one of its points, or null if too few would be left. */
export function withoutPoint(shape: Shape, at: number, size: Size): Shape | null {
  return joined(
    shape.kind,
    shape.points.filter((_point, index) => index !== at),
    size,
  );
}

/** Larger or smaller at its right and lower edge, for keys. */
export function stretched(shape: Shape, dx: number, dy: number, size: Size): Shape {
  const edge = bounds(shape);
  if (shape.kind === "bndbox") {
    return resized(shape, 4, [edge.right + dx, edge.bottom + dy], size) ?? shape;
  }
  if (shape.kind === "circle") {
    const [x, y] = shape.points[0] as Point;
    return spanned("circle", [x, y], [x + shape.radius + dx + dy, y], size) ?? shape;
  }
  return shape;
}

export function areaOf(shape: Shape): number {
  if (shape.kind === "circle") return Math.PI * shape.radius ** 2;
  if (shape.kind === "bndbox") {
    const { left, top, right, bottom } = bounds(shape);
    return (right - left) * (bottom - top);
  }
  if (shape.kind !== "polygon") return 0;
  const twice = shape.points.reduce((sum, [x, y], at) => {
    const [nx, ny] = shape.points[(at + 1) % shape.points.length] as Point;
    return sum + x * ny - nx * y;
  }, 0);
  return Math.abs(twice) / 2;
}
