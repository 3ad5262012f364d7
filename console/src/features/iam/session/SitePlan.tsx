const storeys = [
  [2, 3, 1, 2, 1],
  [1, 0, 0, 0, 2],
  [3, 0, 0, 0, 1],
  [1, 0, 0, 0, 3],
  [2, 1, 2, 1, 1],
] as const;

const half = 30;
const rise = 17;

const at = (x: number, y: number) => ({ left: (x - y) * half, top: (x + y) * rise });

function Block({ x, y, height }: { x: number; y: number; height: number }) {
  const { left, top } = at(x, y);
  const lift = height * 20;
  const [w, h] = [half - 3, rise - 2];
  const roof = `M0 ${-h - lift} L${w} ${-lift} L0 ${h - lift} L${-w} ${-lift} Z`;
  return (
    <g transform={`translate(${left} ${top})`}>
      <path className="plan-left" d={`M${-w} ${-lift} L0 ${h - lift} L0 ${h} L${-w} 0 Z`} />
      <path className="plan-right" d={`M${w} ${-lift} L0 ${h - lift} L0 ${h} L${w} 0 Z`} />
      <path className="plan-roof" d={roof} />
    </g>
  );
}

/** Houses around a yard with a light in it: the mark, drawn large. */
export function SitePlan() {
  const middle = at(2, 2);
  return (
    <svg className="plan" viewBox="-170 -70 340 250" aria-hidden="true" focusable="false">
      {storeys.flatMap((row, y) =>
        row.map((height, x) => {
          const key = `${x}-${y}`;
          if (height > 0) return <Block key={key} x={x} y={y} height={height} />;
          const { left, top } = at(x, y);
          return (
            <path key={key} className="plan-ground" d={`M${left} ${top - 15} l27 15 l-27 15 l-27 -15 Z`} />
          );
        }),
      )}
      <circle className="plan-glow" cx={middle.left} cy={middle.top - 4} r="22" />
      <circle className="plan-light" cx={middle.left} cy={middle.top - 4} r="6" />
    </svg>
  );
}
