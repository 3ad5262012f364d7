import { useEffect, useMemo, useRef, useState } from "react";

import { ErrorAlert } from "@/ui";
import { onPlay } from "../audio/AudioEditor";
import { PlayBar } from "../audio/PlayBar";
import { usePlayer } from "../audio/usePlayer";
import { firstLook, ImageTools, type Look } from "../image/ImageTools";
import { Stage } from "../image/Stage";
import { toolOrder, useDrawing } from "../image/useDrawing";
import { useView } from "../image/useView";
import type { Size } from "../model/geometry";
import type { Mark } from "../model/marks";
import { shortClock } from "../model/times";
import type { EditorProps } from "../parts/editor";
import { isCommand, useKeys } from "../parts/keys";
import { usePreference } from "../parts/useBench";
import { useLabellingText } from "../text";

const TIME = "@modelarts:time_in_video";
/** How near a moment has to be to be the same frame: half of one at 25 a second. */
const frame = 20;

/** The moment of a film that a mark is on, in milliseconds. */
export const momentOf = (mark: Mark): number => Math.round(Number(mark.rest[TIME] ?? 0) * 1000);

/** Films: stopped at a frame, and drawn on like pictures. */
export default function VideoEditor(editor: EditorProps) {
  const { source, marks, selected, readOnly, hidden, sample, colourOf } = editor;
  const t = useLabellingText().sound;
  const media = useRef<HTMLVideoElement>(null);
  const player = usePlayer(media);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [tries, setTries] = useState(0);
  const [kept, setLook] = usePreference<Look>("look", firstLook);
  const look = { ...firstLook, ...kept };
  const stage = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLElement>(null);
  const control = useView(stage, size);
  const now = Math.round(player.now);
  const onFrame = useMemo(
    () => marks.filter((mark) => mark.shape !== null && Math.abs(momentOf(mark) - now) <= frame),
    [marks, now],
  );
  const moments = [...new Set(marks.map(momentOf))].sort((a, b) => a - b);
  const { tool, setTool, pointer, panning } = useDrawing({
    editor,
    marks: onFrame,
    control,
    size,
    tools: toolOrder,
    about: { rest: { [TIME]: (now / 1000).toFixed(3) } },
  });
  useKeys((event) => {
    // Space plays; the picture is moved with the middle button.
    if (isCommand(event)) return false;
    if (event.key === "[" || event.key === "]") {
      const next =
        event.key === "]"
          ? moments.find((moment) => moment > now + frame)
          : moments.findLast((moment) => moment < now - frame);
      if (next !== undefined) player.seek(next);
      return true;
    }
    return event.key !== " " && onPlay(event, player, () => undefined);
  }, true);
  const chosen = marks.find((mark) => mark.key === selected);
  const moment = chosen === undefined ? null : momentOf(chosen);
  useEffect(() => {
    if (moment !== null && Math.abs(moment - now) > frame) player.seek(moment);
    // Only when something else is selected: playing on leaves the selection behind.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected, moment]);
  const stop = () => {
    if (player.playing) player.pause();
  };
  return (
    <div className="lab-editor">
      <div className="lab-canvas" onPointerDownCapture={stop}>
        <ImageTools
          tool={tool}
          setTool={setTool}
          tools={readOnly ? [] : toolOrder}
          control={control}
          look={look}
          setLook={setLook}
        />
        <Stage
          editor={editor}
          marks={onFrame}
          stage={stage}
          control={control}
          pointer={pointer}
          size={size}
          tool={tool}
          opacity={look.opacity}
          crosshair={look.crosshair && tool !== "select"}
          names={look.names}
          place={place}
          panning={panning}
          media={(style) => (
            <video
              ref={media}
              className="lab-media"
              src={source}
              muted
              playsInline
              preload="auto"
              style={{ ...style, filter: `brightness(${look.brightness}%) contrast(${look.contrast}%)` }}
              {...player.on}
              onLoadedMetadata={(event) => {
                player.on.onLoadedMetadata();
                setSize({ width: event.currentTarget.videoWidth, height: event.currentTarget.videoHeight });
              }}
              onError={() => {
                setTries(tries + 1);
                if (tries === 0) editor.refreshSource();
              }}
              aria-label={sample.sample_name}
              data-testid="video"
            />
          )}
        />
      </div>
      {tries > 1 && <ErrorAlert error={new Error(t.unreadable)} />}
      <div className="lab-film">
        <PlayBar player={player}>
          <button type="button" className="lab-link" onClick={() => player.seek(player.now - 40)}>
            −1
          </button>
          <button type="button" className="lab-link" onClick={() => player.seek(player.now + 40)}>
            +1
          </button>
          <span ref={place} className="mono faint" />
        </PlayBar>
        <div
          className="lab-moments"
          onClick={(event) => {
            const edge = event.currentTarget.getBoundingClientRect();
            player.seek(((event.clientX - edge.left) / edge.width) * player.duration);
          }}
        >
          {moments.map((each) => {
            const first = marks.find((mark) => momentOf(mark) === each && !hidden.has(mark.key));
            return (
              <button
                key={each}
                type="button"
                className="lab-moment"
                style={
                  {
                    left: `${(100 * each) / Math.max(player.duration, 1)}%`,
                    "--label": colourOf(first?.label ?? ""),
                  } as React.CSSProperties
                }
                aria-label={shortClock(each, 2)}
                onClick={(event) => {
                  event.stopPropagation();
                  player.seek(each);
                }}
                data-testid="moment"
              />
            );
          })}
          <i className="lab-playhead" style={{ left: `${(100 * now) / Math.max(player.duration, 1)}%` }} />
        </div>
      </div>
    </div>
  );
}
