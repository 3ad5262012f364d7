import { useRef, useState } from "react";

import { fill } from "@/i18n";
import { ErrorAlert } from "@/ui";
import { bounds, type Size } from "../model/geometry";
import { types } from "../model/types";
import type { EditorProps } from "../parts/editor";
import { usePreference } from "../parts/useBench";
import { useLabellingText } from "../text";
import { filterOf, firstLook, ImageTools, type Look } from "./ImageTools";
import { Stage } from "./Stage";
import { toolOrder, useDrawing } from "./useDrawing";
import type { Tool } from "./usePointer";
import { useView } from "./useView";

const toolsOf: Readonly<Record<number, readonly Tool[]>> = {
  [types.objectDetection]: [...toolOrder, "brush", "eraser"],
  [types.imageSegmentation]: ["polygon", "brush", "eraser"],
};

const none: Size = { width: 0, height: 0 };

/** Pictures: looked at, and drawn on where the labelling type says so. */
export function ImageEditor(editor: EditorProps) {
  const { sample, source } = editor;
  const t = useLabellingText().image;
  const known = sample.metadata["@modelarts:size"] as number[] | undefined;
  const [size, setSize] = useState<Size>(known ? { width: known[0] ?? 0, height: known[1] ?? 0 } : none);
  const [loaded, setLoaded] = useState(false);
  const [tries, setTries] = useState(0);
  const [kept, setLook] = usePreference<Look>("look", firstLook);
  const look = { ...firstLook, ...kept };
  const stage = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLElement>(null);
  const control = useView(stage, size);
  const tools = toolsOf[editor.type] ?? [];
  const { tool, setTool, pointer, panning, brush } = useDrawing({
    editor,
    marks: editor.marks,
    control,
    size,
    tools,
  });
  const chosen = editor.marks.find((mark) => mark.key === editor.selected);
  const edge = chosen?.shape ? bounds(chosen.shape) : null;
  const onError = () => {
    // The link may have run out; a second failure is one.
    setTries(tries + 1);
    if (tries === 0) editor.refreshSource();
  };
  return (
    <div className="lab-editor">
      <div className="lab-canvas">
        <ImageTools
          tool={tool}
          setTool={setTool}
          tools={editor.readOnly ? [] : tools}
          control={control}
          look={look}
          setLook={setLook}
          brush={brush}
        />
        <Stage
          editor={editor}
          marks={editor.marks}
          stage={stage}
          control={control}
          pointer={pointer}
          size={size}
          tool={tools.length === 0 ? "select" : tool}
          opacity={look.opacity}
          crosshair={look.crosshair && tools.length > 0 && tool !== "select"}
          names={look.names}
          place={place}
          panning={panning}
          brush={brush}
          media={(style) => (
            <img
              key={source}
              className="lab-media"
              src={source}
              alt={sample.sample_name}
              draggable={false}
              style={{ ...style, ...filterOf(look) }}
              onLoad={(event) => {
                const { naturalWidth: width, naturalHeight: height } = event.currentTarget;
                if (width !== size.width || height !== size.height) setSize({ width, height });
                setLoaded(true);
              }}
              onError={onError}
              data-testid="picture"
              data-loaded={loaded}
            />
          )}
        />
      </div>
      {tries > 1 && <ErrorAlert error={new Error(t.unreadable)} />}
      <footer className="lab-status">
        <bdi className="lab-file">{sample.sample_name}</bdi>
        <span>{fill(t.pixels, { width: size.width, height: size.height })}</span>
        <span>{Math.round(control.view.scale * 100)} %</span>
        <span ref={place} className="mono" data-testid="pointer-place" />
        {edge !== null && (
          <span className="mono lab-edge" data-testid="shape-place">
            {fill(t.place, {
              left: tidy(edge.left),
              top: tidy(edge.top),
              right: tidy(edge.right),
              bottom: tidy(edge.bottom),
            })}
          </span>
        )}
      </footer>
    </div>
  );
}

const tidy = (value: number): string => String(Math.round(value * 10) / 10);
