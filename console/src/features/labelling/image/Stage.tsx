import { useEffect, useMemo, useRef, type ReactNode, type RefObject } from "react";

import { areaOf, handles, isTwoPoint, joined, spanned, withoutPoint, type Size } from "../model/geometry";
import { changed, type Mark, type Shape } from "../model/marks";
import type { EditorProps } from "../parts/editor";
import { onStage, ShapeView } from "./ShapeView";
import type { Brush } from "./useBrush";
import { isPainting, type Drawing, type Tool, type usePointer } from "./usePointer";
import type { ViewControl } from "./useView";

const mostHandles = 150;

interface StageProps {
  editor: EditorProps;
  /** The marks that are on this picture. */
  marks: readonly Mark[];
  stage: RefObject<HTMLDivElement | null>;
  control: ViewControl;
  pointer: ReturnType<typeof usePointer>;
  size: Size;
  tool: Tool;
  opacity: number;
  crosshair: boolean;
  names: boolean;
  media: (style: React.CSSProperties) => ReactNode;
  place: RefObject<HTMLElement | null>;
  panning: boolean;
  brush?: Brush | null;
}

/** The picture with what was drawn on it. */
export function Stage(props: StageProps) {
  const { editor, marks, stage, control, pointer, size, tool, opacity, crosshair, names, media, brush } =
    props;
  const { view } = control;
  const { selected, hidden, locked, colourOf, readOnly } = editor;
  const across = useRef<HTMLDivElement>(null);
  const { changing } = pointer;
  const shown = useMemo(
    () =>
      marks
        .filter((mark) => mark.shape !== null && !hidden.has(mark.key))
        .map((mark) => ({
          ...mark,
          shape: (changing?.key === mark.key ? changing.shape : mark.shape) as Shape,
        }))
        .map((mark) => ({ mark, area: areaOf(mark.shape) }))
        // What is small lies on top, so that it can be clicked; what is selected lies above all.
        .sort((a, b) => Number(a.mark.key === selected) - Number(b.mark.key === selected) || b.area - a.area)
        .map(({ mark }) => mark),
    [marks, hidden, changing, selected],
  );
  const chosen = shown.find((mark) => mark.key === selected);
  const canReshape =
    chosen !== undefined &&
    !readOnly &&
    !locked.has(chosen.key) &&
    pointer.drawing === null &&
    !isPainting(tool) &&
    // Nobody takes hundreds of corners one by one; the brush does it.
    (chosen.shape?.points.length ?? 0) <= mostHandles;

  const follow = (event: React.PointerEvent<HTMLDivElement>) => {
    pointer.on.onPointerMove(event);
    const edge = event.currentTarget.getBoundingClientRect();
    const [x, y] = control.toPicture(event.clientX, event.clientY);
    const isOn = x >= 0 && y >= 0 && x <= size.width && y <= size.height;
    // Not through React: it follows every move of the mouse.
    if (props.place.current !== null) {
      props.place.current.textContent = isOn ? `${Math.floor(x)}, ${Math.floor(y)}` : "";
    }
    const style = across.current?.style;
    if (style === undefined) return;
    style.transform = `translate(${event.clientX - edge.left}px, ${event.clientY - edge.top}px)`;
    style.visibility = isOn || isPainting(tool) ? "visible" : "hidden";
  };
  const hideAcross = () => {
    if (across.current !== null) across.current.style.visibility = "hidden";
  };
  useEffect(hideAcross, [tool]);

  const removePoint = (handle: number) => {
    if (chosen?.shape?.kind !== "polygon" && chosen?.shape?.kind !== "polyline") return;
    const shape = withoutPoint(chosen.shape, handle, size);
    if (shape === null) return;
    editor.change(editor.marks.map((mark) => (mark.key === chosen.key ? changed(mark, { shape }) : mark)));
  };
  const colour = editor.active === null ? "var(--y-accent)" : colourOf(editor.active.name);
  return (
    <div
      ref={stage}
      className={`lab-stage${props.panning ? " panning" : tool === "select" || readOnly ? "" : isPainting(tool) ? " drawing painting" : " drawing"}`}
      {...pointer.on}
      onPointerMove={follow}
      onPointerLeave={hideAcross}
      onContextMenu={(event) => event.preventDefault()}
      data-testid="stage"
      data-scale={view.scale}
      data-x={view.x}
      data-y={view.y}
    >
      {media({
        width: size.width,
        height: size.height,
        transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        imageRendering: view.scale > 4 ? "pixelated" : "auto",
      })}
      <svg className="lab-shapes" aria-hidden="true">
        <Layer view={view}>
          {shown.map((mark) => (
            <ShapeView
              key={mark.key}
              markKey={mark.key}
              shape={mark.shape}
              colour={colourOf(mark.label)}
              selected={mark.key === selected}
              locked={locked.has(mark.key)}
              faint={mark.score !== null}
              opacity={opacity}
              {...((names || mark.key === selected) && { name: mark.label })}
            />
          ))}
        </Layer>
        {brush?.painting && (
          <polyline
            points={brush.painting.points.map((point) => onStage(point, view).join(",")).join(" ")}
            className={`lab-stroke${brush.painting.erases ? " erases" : ""}`}
            style={{ "--label": colour, strokeWidth: brush.width * view.scale } as React.CSSProperties}
          />
        )}
        {pointer.drawing !== null && tool !== "select" && !isPainting(tool) && (
          <Unfinished
            drawing={pointer.drawing}
            tool={tool}
            size={size}
            view={view}
            colour={colour}
            opacity={opacity}
          />
        )}
        {canReshape &&
          handles(chosen.shape as Shape).map((handle, at) => {
            const [x, y] = onStage(handle.at, view);
            return (
              <rect
                key={at}
                x={x - 4.5}
                y={y - 4.5}
                width={9}
                height={9}
                rx={handle.between ? 4.5 : 2}
                className={`lab-handle${handle.between ? " between" : ""}`}
                style={{ cursor: handle.cursor, "--label": colourOf(chosen.label) } as React.CSSProperties}
                data-handle={at}
                onDoubleClick={() => !handle.between && removePoint(at)}
              />
            );
          })}
      </svg>
      <div ref={across} className="lab-across" style={{ visibility: "hidden" }} aria-hidden="true">
        {crosshair && !isPainting(tool) && !readOnly && (
          <>
            <i className="lab-across-x" />
            <i className="lab-across-y" />
          </>
        )}
        {brush && isPainting(tool) && !readOnly && (
          <i
            className="lab-brush"
            style={{ width: brush.width * view.scale, height: brush.width * view.scale }}
            data-testid="brush"
          />
        )}
      </div>
    </div>
  );
}

/** Shapes in pixels of the picture: the picture is moved and zoomed without touching any of them. */
function Layer({ view, children }: { view: ViewControl["view"]; children: ReactNode }) {
  return (
    <g
      transform={`translate(${view.x},${view.y}) scale(${view.scale})`}
      style={{ "--unit": 1 / view.scale } as React.CSSProperties}
    >
      {children}
    </g>
  );
}

interface UnfinishedProps {
  drawing: Drawing;
  tool: Exclude<Tool, "select" | "brush" | "eraser">;
  size: Size;
  view: ViewControl["view"];
  colour: string;
  opacity: number;
}

/** What is being drawn, as it would be if it ended here. */
function Unfinished({ drawing, tool, size, view, colour, opacity }: UnfinishedProps) {
  const first = drawing.points[0];
  if (first === undefined) return null;
  const shape = isTwoPoint(tool)
    ? spanned(tool, first, drawing.at, size)
    : joined("polyline", [...drawing.points, drawing.at], size);
  const label = shape?.kind === "bndbox" ? sizeOf(shape) : undefined;
  return (
    <>
      {shape !== null && (
        <Layer view={view}>
          <ShapeView
            shape={shape}
            colour={colour}
            selected
            opacity={opacity}
            {...(label && { name: label })}
          />
        </Layer>
      )}
      {!isTwoPoint(tool) &&
        drawing.points.map((point, at) => {
          const [x, y] = onStage(point, view);
          return (
            <circle
              key={at}
              cx={x}
              cy={y}
              r={at === 0 ? 6 : 3.5}
              className="lab-corner"
              style={{ fill: colour }}
            />
          );
        })}
    </>
  );
}

function sizeOf(shape: Shape): string {
  const [[left, top] = [0, 0], [right, bottom] = [0, 0]] = shape.points;
  return `${Math.round(right - left)} × ${Math.round(bottom - top)}`;
}
