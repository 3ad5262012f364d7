import { useEffect, useRef, useState, type PointerEvent } from "react";

import { bounds, moved, spanned, stretched, type Size } from "../model/geometry";
import { changed, newMark, type Mark, type Shape } from "../model/marks";
import type { EditorProps } from "../parts/editor";
import { digitOf, isCommand, useKeys } from "../parts/keys";
import { usePreference } from "../parts/useBench";
import { brushWidths, useBrush } from "./useBrush";
import { isPainting, usePointer, type Tool } from "./usePointer";
import type { ViewControl } from "./useView";

/** In the order of their keys: Shift+1 to Shift+6, as other tools of this kind number them. */
export const toolOrder: readonly Tool[] = [
  "bndbox",
  "polygon",
  "circle",
  "line",
  "dashed",
  "point",
  "polyline",
];
const painting: readonly Tool[] = ["brush", "eraser"];

interface DrawingOptions {
  editor: EditorProps;
  /** The marks on this picture; all marks of the sample are in `editor`. */
  marks: readonly Mark[];
  control: ViewControl;
  size: Size;
  tools: readonly Tool[];
  /** What a new mark carries besides its label and shape. */
  about?: Partial<Mark>;
  /** Takes a change of shape itself, and says so. */
  reshape?: ((key: string, shape: Shape) => boolean) | undefined;
}

/** Drawing on a picture: by pointer and by keys. */
export function useDrawing({
  editor,
  marks,
  control,
  size,
  tools,
  about = {},
  reshape: own,
}: DrawingOptions) {
  const { selected, select, locked, readOnly, change, active, askLabel } = editor;
  const [chosenTool, setTool] = usePreference<Tool>("tool", "bndbox");
  const preferred = active?.property?.["@modelarts:default_shape"];
  const tool = tools.includes(chosenTool) ? chosenTool : (tools[0] ?? "select");
  const space = useRef(false);
  const grab = useRef(false);
  const [panning, setPanning] = useState(false);

  // A label that is always drawn in one shape brings its tool along.
  const preferredTool = tools.find((each) => each === preferred);
  useEffect(() => {
    if (preferredTool !== undefined) setTool(preferredTool);
  }, [active?.name, preferredTool, setTool]);

  const put = (shape: Shape, label: string) => {
    const mark = newMark("shape", label, { shape, ...about });
    change([...editor.marks, mark]);
    select(mark.key);
  };
  const draw = (shape: Shape) => {
    if (active !== null) put(shape, active.name);
    else askLabel((label) => put(shape, label.name));
  };
  const reshape = (key: string, shape: Shape, tag = "") =>
    own?.(key, shape) === true ||
    change(
      editor.marks.map((mark) => (mark.key === key ? changed(mark, { shape }) : mark)),
      tag,
    );
  const pointer = usePointer({
    control,
    size,
    tool,
    marks,
    selected,
    locked,
    select,
    draw,
    reshape,
    readOnly: readOnly || tools.length === 0,
    spaceHeld: () => space.current,
    moveHeld: () => grab.current,
  });

  const { brush, ...painter } = useBrush({
    editor,
    control,
    size,
    does: tool === "brush" ? "paint" : tool === "eraser" ? "erase" : null,
    spaceHeld: () => space.current,
  });
  const on = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (!painter.on.down(event)) pointer.on.onPointerDown(event);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!painter.on.move(event)) pointer.on.onPointerMove(event);
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      if (!painter.on.up()) pointer.on.onPointerUp(event);
    },
  };

  /** A box in the middle of what is seen, as large as the one that is selected: for those who draw without a mouse. */
  const place = () => {
    const chosen = marks.find((mark) => mark.key === selected)?.shape;
    const edge = chosen ? bounds(chosen) : null;
    const width = edge ? edge.right - edge.left : size.width / 5;
    const height = edge ? edge.bottom - edge.top : size.height / 5;
    const box = spanned(
      "bndbox",
      [size.width / 2 - width / 2, size.height / 2 - height / 2],
      [size.width / 2 + width / 2, size.height / 2 + height / 2],
      size,
    );
    if (box !== null) draw(box);
  };

  const onView = (key: string, shift: boolean): boolean => {
    if (key === "f") {
      if (shift) control.actualSize();
      else control.fit();
    } else if (key === "+" || key === "=") control.zoom(1.25);
    else if (key === "-" || key === "_") control.zoom(0.8);
    else return false;
    return true;
  };
  const onArrow = (event: KeyboardEvent): boolean => {
    const step = event.shiftKey ? 10 : 1;
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const way = ways[event.key];
    const mark = marks.find((each) => each.key === selected);
    if (way === undefined || mark?.shape == null) return false;
    if (readOnly || locked.has(mark.key)) return true;
    const shape = event.altKey ? stretched(mark.shape, ...way, size) : moved(mark.shape, ...way, size);
    reshape(mark.key, shape, `${event.altKey ? "stretch" : "nudge"} ${mark.key}`);
    return true;
  };
  useKeys((event) => {
    if (isCommand(event)) return false;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === " ") {
      space.current = true;
      setPanning(true);
      return true;
    }
    if (onView(key, event.shiftKey) || onArrow(event)) return true;
    if (readOnly || tools.length === 0) return false;
    if (key === "x") {
      grab.current = true;
      return true;
    }
    if (key === "Escape") return painter.cancel() || pointer.cancel();
    if (key === "Backspace") return pointer.stepBack();
    if (key === "Enter") return pointer.finish();
    if (isPainting(tool) && (key === "[" || key === "]")) {
      const wide = Math.round(key === "]" ? brush.width * 1.25 + 1 : brush.width / 1.25 - 1);
      brush.setWidth(Math.min(Math.max(wide, brushWidths.least), brushWidths.most));
      return true;
    }
    if (key === "b" && tools.includes("brush")) setTool("brush");
    else if (key === "e" && tools.includes("eraser")) setTool("eraser");
    else if (key === "v") setTool("select");
    else if (key === "n" && tools.includes("bndbox")) place();
    else if (event.shiftKey && digitOf(event) !== null) {
      const wanted = toolOrder[(digitOf(event) ?? 0) - 1];
      if (wanted === undefined || !tools.includes(wanted)) return false;
      setTool(wanted);
    } else return false;
    return true;
  }, true);
  useEffect(() => {
    const letGo = (event: KeyboardEvent) => {
      if (event.key === " ") {
        space.current = false;
        setPanning(false);
      }
      if (event.key.toLowerCase() === "x") grab.current = false;
    };
    window.addEventListener("keyup", letGo);
    return () => window.removeEventListener("keyup", letGo);
  }, []);

  return {
    tool,
    setTool,
    pointer: { ...pointer, on },
    panning,
    brush: tools.some((each) => painting.includes(each)) ? brush : null,
  };
}
