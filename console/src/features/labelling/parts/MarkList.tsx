import {
  DeleteOutlined,
  EyeInvisibleOutlined,
  EyeOutlined,
  LockOutlined,
  UnlockOutlined,
} from "@ant-design/icons";
import { Tooltip } from "antd";
import { useEffect, useMemo, useRef } from "react";

import { fill } from "@/i18n";
import { bounds } from "../model/geometry";
import type { Mark } from "../model/marks";
import { Places } from "../model/spans";
import { shortClock } from "../model/times";
import { momentOf, TIME } from "../model/tracks";
import { isClassification, types } from "../model/types";
import { useLabellingText } from "../text";
import type { Marking } from "./useBench";

interface MarkListProps {
  marks: readonly Mark[];
  /** The text that spans point into. */
  places: string;
  colourOf: (name: string, type?: number) => string;
  type: number;
  marking: Marking;
  readOnly: boolean;
  remove: (mark: Mark) => void;
}

/** All that is said about the sample, one line each. */
export function MarkList({ marks, places, colourOf, type, marking, readOnly, remove }: MarkListProps) {
  const t = useLabellingText();
  const text = useMemo(() => new Places(places), [places]);
  const list = useRef<HTMLUListElement>(null);
  const { selected } = marking;
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  if (isClassification(type) || type === types.speechContent) return null;
  return (
    <section className="lab-marks" aria-label={t.marks}>
      <header>
        {fill(t.marksCount, { count: marks.length })}
        {marks.length > 0 && (
          <button
            type="button"
            className="lab-icon"
            aria-label={t.hideAll}
            title={`${t.hideAll} (Shift+H)`}
            onClick={() => marking.toggleHidden(marks.map(({ key }) => key))}
          >
            {marks.every(({ key }) => marking.hidden.has(key)) ? <EyeInvisibleOutlined /> : <EyeOutlined />}
          </button>
        )}
      </header>
      <ul ref={list}>
        {marks.map((mark) => (
          <li
            key={mark.key}
            className={`lab-mark${marking.hidden.has(mark.key) ? " hidden" : ""}`}
            aria-current={mark.key === selected}
            style={{ "--label": colourOf(mark.label) } as React.CSSProperties}
            data-testid="mark"
          >
            <button type="button" className="lab-mark-name" onClick={() => marking.select(mark.key)}>
              <i className="lab-swatch" aria-hidden="true" />
              <bdi>{mark.label === "" ? t.unnamed : mark.label}</bdi>
              {mark.score !== null && (
                <Tooltip title={fill(t.predicted, { score: Math.round(mark.score * 100) })}>
                  <span className="lab-score">{Math.round(mark.score * 100)} %</span>
                </Tooltip>
              )}
              <span className="lab-what" dir="auto">
                {describe(mark, marks, text)}
              </span>
            </button>
            <button
              type="button"
              className={`lab-icon${marking.hidden.has(mark.key) ? " on" : ""}`}
              aria-label={t.hide}
              onClick={() => marking.toggleHidden([mark.key])}
            >
              {marking.hidden.has(mark.key) ? <EyeInvisibleOutlined /> : <EyeOutlined />}
            </button>
            <button
              type="button"
              className={`lab-icon${marking.locked.has(mark.key) ? " on" : ""}`}
              aria-label={t.lock}
              onClick={() => marking.toggleLocked(mark.key)}
            >
              {marking.locked.has(mark.key) ? <LockOutlined /> : <UnlockOutlined />}
            </button>
            {!readOnly && (
              <button
                type="button"
                className="lab-icon"
                aria-label={t.remove}
                disabled={marking.locked.has(mark.key)}
                onClick={() => remove(mark)}
              >
                <DeleteOutlined />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function describe(mark: Mark, marks: readonly Mark[], text: Places): string {
  if (mark.shape !== null) {
    const { left, top, right, bottom } = bounds(mark.shape);
    if (mark.shape.kind === "point") return `${Math.round(left)}, ${Math.round(top)}`;
    const when = TIME in mark.rest ? `${shortClock(momentOf(mark), 2)} · ` : "";
    const size = `${when}${Math.round(right - left)} × ${Math.round(bottom - top)}`;
    return mark.shape.kind === "bndbox" ? size : `${mark.shape.points.length} · ${size}`;
  }
  if (mark.span !== null) return text.slice(...mark.span);
  if (mark.time !== null) return `${shortClock(mark.time[0])} – ${shortClock(mark.time[1])}`;
  if (mark.link !== null) {
    const ends = mark.link.map((id) => {
      const end = marks.find((each) => each.kind === "entity" && each.id === id);
      return end?.span ? text.slice(...end.span) : id;
    });
    return ends.join(" → ");
  }
  return "";
}
