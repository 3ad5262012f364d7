import { DeleteOutlined } from "@ant-design/icons";
import type { PointerEvent } from "react";

import { fill } from "@/i18n";
import type { Mark } from "../model/marks";
import { shortClock } from "../model/times";
import { momentOf, trackOf, tracksOf } from "../model/tracks";
import { useLabellingText } from "../text";

interface TimelineProps {
  marks: readonly Mark[];
  hidden: ReadonlySet<string>;
  selected: string | null;
  colourOf: (name: string) => string;
  now: number;
  duration: number;
  seek: (to: number) => void;
  /** Selects a mark and goes where it is. */
  go: (mark: Mark) => void;
  removeTrack: ((id: string) => void) | undefined;
}

/** Where in the film something was said, and each track with its key frames. */
export function Timeline(props: TimelineProps) {
  const { marks, hidden, selected, colourOf, now, duration, seek, go, removeTrack } = props;
  const t = useLabellingText().film;
  const share = (time: number) => `${(100 * time) / Math.max(duration, 1)}%`;
  const look = (label: string, about: React.CSSProperties) =>
    ({ ...about, "--label": colourOf(label) }) as React.CSSProperties;
  const single = marks.filter((mark) => trackOf(mark) === "");
  const moments = [...new Set(single.map(momentOf))].sort((a, b) => a - b);
  const scrub = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (event.buttons === 0) return;
    const edge = event.currentTarget.getBoundingClientRect();
    seek(((event.clientX - edge.left) / edge.width) * duration);
  };
  const head = <i className="lab-playhead" style={{ left: share(now) }} />;
  return (
    <div className="lab-timeline">
      <span className="lab-lane-name faint">{t.frames}</span>
      <div className="lab-moments" onPointerDown={scrub} onPointerMove={scrub} data-testid="timeline">
        {moments.map((each) => {
          const first = single.find((mark) => momentOf(mark) === each && !hidden.has(mark.key));
          return (
            <button
              key={each}
              type="button"
              className="lab-moment"
              style={look(first?.label ?? "", { left: share(each) })}
              aria-label={shortClock(each, 2)}
              onPointerDown={(event) => event.stopPropagation()}
              onClick={() => seek(each)}
              data-testid="moment"
            />
          );
        })}
        {head}
      </div>
      <i />
      {tracksOf(marks).map(({ id, keys }) => {
        const [first, last] = [keys[0] as Mark, keys.at(-1) as Mark];
        const isOn = keys.some((mark) => mark.key === selected);
        return (
          <div
            key={id}
            className={`lab-lane${isOn ? " on" : ""}`}
            style={look(first.label, {})}
            data-testid="track"
          >
            <button
              type="button"
              className="lab-lane-name"
              onClick={() => go(first)}
              title={`${first.label} ${id}`}
            >
              <i className="lab-swatch" aria-hidden="true" /> <bdi>{first.label}</bdi> <small>{id}</small>
            </button>
            <div className="lab-moments" onPointerDown={scrub} onPointerMove={scrub}>
              <i
                className="lab-way"
                style={{ left: share(momentOf(first)), width: share(momentOf(last) - momentOf(first)) }}
              />
              {keys.map((mark) => (
                <button
                  key={mark.key}
                  type="button"
                  className={`lab-moment key${mark.key === selected ? " on" : ""}`}
                  style={{ left: share(momentOf(mark)) }}
                  aria-label={fill(t.keyAt, { time: shortClock(momentOf(mark), 2) })}
                  onPointerDown={(event) => event.stopPropagation()}
                  onClick={() => go(mark)}
                  data-testid="key-frame"
                />
              ))}
              {head}
            </div>
            <button
              type="button"
              className="lab-icon"
              aria-label={t.removeTrack}
              title={t.removeTrack}
              disabled={removeTrack === undefined}
              onClick={() => removeTrack?.(id)}
            >
              <DeleteOutlined />
            </button>
          </div>
        );
      })}
    </div>
  );
}
