import { FileImageOutlined } from "@ant-design/icons";
import { useState } from "react";

import type { Sample } from "@/client";
import { sizeOf, type Said } from "./annotations";
import { Shapes } from "./Shapes";

interface PictureProps {
  /** A small picture made by the platform; without it the file itself is shown. */
  small?: string;
  sample: Sample;
  said: readonly Said[];
  colour(name: string): string;
  /** The whole picture, with the names of shapes. */
  large?: boolean;
}

/** A picture with what is drawn on it. */
export function Picture({ sample, said, colour, large = false, small = "" }: PictureProps) {
  // What was drawn is in pixels of the file: where its size is not known, the file itself has to tell it.
  const known = sizeOf(sample);
  const [failed, setFailed] = useState("");
  const needsFile = known === null && said.some(({ shape }) => shape !== null);
  const link = small !== "" && failed !== small && !needsFile ? small : (sample.source ?? "");
  const [broken, setBroken] = useState("");
  const [seen, setSeen] = useState<readonly [number, number] | null>(null);
  const size = known ?? seen;
  if (link === "" || broken === link) {
    return (
      <span className="picture picture-none">
        <FileImageOutlined />
      </span>
    );
  }
  return (
    <span className="picture">
      <img
        src={link}
        alt={sample.sample_name}
        loading="lazy"
        decoding="async"
        draggable={false}
        onError={() => (link === small ? setFailed(small) : setBroken(link))}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => {
          if (naturalWidth > 0) setSeen([naturalWidth, naturalHeight]);
        }}
      />
      {size !== null && <Shapes said={said} size={size} colour={colour} named={large} />}
    </span>
  );
}
