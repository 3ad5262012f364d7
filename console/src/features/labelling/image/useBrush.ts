import { useState, type PointerEvent } from "react";

import { covered, difference, has, outlines, stroke, union, type Runs } from "../model/areas";
import { areaOf, type Size } from "../model/geometry";
import { changed, newKey, newMark, type Mark, type Point, type Shape } from "../model/marks";
import type { EditorProps } from "../parts/editor";
import { usePreference } from "../parts/useBench";
import type { ViewControl } from "./useView";

export interface Brush {
  /** Across, in pixels of the picture. */
  width: number;
  setWidth: (width: number) => void;
  /** What is being painted. */
  painting: { points: readonly Point[]; erases: boolean } | null;
}

export const brushWidths = { least: 1, most: 400 } as const;
/** More corners than the server keeps of one shape. */
const mostPoints = 100_000;

interface BrushOptions {
  editor: EditorProps;
  control: ViewControl;
  size: Size;
  /** What the chosen tool does; null: another tool is chosen. */
  does: "paint" | "erase" | null;
  spaceHeld: () => boolean;
}

/**
 * Painting areas and erasing them again.
 *
 * A stroke goes on with the area that it begins in, or else with the one that is selected, if it carries the label that is painted
 * with; where it touches none of its pixels it becomes an area of its own. Erasing takes from the area that it begins in, or else from what is
 * selected, or else from all.
 */
export function useBrush({ editor, control, size, does, spaceHeld }: BrushOptions) {
  const [width, setWidth] = usePreference("brush", 24);
  const [painting, setPainting] = useState<(Brush["painting"] & { under: string | null }) | null>(null);

  const down = (event: PointerEvent<HTMLElement>): boolean => {
    if (does === null || event.button === 1 || spaceHeld() || editor.readOnly) return false;
    event.currentTarget.setPointerCapture(event.pointerId);
    const under = (event.target as Element).closest("[data-mark]")?.getAttribute("data-mark") ?? null;
    const erases = does === "erase" || event.button === 2 || event.altKey;
    setPainting({ points: [control.toPicture(event.clientX, event.clientY)], erases, under });
    return true;
  };
  const move = (event: PointerEvent<HTMLElement>): boolean => {
    if (painting === null) return false;
    const seen = event.nativeEvent.getCoalescedEvents?.() ?? [];
    const fresh = (seen.length > 0 ? seen : [event]).map((each) =>
      control.toPicture(each.clientX, each.clientY),
    );
    setPainting({ ...painting, points: [...painting.points, ...fresh] });
    return true;
  };
  const up = (): boolean => {
    if (painting === null) return false;
    setPainting(null);
    const runs = stroke(painting.points, width / 2, size);
    if (runs.size === 0) return true;
    if (painting.erases) erase(editor, runs, size, painting.under);
    else if (editor.active !== null) paint(editor, editor.active.name, runs, size, painting);
    else editor.askLabel((label) => paint(editor, label.name, runs, size, painting));
    return true;
  };
  return {
    brush: { width, setWidth, painting },
    on: { down, move, up },
    cancel: (): boolean => {
      setPainting(null);
      return painting !== null;
    },
  };
}

const polygon = (points: readonly Point[]): Shape => ({ kind: "polygon", points, radius: 0 });

/** The areas as shapes, the largest first; what nobody could keep is left out. */
function shapesOf(runs: Runs): Shape[] {
  return outlines(runs)
    .filter((points) => points.length <= mostPoints)
    .map(polygon)
    .sort((one, other) => areaOf(other) - areaOf(one));
}

const isArea = (mark: Mark | undefined): mark is Mark & { shape: Shape } => mark?.shape?.kind === "polygon";

function paint(
  editor: EditorProps,
  label: string,
  runs: Runs,
  size: Size,
  { points, under }: { points: readonly Point[]; under: string | null },
): void {
  const { marks, selected, locked } = editor;
  const found = [under, selected].map((key) => marks.find((mark) => mark.key === key));
  const base = found.find((mark) => isArea(mark) && mark.label === label && !locked.has(mark.key));
  const known = isArea(base) ? covered(base.shape.points, size) : null;
  const shapes = shapesOf(known === null ? runs : union(known, runs));
  const made = parts(base ?? newMark("shape", label), shapes);
  const at = points.at(-1) as Point;
  const mine = made.find((mark) => has(covered(mark.shape?.points ?? [], size), at)) ?? made[0];
  editor.change(replaced(marks, base, made));
  editor.select(mine?.key ?? null);
}

function erase(editor: EditorProps, runs: Runs, size: Size, under: string | null): void {
  const { marks, selected, hidden, locked } = editor;
  const [chosen] = [under, selected].flatMap((key) =>
    marks.filter((mark) => mark.key === key && isArea(mark)),
  );
  const touched = (chosen === undefined ? marks : [chosen]).filter(
    (mark) => isArea(mark) && !hidden.has(mark.key) && !locked.has(mark.key),
  );
  let next = marks;
  for (const mark of touched) {
    const before = covered(mark.shape?.points ?? [], size);
    const left = difference(before, runs);
    if (pixels(left) !== pixels(before)) next = replaced(next, mark, parts(mark, shapesOf(left)));
  }
  editor.change(next);
}

const pixels = (runs: Runs): number => {
  let sum = 0;
  for (const row of runs.values()) for (const [start, end] of row) sum += end - start;
  return sum;
};

/** What one mark has become: the largest part stays the mark, others are new ones that say the same. */
function parts(mark: Mark, shapes: readonly Shape[]): Mark[] {
  return shapes.map((shape, at) => ({ ...changed(mark, { shape }), key: at === 0 ? mark.key : newKey() }));
}

function replaced(marks: readonly Mark[], old: Mark | undefined, made: readonly Mark[]): readonly Mark[] {
  return old === undefined ? [...marks, ...made] : marks.flatMap((mark) => (mark === old ? made : [mark]));
}
