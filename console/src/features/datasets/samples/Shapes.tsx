import type { Said, Shape } from "./annotations";

interface ShapesProps {
  said: readonly Said[];
  size: readonly [width: number, height: number];
  colour(name: string): string;
  named?: boolean;
}

/** What was drawn, over a picture that is fitted into its box as a whole. */
export function Shapes({ said, size: [width, height], colour, named = false }: ShapesProps) {
  const drawn = said.filter((one) => one.shape !== null);
  if (drawn.length === 0) return null;
  const letters = Math.max(width, height) / 40;
  return (
    <svg
      className="shapes"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMid meet"
      aria-hidden="true"
    >
      {drawn.map((one, at) => {
        const shape = one.shape as Shape;
        const [x, y] = corner(shape);
        return (
          <g key={at} style={{ color: colour(one.name) }}>
            <Drawn shape={shape} />
            {named && (
              <text x={x} y={Math.max(letters, y - letters * 0.3)} fontSize={letters}>
                {one.name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function corner({ points, radius }: Shape): [number, number] {
  return [Math.min(...points.map(([x]) => x)) - radius, Math.min(...points.map(([, y]) => y)) - radius];
}

function Drawn({ shape: { kind, points, radius } }: { shape: Shape }) {
  const [[x, y] = [0, 0], [right, bottom] = [0, 0]] = points;
  const list = points.map((point) => point.join(",")).join(" ");
  if (kind === "bndbox") {
    return (
      <rect
        x={Math.min(x, right)}
        y={Math.min(y, bottom)}
        width={Math.abs(right - x)}
        height={Math.abs(bottom - y)}
      />
    );
  }
  if (kind === "circle") return <circle cx={x} cy={y} r={radius} />;
  if (kind === "polygon") return <polygon points={list} />;
  // A point is a stroke without length, which round ends make a dot.
  if (kind === "point") return <path d={`M${x} ${y} h0`} className="shape-point" />;
  return <polyline points={list} className={kind === "dashed" ? "shape-open shape-dashed" : "shape-open"} />;
}
