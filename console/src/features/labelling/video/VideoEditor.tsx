import { Button, Tooltip } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";

import { ErrorAlert } from "@/ui";
import { onPlay } from "../audio/AudioEditor";
import { PlayBar } from "../audio/PlayBar";
import { usePlayer } from "../audio/usePlayer";
import { filterOf, firstLook, ImageTools, type Look } from "../image/ImageTools";
import { Stage } from "../image/Stage";
import { toolOrder, useDrawing } from "../image/useDrawing";
import { useView } from "../image/useView";
import type { Size } from "../model/geometry";
import { changed, type Mark } from "../model/marks";
import {
  atMoment,
  halfFrame,
  isBetween,
  keyFrame,
  momentOf,
  newTrack,
  seenAt,
  TRACK,
  trackOf,
} from "../model/tracks";
import type { EditorProps } from "../parts/editor";
import { isCommand, useKeys } from "../parts/keys";
import { usePreference } from "../parts/useBench";
import { useLabellingText } from "../text";
import { Timeline } from "./Timeline";

/** Films: stopped at a frame, and drawn on like pictures. */
export default function VideoEditor(editor: EditorProps) {
  const { source, marks, selected, readOnly, hidden, sample, colourOf } = editor;
  const text = useLabellingText();
  const t = text.film;
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
  useEffect(() => {
    // A film that is there at once may know its size before anybody listens.
    const element = media.current;
    if (element === null) return;
    const measure = () => setSize({ width: element.videoWidth, height: element.videoHeight });
    if (element.readyState >= HTMLMediaElement.HAVE_METADATA) {
      measure();
      player.on.onLoadedMetadata();
    }
    element.addEventListener("loadedmetadata", measure);
    return () => element.removeEventListener("loadedmetadata", measure);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const [tracking, setTracking] = usePreference("tracking", false);
  const moment = now <= halfFrame ? 0 : now;
  const onFrame = useMemo(() => seenAt(marks, moment, selected), [marks, moment, selected]);
  const moments = useMemo(() => [...new Set(marks.map(momentOf))].sort((a, b) => a - b), [marks]);
  const chosen = marks.find((mark) => mark.key === selected);
  const track = chosen === undefined ? "" : trackOf(chosen);
  // What is chosen on the picture is there already; what is chosen in a list is gone to.
  const onPicture = useRef<string | null>(null);
  const select = (key: string | null) => {
    if (key !== selected) onPicture.current = key;
    editor.select(key);
  };
  const put = (mark: Mark) => {
    editor.change([...marks, mark]);
    select(mark.key);
  };
  const { tool, setTool, pointer, panning } = useDrawing({
    editor: { ...editor, select },
    marks: onFrame,
    control,
    size,
    tools: toolOrder,
    about: { rest: atMoment(moment, tracking ? newTrack(marks) : "") },
    reshape: (key, shape) => {
      const mark = marks.find((each) => each.key === key);
      if (mark === undefined || !isBetween(mark, moment)) return false;
      put(keyFrame(mark, moment, shape));
      return true;
    },
  });
  /** Keeps the track as it is here; what was drawn alone begins one. */
  const keep = () => {
    if (chosen === undefined || readOnly || editor.locked.has(chosen.key)) return;
    const seen = onFrame.find(({ key }) => key === chosen.key);
    if (track === "") {
      const rest = { ...chosen.rest, [TRACK]: newTrack(marks) };
      editor.change(marks.map((mark) => (mark === chosen ? changed(mark, { rest }) : mark)));
    } else if (seen !== undefined && isBetween(chosen, moment)) put(keyFrame(seen, moment));
  };
  const { handle, change } = editor;
  useEffect(() => {
    const taker = handle.current;
    taker.takeLabel = ({ name }) => {
      // The label of a track is that of all its key frames.
      if (track === "" || readOnly) return false;
      change(
        marks.map((mark) =>
          trackOf(mark) === track && mark.label !== name ? changed(mark, { label: name }) : mark,
        ),
      );
      return true;
    };
    return () => {
      delete taker.takeLabel;
    };
  }, [handle, change, marks, track, readOnly]);
  useKeys((event) => {
    // Space plays; the picture is moved with the middle button.
    if (isCommand(event)) return false;
    const key = event.key.toLowerCase();
    if (key === "[" || key === "]") {
      const next =
        key === "]"
          ? moments.find((each) => each > now + halfFrame)
          : moments.findLast((each) => each < now - halfFrame);
      if (next !== undefined) player.seek(next);
      return true;
    }
    if (!readOnly && !event.altKey && !event.shiftKey && (key === "t" || key === "k")) {
      if (key === "t") setTracking(!tracking);
      else keep();
      return true;
    }
    return event.key !== " " && onPlay(event, player, () => undefined);
  }, true);
  const there = chosen === undefined ? null : momentOf(chosen);
  useEffect(() => {
    const isThere = onPicture.current === selected;
    onPicture.current = null;
    if (!isThere && there !== null && Math.abs(there - now) > halfFrame) player.seek(there);
    // Only when something else is selected: playing on leaves the selection behind.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected, there]);
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
          editor={{ ...editor, select }}
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
              style={{ ...style, ...filterOf(look) }}
              {...player.on}
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
      {tries > 1 && <ErrorAlert error={new Error(text.sound.unreadable)} />}
      <div className="lab-film">
        <PlayBar player={player}>
          <Button.Group size="small">
            <Button onClick={() => player.seek(player.now - 40)} title={t.frameBack} aria-label={t.frameBack}>
              −1
            </Button>
            <Button onClick={() => player.seek(player.now + 40)} title={t.frameOn} aria-label={t.frameOn}>
              +1
            </Button>
          </Button.Group>
          {!readOnly && (
            <Tooltip title={t.trackHint}>
              <Button
                size="small"
                type={tracking ? "primary" : "default"}
                aria-pressed={tracking}
                onClick={() => setTracking(!tracking)}
                data-testid="tracking"
              >
                {t.track} <kbd className="lab-key">T</kbd>
              </Button>
            </Tooltip>
          )}
          {!readOnly && (
            <Button
              size="small"
              disabled={chosen === undefined || (track !== "" && !isBetween(chosen, moment))}
              onClick={keep}
              title={t.keepHint}
              data-testid="keep"
            >
              {t.keep} <kbd className="lab-key">K</kbd>
            </Button>
          )}
          <span ref={place} className="mono faint" />
        </PlayBar>
        <Timeline
          marks={marks}
          hidden={hidden}
          selected={selected}
          colourOf={colourOf}
          now={now}
          duration={player.duration}
          seek={player.seek}
          go={(mark) => {
            editor.select(mark.key);
            player.seek(momentOf(mark));
          }}
          removeTrack={readOnly ? undefined : (id) => change(marks.filter((mark) => trackOf(mark) !== id))}
        />
      </div>
    </div>
  );
}
