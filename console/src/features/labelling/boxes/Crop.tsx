import { FileImageOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";

import type { Sample } from "@/client";
import { bounds } from "../model/geometry";
import type { Mark, Shape } from "../model/marks";

interface CropProps {
  sample: Sample;
  mark: Mark;
  colour: string;
}

const around = 1.4;
const least = 24;

/** The part of a picture that a shape is about, with a little of what is around it. */
export function Crop({ sample, mark, colour }: CropProps) {
  const size = useSize(sample);
  const link = sample.source ?? "";
  const [broken, setBroken] = useState(false);
  if (mark.shape === null || link === "" || broken || size === "broken") {
    return (
      <span className="crop crop-none">
        <FileImageOutlined />
      </span>
    );
  }
  if (size === null) return <span className="crop crop-none" />;
  const { left, top, right, bottom } = bounds(mark.shape);
  const side = Math.max(least, around * Math.max(right - left, bottom - top));
  const box = [(left + right - side) / 2, (top + bottom - side) / 2, side, side];
  return (
    <svg className="crop" viewBox={box.join(" ")} role="presentation">
      <image href={link} width={size[0]} height={size[1]} onError={() => setBroken(true)} />
      <Outline shape={mark.shape} colour={colour} />
    </svg>
  );
}

function Outline({ shape, colour }: { shape: Shape; colour: string }) {
  const { kind, points, radius } = shape;
  const { left, top, right, bottom } = bounds(shape);
  const look = {
    fill: "none",
    stroke: colour,
    strokeWidth: 2,
    strokeLinecap: "round" as const,
    vectorEffect: "non-scaling-stroke" as const,
  };
  const list = points.map((point) => point.join(",")).join(" ");
  if (kind === "bndbox")
    return <rect x={left} y={top} width={right - left} height={bottom - top} {...look} />;
  if (kind === "circle") return <circle cx={points[0]?.[0]} cy={points[0]?.[1]} r={radius} {...look} />;
  if (kind === "polygon") return <polygon points={list} {...look} />;
  // A point is a stroke without length, which round ends make a dot.
  if (kind === "point") return <path d={`M${left} ${top} h0`} {...look} strokeWidth={8} />;
  return <polyline points={list} {...look} />;
}

/** Width and height as the dataset knows them, or as the file says when it is there. */
function useSize(sample: Sample): readonly [number, number] | "broken" | null {
  const told = sample.metadata["@modelarts:size"];
  const known = Array.isArray(told) && told[0] > 0 && told[1] > 0;
  const link = sample.source ?? "";
  const [seen, setSeen] = useState<readonly [number, number] | "broken" | null>(null);
  useEffect(() => {
    if (known || link === "") return;
    const image = new Image();
    image.onload = () => setSeen([image.naturalWidth, image.naturalHeight]);
    image.onerror = () => setSeen("broken");
    image.src = link;
    return () => {
      image.onload = image.onerror = null;
    };
  }, [known, link]);
  return known ? [Number(told[0]), Number(told[1])] : seen;
}
