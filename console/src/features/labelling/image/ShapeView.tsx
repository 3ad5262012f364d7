import { memo } from "react";

import { ringsOf } from "../model/areas";
import { bounds } from "../model/geometry";
import type { Point, Shape } from "../model/marks";
import { readableOn } from "../parts/colours";
import type { View } from "./useView";

interface ShapeViewProps {
  shape: Shape;
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

/** A shape in pixels of the picture; lines and names stay as large as they are whatever the zoom. */
export const ShapeView = memo(function ShapeView(props: ShapeViewProps) {
  const { shape, colour, name, markKey, selected = false, locked = false, faint = false, opacity } = props;
  const area = ["bndbox", "polygon", "circle"].includes(shape.kind);
  const { left, top } = bounds(shape);
  return (
    <g
      className={`lab-shape${selected ? " on" : ""}${locked ? " locked" : ""}${faint ? " faint-shape" : ""}`}
      style={
        { "--label": colour, "--fill": area ? opacity * (selected ? 1.4 : 1) : 0 } as React.CSSProperties
      }
      data-mark={markKey}
      data-testid={markKey === undefined ? undefined : "shape"}
    >
      <Form shape={shape} className="lab-form" />
      {!area && <Form shape={shape} className="lab-grip" />}
      {name !== undefined && (
        <g style={asLarge(left, top)} className="lab-tag">
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

/** At a place of the picture, but as large as it is on the screen. */
const asLarge = (x: number, y: number): React.CSSProperties => ({
  transform: `translate(${x}px, ${y}px) scale(var(--unit))`,
});

function Form({ shape, className }: { shape: Shape; className: string }) {
  const [x, y] = shape.points[0] ?? [0, 0];
  if (shape.kind === "bndbox") {
    const [right, bottom] = shape.points[1] ?? [x, y];
    return <rect x={x} y={y} width={right - x} height={bottom - y} className={className} />;
  }
  if (shape.kind === "circle") return <circle cx={x} cy={y} r={shape.radius} className={className} />;
  if (shape.kind === "point") {
    return (
      <g style={asLarge(x, y)}>
        <circle r={5} className={`${className} lab-dot`} />
      </g>
    );
  }
  if (shape.kind === "polygon") {
    const line = ringsOf(shape.points).map((ring) => `M${ring.map((point) => point.join(",")).join("L")}Z`);
    return <path d={line.join("")} fillRule="evenodd" className={className} />;
  }
  const text = shape.points.map((point) => point.join(",")).join(" ");
  return <polyline points={text} className={`${className}${shape.kind === "dashed" ? " dashed" : ""}`} />;
}
