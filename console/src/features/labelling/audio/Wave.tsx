import { useEffect, useLayoutEffect, useRef, useState } from "react";

import { usePalette } from "@/ui";
import type { Mark } from "../model/marks";
import { shortClock } from "../model/times";
import { peaksPerSecond, type Sound } from "./useSound";

interface WaveProps {
  sound: Sound | null;
  duration: number;
  now: number;
  segments: readonly Mark[];
  selected: string | null;
  locked: ReadonlySet<string>;
  colourOf: (name: string) => string;
  seek: (to: number) => void;
  select: (key: string | null) => void;
  /** A part was drawn; not given where there are none. */
  draw?: ((range: readonly [number, number]) => void) | undefined;
  reshape: (key: string, range: readonly [number, number]) => void;
  begun: number | null;
}

interface Drag {
  kind: "new" | "start" | "end" | "move";
  key: string;
  from: number;
  range: readonly [number, number];
  moved: boolean;
}

const least = 20;

/** The recording as a curve, with its segments; the wheel makes it longer, dragging draws a segment. */
export function Wave(props: WaveProps) {
  const { sound, duration, now, segments, selected, locked, colourOf, seek, select, draw, reshape, begun } =
    props;
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const [width, setWidth] = useState(0);
  const [view, setView] = useState({ start: 0, span: 0 });
  const [drag, setDrag] = useState<Drag | null>(null);
  const span = view.span === 0 ? Math.max(duration, 1) : view.span;
  const start = view.span === 0 ? 0 : view.start;
  const at = (time: number) => ((time - start) / span) * 100;
  const timeAt = (clientX: number) => {
    const edge = box.current?.getBoundingClientRect();
    const share = edge === undefined || edge.width === 0 ? 0 : (clientX - edge.left) / edge.width;
    return Math.round(Math.min(Math.max(start + share * span, 0), duration));
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (element === null || duration === 0) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const edge = element.getBoundingClientRect();
      const share = (event.clientX - edge.left) / edge.width;
      setView((before) => {
        const long = before.span === 0 ? duration : before.span;
        const first = before.span === 0 ? 0 : before.start;
        if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
          const by = ((event.deltaX || event.deltaY) / edge.width) * long;
          return { span: long, start: Math.min(Math.max(first + by, 0), duration - long) };
        }
        const next = Math.min(Math.max(long * Math.exp(event.deltaY / 400), 200), duration);
        const from = first + share * (long - next);
        return { span: next, start: Math.min(Math.max(from, 0), duration - next) };
      });
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [duration]);
  useEffect(() => {
    // While it plays, what is heard stays in sight.
    if (now < start || now > start + span)
      setView((before) => ({ ...before, start: Math.min(now, duration - span) }));
  }, [now, start, span, duration]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || width === 0) return;
    const ratio = window.devicePixelRatio;
    const high = element.clientHeight;
    element.width = width * ratio;
    element.height = high * ratio;
    const pen = element.getContext("2d");
    if (pen === null) return;
    pen.scale(ratio, ratio);
    pen.fillStyle = palette.textFaint;
    for (let x = 0; x < width; x += 1) {
      const first = Math.floor(((start + (x / width) * span) / 1000) * peaksPerSecond);
      const last = Math.max(
        first + 1,
        Math.floor(((start + ((x + 1) / width) * span) / 1000) * peaksPerSecond),
      );
      let most = 0;
      for (let bin = first; bin < last; bin += 1) most = Math.max(most, sound?.peaks[bin] ?? 0);
      const tall = Math.max(1, most * (high - 8));
      pen.fillRect(x, (high - tall) / 2, 1, tall);
    }
  }, [sound, width, start, span, palette]);

  const down = (event: React.PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || duration === 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const target = event.target as HTMLElement;
    const key = target.closest<HTMLElement>("[data-mark]")?.dataset["mark"] ?? "";
    const mark = segments.find((each) => each.key === key);
    const time = timeAt(event.clientX);
    const edge = target.dataset["edge"];
    const isFree = mark === undefined || locked.has(key);
    const kind = isFree ? "new" : edge === "start" || edge === "end" ? edge : "move";
    setDrag({ kind, key, from: time, range: mark?.time ?? [time, time], moved: false });
  };
  const move = (event: React.PointerEvent<HTMLDivElement>) => {
    if (drag === null) return;
    const time = timeAt(event.clientX);
    const [first, last] = segments.find((mark) => mark.key === drag.key)?.time ?? [0, 0];
    const by = Math.min(Math.max(time - drag.from, -first), duration - last);
    const range = {
      new: [Math.min(drag.from, time), Math.max(drag.from, time)] as const,
      start: [Math.min(time, last - least), last] as const,
      end: [first, Math.max(time, first + least)] as const,
      move: [first + by, last + by] as const,
    }[drag.kind];
    const far = (Math.abs(time - drag.from) / span) * width > 3;
    setDrag({ ...drag, range, moved: drag.moved || far });
  };
  const up = (event: React.PointerEvent<HTMLDivElement>) => {
    setDrag(null);
    if (drag === null) return;
    if (!drag.moved) {
      select(drag.key === "" ? null : drag.key);
      seek(timeAt(event.clientX));
    } else if (drag.kind !== "new") {
      if (draw !== undefined) reshape(drag.key, drag.range);
    } else if (draw !== undefined && drag.range[1] - drag.range[0] >= least) draw(drag.range);
  };
  const shown = segments.map((mark) =>
    drag?.moved === true && drag.kind !== "new" && drag.key === mark.key && draw !== undefined
      ? { ...mark, time: drag.range }
      : mark,
  );
  const fresh = drag?.kind === "new" && drag.moved && draw !== undefined ? drag.range : null;
  const open = begun === null ? fresh : ([Math.min(begun, now), Math.max(begun, now)] as const);
  return (
    <div
      ref={box}
      className="lab-wave"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      data-testid="wave"
      data-duration={Math.round(duration)}
      data-start={start}
      data-span={span}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {ticks(start, span).map((time) => (
        <span key={time} className="lab-tick" style={{ insetInlineStart: `${at(time)}%` }}>
          {shortClock(time, span < 5_000 ? 1 : 0)}
        </span>
      ))}
      {shown.map((mark) => (
        <div
          key={mark.key}
          className={`lab-segment${mark.key === selected ? " on" : ""}`}
          style={
            {
              "--label": colourOf(mark.label),
              left: `${at(mark.time?.[0] ?? 0)}%`,
              width: `${at(mark.time?.[1] ?? 0) - at(mark.time?.[0] ?? 0)}%`,
            } as React.CSSProperties
          }
          data-mark={mark.key}
          data-testid="segment"
        >
          <i data-edge="start" />
          <bdi>{mark.label}</bdi>
          <i data-edge="end" />
        </div>
      ))}
      {open !== null && (
        <div
          className="lab-segment new"
          style={{ left: `${at(open[0])}%`, width: `${at(open[1]) - at(open[0])}%` }}
        />
      )}
      <div className="lab-playhead" style={{ left: `${at(now)}%` }} />
    </div>
  );
}

/** Where times are written: some eight round ones. */
function ticks(start: number, span: number): number[] {
  const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000];
  const step = steps.find((each) => span / each <= 10) ?? 3_600_000;
  const first = Math.ceil(start / step) * step;
  return Array.from(
    { length: Math.floor((start + span - first) / step) + 1 },
    (_none, at) => first + at * step,
  );
}
