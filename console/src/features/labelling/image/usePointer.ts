import { useRef, useState, type PointerEvent } from "react";

import { distance, inside, isTwoPoint, joined, moved, resized, spanned, type Size } from "../model/geometry";
import type { Mark, Point, Shape, ShapeKind } from "../model/marks";
import type { ViewControl } from "./useView";

export type Tool = ShapeKind | "select" | "brush" | "eraser";

export const isPainting = (tool: Tool): tool is "brush" | "eraser" => tool === "brush" || tool === "eraser";

interface PointerOptions {
  control: ViewControl;
  size: Size;
  tool: Tool;
  marks: readonly Mark[];
  selected: string | null;
  locked: ReadonlySet<string>;
  select: (key: string | null) => void;
  /** A shape was drawn. */
  draw: (shape: Shape) => void;
  /** A shape was moved or given another form. */
  reshape: (key: string, shape: Shape) => void;
  spaceHeld: () => boolean;
  moveHeld: () => boolean;
  readOnly: boolean;
}

type Action =
  | { kind: "pan"; x: number; y: number }
  | { kind: "move"; key: string; shape: Shape; from: Point }
  | { kind: "handle"; key: string; shape: Shape; handle: number }
  | { kind: "press"; from: Point; client: Point; under: string | null };

/** What is being drawn: from one corner, or point after point; and what a shape looks like while it is drawn by. */
export interface Drawing {
  points: readonly Point[];
  at: Point;
}

const still = 4;
const freehand = 12;

/** What the mouse, a pen or a finger does on the stage. */
export function usePointer(options: PointerOptions) {
  const { control, size, tool, marks, selected, locked, select, draw, reshape, readOnly } = options;
  const action = useRef<Action | null>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [changing, setChanging] = useState<{ key: string; shape: Shape } | null>(null);

  const finish = (points: readonly Point[]) => {
    setDrawing(null);
    if (tool === "select" || isPainting(tool) || isTwoPoint(tool)) return;
    const shape = joined(tool, points, size);
    if (shape !== null) draw(shape);
  };
  const cancel = (): boolean => {
    const was = drawing !== null || action.current !== null;
    action.current = null;
    setDrawing(null);
    setChanging(null);
    return was;
  };

  const down = (event: PointerEvent<HTMLElement>) => {
    if (event.button > 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const target = event.target as Element;
    const at = control.toPicture(event.clientX, event.clientY);
    const under = target.closest("[data-mark]")?.getAttribute("data-mark") ?? null;
    const handle = target.getAttribute("data-handle");
    const own = marks.find((mark) => mark.key === selected);
    if (event.button === 1 || options.spaceHeld() || (readOnly && under === null)) {
      action.current = { kind: "pan", x: event.clientX, y: event.clientY };
      return;
    }
    if (readOnly) return select(under);
    if (drawing !== null) return;
    if (handle !== null && own?.shape) {
      action.current = { kind: "handle", key: own.key, shape: own.shape, handle: Number(handle) };
      return;
    }
    const grabs =
      tool === "select" || options.moveHeld() || (under !== null && under === selected && !event.shiftKey);
    const grabbed = grabs && under !== null ? marks.find((mark) => mark.key === under) : undefined;
    if (grabbed?.shape) {
      select(grabbed.key);
      if (!locked.has(grabbed.key))
        action.current = { kind: "move", key: grabbed.key, shape: grabbed.shape, from: at };
      return;
    }
    if (tool === "select") {
      select(null);
      action.current = { kind: "pan", x: event.clientX, y: event.clientY };
      return;
    }
    action.current = { kind: "press", from: at, client: [event.clientX, event.clientY], under };
  };

  const move = (event: PointerEvent<HTMLElement>) => {
    const at = control.toPicture(event.clientX, event.clientY);
    const now = action.current;
    if (now === null) {
      if (drawing !== null) setDrawing({ ...drawing, at });
      return;
    }
    if (now.kind === "pan") {
      control.pan(event.clientX - now.x, event.clientY - now.y);
      action.current = { kind: "pan", x: event.clientX, y: event.clientY };
    } else if (now.kind === "move") {
      const shape = moved(now.shape, at[0] - now.from[0], at[1] - now.from[1], size);
      setChanging({ key: now.key, shape });
    } else if (now.kind === "handle") {
      const shape = resized(now.shape, now.handle, at, size);
      if (shape !== null) setChanging({ key: now.key, shape });
    } else if (drawing === null) {
      const far = distance([event.clientX, event.clientY], now.client) > still;
      if (far && tool !== "point") setDrawing({ points: [now.from], at });
    } else if (tool !== "select" && !isPainting(tool) && !isTwoPoint(tool)) {
      // Drawn by hand: a point every few pixels of the screen.
      const last = drawing.points.at(-1) ?? now.from;
      const grows = distance(last, at) * control.view.scale > freehand;
      setDrawing({ points: grows ? [...drawing.points, inside(at, size)] : drawing.points, at });
    } else {
      setDrawing({ ...drawing, at });
    }
  };

  const up = (event: PointerEvent<HTMLElement>) => {
    const now = action.current;
    action.current = null;
    const at = control.toPicture(event.clientX, event.clientY);
    if (now === null) {
      if (drawing !== null && event.button === 0) click(at);
      return;
    }
    if (now.kind === "move" || now.kind === "handle") {
      if (changing !== null) reshape(changing.key, changing.shape);
      setChanging(null);
      return;
    }
    if (now.kind !== "press" || tool === "select" || isPainting(tool)) return;
    if (drawing === null) {
      if (now.under !== null) select(now.under);
      else begin(now.from);
    } else if (isTwoPoint(tool)) {
      setDrawing(null);
      const shape = spanned(tool, now.from, at, size);
      if (shape !== null) draw(shape);
    } else {
      finish([...drawing.points, at]);
    }
  };

  /** A click where nothing is: the first corner, the first point, or the whole point. */
  const begin = (at: Point) => {
    const isOutside = at[0] < 0 || at[1] < 0 || at[0] > size.width || at[1] > size.height;
    if (selected !== null && isOutside) return select(null);
    if (isOutside) return;
    if (tool === "point") finish([at]);
    else setDrawing({ points: [at], at });
  };

  /** A click while something is being drawn. */
  const click = (at: Point) => {
    if (drawing === null || tool === "select" || isPainting(tool)) return;
    const first = drawing.points[0] as Point;
    if (isTwoPoint(tool)) {
      setDrawing(null);
      const shape = spanned(tool, first, at, size);
      if (shape !== null) draw(shape);
      return;
    }
    const reach = 8 / control.view.scale;
    const last = drawing.points.at(-1) as Point;
    const closes = drawing.points.length > 2 && tool === "polygon" && distance(first, at) < reach;
    // The second click of a double click comes where the first one was.
    if (closes || distance(last, at) < reach / 4) return finish(drawing.points);
    setDrawing({ points: [...drawing.points, inside(at, size)], at });
  };

  /** Takes back the last point of what is being drawn. */
  const stepBack = (): boolean => {
    if (drawing === null) return false;
    if (drawing.points.length < 2) setDrawing(null);
    else setDrawing({ ...drawing, points: drawing.points.slice(0, -1) });
    return true;
  };

  return {
    drawing,
    changing,
    cancel,
    stepBack,
    finish: (): boolean => {
      if (drawing === null) return false;
      finish(drawing.points);
      return true;
    },
    on: { onPointerDown: down, onPointerMove: move, onPointerUp: up },
  };
}
