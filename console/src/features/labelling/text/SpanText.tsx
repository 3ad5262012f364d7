import { useEffect, useRef, useState, type RefObject } from "react";

import type { Mark } from "../model/marks";
import { pieces, trimmed } from "../model/spans";
import { types } from "../model/types";
import { readableOn } from "../parts/colours";
import type { EditorProps } from "../parts/editor";
import { entityAt, markedText } from "./dom";
import type { useSpans } from "./useSpans";

interface SpanTextProps {
  editor: EditorProps;
  spans: ReturnType<typeof useSpans>;
  root: RefObject<HTMLDivElement | null>;
}

/** The text with what is marked in it; relations are arcs above it. */
export function SpanText({ editor, spans, root }: SpanTextProps) {
  const { colourOf, hidden, selected, select, type, readOnly } = editor;
  const { places, marked, cursor } = spans;
  const shown = spans.entities.filter((mark) => !hidden.has(mark.key));
  const ranges = shown.map((mark) => mark.span as readonly [number, number]);
  const cuts = [
    ...ranges,
    ...(marked === null ? [] : [marked]),
    ...(cursor === null ? [] : [[cursor, cursor] as const]),
  ];
  const drag = useRef<string | null>(null);
  const [line, setLine] = useState<{ from: string; x: number; y: number } | null>(null);

  const down = (event: React.PointerEvent) => {
    const entity = entityAt(event.clientX, event.clientY);
    drag.current = entity;
    // Within an entity nothing can be marked: from there a relation is drawn.
    if (entity !== null) event.preventDefault();
    else spans.clear();
  };
  const move = (event: React.PointerEvent) => {
    if (drag.current === null || type !== types.textTriplet || readOnly || event.buttons === 0) return;
    setLine({ from: drag.current, x: event.clientX, y: event.clientY });
  };
  const up = (event: React.PointerEvent) => {
    const entity = entityAt(event.clientX, event.clientY);
    const from = drag.current;
    drag.current = null;
    setLine(null);
    if (from !== null) {
      if (entity !== null && entity !== from) spans.propose(from, entity);
      else if (entity === from) {
        if (spans.begun !== null && spans.begun !== from) spans.propose(spans.begun, from);
        else select(from);
      }
      return;
    }
    const found = root.current === null ? null : markedText(root.current, places);
    if (found === null || trimmed(places, ...found) === null) return select(null);
    window.getSelection()?.removeAllRanges();
    if (!readOnly) spans.mark(...found);
  };
  return (
    <div
      ref={root}
      className="lab-text"
      dir="auto"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      data-testid="text"
      data-cursor={cursor}
    >
      {pieces(places, cuts).map((piece) => {
        const over = piece.covered.filter((at) => at < shown.length).map((at) => shown[at] as Mark);
        const isMarked = marked !== null && piece.covered.includes(ranges.length);
        const entity = over.find((mark) => mark.key === selected) ?? over.at(-1);
        const ends = entity?.span?.[1] === piece.to;
        const colour = entity === undefined ? "" : colourOf(entity.label);
        const look = {
          "--label": colour,
          "--on": colour === "" ? "" : readableOn(colour),
        } as React.CSSProperties;
        return (
          <span key={piece.from}>
            {cursor === piece.from && <i className="lab-cursor" aria-hidden="true" />}
            <span
              data-from={piece.from}
              data-to={piece.to}
              data-entity={entity?.key}
              data-label={ends ? entity?.label : undefined}
              data-testid={entity === undefined ? undefined : "entity"}
              className={classOf(
                entity,
                over.length,
                isMarked,
                entity?.key === selected,
                entity?.key === spans.begun,
                ends,
              )}
              {...(entity !== undefined && { style: look })}
            >
              {piece.text}
            </span>
          </span>
        );
      })}
      {cursor === places.length && <i className="lab-cursor" aria-hidden="true" />}
      <Arcs editor={editor} entities={shown} root={root} line={line} />
    </div>
  );
}

function classOf(
  entity: Mark | undefined,
  depth: number,
  marked: boolean,
  selected: boolean,
  begun: boolean,
  ends: boolean,
): string {
  const names = [];
  if (entity !== undefined) names.push("lab-entity");
  if (depth > 1) names.push("deep");
  if (ends) names.push("ends");
  if (marked) names.push("marked");
  if (selected) names.push("on");
  if (begun) names.push("begun");
  return names.join(" ");
}

interface ArcsProps {
  editor: EditorProps;
  entities: readonly Mark[];
  root: RefObject<HTMLDivElement | null>;
  line: { from: string; x: number; y: number } | null;
}

interface Arc {
  mark: Mark;
  path: string;
  x: number;
  y: number;
}

/** Relations, drawn where the text has come to stand. */
function Arcs({ editor, entities, root, line }: ArcsProps) {
  const { marks, hidden, colourOf, selected, select } = editor;
  const [arcs, setArcs] = useState<readonly Arc[]>([]);
  const [width, setWidth] = useState(0);
  // Effects, not layout effects: the box around this part is known only after its parts.
  const relations = marks.filter((mark) => mark.link !== null && !hidden.has(mark.key));
  const told = JSON.stringify([
    relations.map((mark) => [mark.key, mark.link, mark.label]),
    entities.map((e) => [e.id, e.span]),
  ]);

  useEffect(() => {
    const box = root.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => setWidth(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [root]);
  useEffect(() => {
    const box = root.current?.getBoundingClientRect();
    if (box === undefined) return;
    const middle = (id: string) => {
      const entity = entities.find((mark) => mark.id === id);
      const edge = root.current
        ?.querySelector(`[data-entity="${entity?.key ?? ""}"]`)
        ?.getBoundingClientRect();
      const down = (root.current?.scrollTop ?? 0) - box.top;
      return edge && { x: edge.left + edge.width / 2 - box.left, y: edge.top + down };
    };
    setArcs(
      relations.flatMap((mark) => {
        const from = middle(mark.link?.[0] ?? "");
        const to = middle(mark.link?.[1] ?? "");
        if (!from || !to) return [];
        const lift = Math.min(34, 14 + Math.abs(to.x - from.x) / 14);
        const top = Math.min(from.y, to.y) - lift;
        const path = `M${from.x},${from.y} C${from.x},${top} ${to.x},${top} ${to.x},${to.y - 3}`;
        return [{ mark, path, x: (from.x + to.x) / 2, y: (from.y + to.y + 6 * top) / 8 }];
      }),
    );
    // What is drawn depends on the relations, the entities and the width of the text alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [told, width]);

  const start = line && root.current?.querySelector(`[data-entity="${line.from}"]`)?.getBoundingClientRect();
  const box = root.current?.getBoundingClientRect();
  const down = (root.current?.scrollTop ?? 0) - (box?.top ?? 0);
  return (
    <svg className="lab-arcs" aria-hidden="true">
      <defs>
        <marker
          id="lab-arrow"
          viewBox="0 0 8 8"
          refX="6"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          orient="auto"
          markerUnits="userSpaceOnUse"
        >
          <path d="M0,0 L8,4 L0,8 z" fill="context-stroke" />
        </marker>
      </defs>
      {arcs.map(({ mark, path, x, y }) => (
        <g
          key={mark.key}
          className={`lab-arc${mark.key === selected ? " on" : ""}`}
          style={{ "--label": colourOf(mark.label) } as React.CSSProperties}
          onPointerDown={(event) => event.stopPropagation()}
          onPointerUp={(event) => event.stopPropagation()}
          onClick={() => select(mark.key)}
          data-testid="relation"
        >
          <path d={path} markerEnd="url(#lab-arrow)" />
          <text x={x} y={y - 3} textAnchor="middle">
            {mark.label}
          </text>
        </g>
      ))}
      {line !== null && start && box && (
        <path
          className="lab-arc-new"
          d={`M${start.left + start.width / 2 - box.left},${start.top + down} L${line.x - box.left},${line.y + down}`}
          markerEnd="url(#lab-arrow)"
        />
      )}
    </svg>
  );
}
