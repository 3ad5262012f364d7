import { memo } from "react";

import { bounds } from "../model/geometry";
import type { Point, Shape } from "../model/marks";
import { readableOn } from "../parts/colours";
import type { View } from "./useView";

interface ShapeViewProps {
  shape: Shape;
  view: View;
  colour: string;
  name?: string;
  markKey?: string;
  selected?: boolean;
  locked?: boolean;
  faint?: boolean;
  opacity: number;
}

/** Where a point of the picture is on the stage. */
export const onStage = ([x, y]: Point, view: View): Point => [
  x * view.scale + view.x,
  y * view.scale + view.y,
];

/** A shape in the places of the stage, so that lines stay as thin as they are whatever the zoom. */
export const ShapeView = memo(function ShapeView(props: ShapeViewProps) {
  const {
    shape,
    view,
    colour,
    name,
    markKey,
    selected = false,
    locked = false,
    faint = false,
    opacity,
  } = props;
  const area = ["bndbox", "polygon", "circle"].includes(shape.kind);
  const edge = bounds(shape);
  const [left, top] = onStage([edge.left, edge.top], view);
  return (
    <g
      className={`lab-shape${selected ? " on" : ""}${locked ? " locked" : ""}${faint ? " faint-shape" : ""}`}
      style={
        { "--label": colour, "--fill": area ? opacity * (selected ? 1.4 : 1) : 0 } as React.CSSProperties
      }
      data-mark={markKey}
      data-testid={markKey === undefined ? undefined : "shape"}
    >
      <Form shape={shape} view={view} className="lab-form" />
      {!area && <Form shape={shape} view={view} className="lab-grip" />}
      {name !== undefined && (
        <g transform={`translate(${left},${Math.max(top, 15)})`} className="lab-tag">
          <rect x={-1} y={-16} width={textWidth(name)} height={16} rx={3} />
          <text x={4} y={-4} fill={readableOn(colour)}>
            {name}
          </text>
        </g>
      )}
    </g>
  );
});

/** About as wide as a name is shown; wide characters take two places. */
function textWidth(name: string): number {
  const places = [...name].reduce(
    (sum, character) => sum + (/[\u1100-\uffdc]/u.test(character) ? 12 : 6.6),
    0,
  );
  return places + 9;
}

function Form({ shape, view, className }: { shape: Shape; view: View; className: string }) {
  const points = shape.points.map((point) => onStage(point, view));
  const [x, y] = points[0] ?? [0, 0];
  if (shape.kind === "bndbox") {
    const [right, bottom] = points[1] ?? [x, y];
    return (
      <rect
        x={x}
        y={y}
        width={Math.max(right - x, 0)}
        height={Math.max(bottom - y, 0)}
        className={className}
      />
    );
  }
  if (shape.kind === "circle")
    return <circle cx={x} cy={y} r={shape.radius * view.scale} className={className} />;
  if (shape.kind === "point") return <circle cx={x} cy={y} r={5} className={`${className} lab-dot`} />;
  const text = points.map((point) => point.join(",")).join(" ");
  if (shape.kind === "polygon") return <polygon points={text} className={className} />;
  return <polyline points={text} className={`${className}${shape.kind === "dashed" ? " dashed" : ""}`} />;
}
