import { Input } from "antd";
import { useEffect, useRef, useState } from "react";

import { ErrorAlert } from "@/ui";
import { changed, newMark, type Mark } from "../model/marks";
import { milliseconds, clock } from "../model/times";
import { types } from "../model/types";
import type { EditorProps } from "../parts/editor";
import { isCommand, useKeys } from "../parts/keys";
import { useLabellingText } from "../text";
import { PlayBar } from "./PlayBar";
import { usePlayer, type Player } from "./usePlayer";
import { useSound } from "./useSound";
import { Wave } from "./Wave";

const nudge = 50;
const jump = 1000;

/** Recordings: heard, written down, and cut into segments. */
export default function AudioEditor(editor: EditorProps) {
  const {
    sample,
    source,
    marks,
    change,
    select,
    selected,
    locked,
    colourOf,
    type,
    readOnly,
    active,
    askLabel,
  } = editor;
  const t = useLabellingText().sound;
  const media = useRef<HTMLAudioElement>(null);
  const player = usePlayer(media);
  const { sound, loading } = useSound(source, sample.sample_size);
  const [begun, setBegun] = useState<number | null>(null);
  const [tries, setTries] = useState(0);
  const duration = sound?.duration ?? player.duration;
  const isCut = type === types.speechSegmentation;
  const segments = marks.filter((mark) => mark.time !== null && !editor.hidden.has(mark.key));
  const chosen = marks.find((mark) => mark.key === selected && mark.time !== null);

  const put = (mark: Mark, about: Partial<Mark>, tag = "") =>
    change(
      marks.map((each) => (each.key === mark.key ? changed(mark, about) : each)),
      tag,
    );
  const draw = (range: readonly [number, number]) => {
    const add = (label: string) => {
      const mark = newMark("segment", label, { time: range });
      const next = [...marks, mark].sort((a, b) => (a.time?.[0] ?? 0) - (b.time?.[0] ?? 0));
      change(next);
      select(mark.key);
    };
    if (active !== null) add(active.name);
    else askLabel((label) => add(label.name));
  };
  const loop = () => {
    if (chosen?.time) player.play(chosen.time, true);
  };
  useKeys((event) => {
    if (isCommand(event)) return false;
    if (onPlay(event, player, loop)) return true;
    if (!isCut || readOnly) return false;
    const now = Math.round(player.now);
    if (event.key.toLowerCase() === "m" && !event.altKey) {
      if (begun === null) setBegun(now);
      else {
        if (Math.abs(now - begun) >= 20) draw([Math.min(begun, now), Math.max(begun, now)]);
        setBegun(null);
      }
      return true;
    }
    if (event.key === "Escape" && begun !== null) {
      setBegun(null);
      return true;
    }
    if (!chosen?.time || locked.has(chosen.key)) return false;
    const [first, last] = chosen.time;
    if (event.key === "[" && now < last) put(chosen, { time: [now, last] });
    else if (event.key === "]" && now > first) put(chosen, { time: [first, now] });
    else if (event.altKey && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const by = event.key === "ArrowLeft" ? -nudge : nudge;
      const time = event.shiftKey
        ? ([Math.min(Math.max(first + by, 0), last - nudge), last] as const)
        : ([first, Math.min(Math.max(last + by, first + nudge), duration)] as const);
      put(chosen, { time }, `nudge ${chosen.key}`);
    } else return false;
    return true;
  }, true);
  const key = chosen?.key;
  useEffect(() => {
    // A segment that is selected is where one goes on to listen.
    if (chosen?.time && media.current?.paused === true) player.seek(chosen.time[0]);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);

  return (
    <div className="lab-editor lab-sound">
      <audio
        ref={media}
        src={source}
        preload="auto"
        {...player.on}
        onError={() => {
          setTries(tries + 1);
          if (tries === 0) editor.refreshSource();
        }}
      />
      <h2>
        <bdi>{sample.sample_name}</bdi>
      </h2>
      <Wave
        sound={sound}
        duration={duration}
        now={player.now}
        segments={segments}
        selected={selected}
        locked={locked}
        colourOf={colourOf}
        seek={player.seek}
        select={select}
        draw={isCut && !readOnly ? draw : undefined}
        reshape={(of, time) => {
          const mark = marks.find((each) => each.key === of);
          if (mark !== undefined) put(mark, { time });
        }}
        begun={begun}
      />
      <PlayBar player={player} duration={duration} loop={isCut && chosen !== undefined ? loop : undefined}>
        <span className="faint">{isCut && !readOnly ? t.hint : ""}</span>
      </PlayBar>
      {loading === "large" && <p className="faint">{t.large}</p>}
      {(tries > 1 || (loading === "failed" && tries > 0)) && <ErrorAlert error={new Error(t.unreadable)} />}
      {type === types.speechContent && <Transcript editor={editor} />}
      {isCut && chosen?.time && (
        <SegmentForm
          key={chosen.key}
          mark={chosen}
          duration={duration}
          readOnly={readOnly || locked.has(chosen.key)}
          put={put}
        />
      )}
    </div>
  );
}

/** Keys that play; the same for recordings and films. */
export function onPlay(event: KeyboardEvent, player: Player, loop: () => void): boolean {
  if (event.altKey) return false;
  if (event.key === " ") player.toggle();
  else if (event.key.toLowerCase() === "o") {
    if (player.looping) player.pause();
    else loop();
  } else if (event.key === ",") player.seek(player.now - jump);
  else if (event.key === ".") player.seek(player.now + jump);
  else return false;
  return true;
}

/** What is said in the recording, from beginning to end. */
function Transcript({ editor }: { editor: EditorProps }) {
  const t = useLabellingText().sound;
  const { marks, change, readOnly } = editor;
  const mark = marks.find((each) => each.kind === "transcript");
  const write = (text: string) => {
    if (text === "") change([], "transcript");
    else if (mark === undefined) change([newMark("transcript", "", { text })], "transcript");
    else change([changed(mark, { text })], "transcript");
  };
  return (
    <Input.TextArea
      autoFocus
      className="lab-transcript"
      value={mark?.text ?? ""}
      disabled={readOnly}
      dir="auto"
      placeholder={t.transcript}
      aria-label={t.transcript}
      autoSize={{ minRows: 4, maxRows: 14 }}
      onChange={(event) => write(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
      data-testid="transcript"
    />
  );
}

interface SegmentFormProps {
  mark: Mark;
  duration: number;
  readOnly: boolean;
  put: (mark: Mark, about: Partial<Mark>, tag?: string) => void;
}

/** One segment: when, who, and what is said. */
function SegmentForm({ mark, duration, readOnly, put }: SegmentFormProps) {
  const t = useLabellingText().sound;
  const [from, to] = mark.time ?? [0, 0];
  const time = (value: number, set: (next: number) => void, label: string) => (
    <Input
      key={value}
      size="small"
      className="mono"
      defaultValue={clock(value)}
      disabled={readOnly}
      aria-label={label}
      onBlur={(event) => {
        const next = milliseconds(event.target.value);
        if (next !== null && next !== value) set(next);
      }}
      onPressEnter={(event) => event.currentTarget.blur()}
    />
  );
  return (
    <section className="lab-segment-form" aria-label={t.segment}>
      {time(from, (next) => next < to && put(mark, { time: [next, to] }), t.from)}
      {time(to, (next) => next > from && put(mark, { time: [from, Math.min(next, duration)] }), t.to)}
      <Input
        size="small"
        value={mark.speaker}
        disabled={readOnly}
        placeholder={t.speaker}
        aria-label={t.speaker}
        maxLength={1024}
        onChange={(event) => put(mark, { speaker: event.target.value }, `speaker ${mark.key}`)}
        data-testid="speaker"
      />
      <Input
        size="small"
        dir="auto"
        value={mark.text}
        disabled={readOnly}
        placeholder={t.content}
        aria-label={t.content}
        onChange={(event) => put(mark, { text: event.target.value }, `content ${mark.key}`)}
        data-testid="segment-text"
      />
    </section>
  );
}
