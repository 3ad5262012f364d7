import { CheckOutlined, DeleteOutlined, ExportOutlined, WarningOutlined } from "@ant-design/icons";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Tooltip } from "antd";
import { useEffect, useRef, useState, type MouseEvent, type RefObject } from "react";
import { Link } from "react-router";

import { fill, useFormat } from "@/i18n";
import { isSuggestion } from "../model/marks";
import type { Drafts } from "../model/drafts";
import type { Box, Review } from "../model/review";
import { useLabellingText } from "../text";
import { Crop } from "./Crop";

interface BoxGridProps {
  datasetId: string;
  review: Review;
  drafts: Drafts;
  boxes: readonly Box[];
  focus: number;
  chosen: ReadonlySet<string>;
  width: number;
  colourOf: (name: string) => string;
  onPick: (index: number, event: MouseEvent) => void;
  onAccept: (box: Box) => void;
  onRemove: (box: Box) => void;
  onColumns: (columns: number) => void;
  onEnd: () => void;
}

const gap = 10;
const foot = 34;

/** Boxes as crops of their pictures; only what is on the screen is there. */
export function BoxGrid(props: BoxGridProps) {
  const { boxes, focus, width: wanted, onColumns, onEnd } = props;
  const t = useLabellingText().boxes;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const columns = Math.max(1, Math.floor((width + gap) / (wanted + gap)));
  const tile = (width - gap * (columns - 1)) / columns;
  const height = Math.round(tile) + foot + gap;
  const rows = Math.ceil(boxes.length / columns);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 2,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => onColumns(columns), [onColumns, columns]);
  const row = Math.floor(focus / columns);
  useEffect(() => {
    if (focus >= 0) virtual.scrollToIndex(row, { align: "auto" });
  }, [virtual, row, focus]);
  const shown = virtual.getVirtualItems();
  const isEnd = (shown.at(-1)?.index ?? 0) >= rows - 3;
  useEffect(() => {
    if (isEnd) onEnd();
  }, [isEnd, onEnd, boxes.length]);
  return (
    <div
      ref={box}
      className="box-grid"
      role="listbox"
      aria-label={t.title}
      aria-multiselectable="true"
      aria-activedescendant={boxes[focus] === undefined ? undefined : `box-${boxes[focus].key}`}
      tabIndex={0}
      data-testid="boxes"
      data-count={boxes.length}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {shown.map((line) => (
          <div
            key={line.key}
            role="presentation"
            className="box-line"
            style={{
              height: line.size - gap,
              transform: `translateY(${line.start}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {boxes.slice(line.index * columns, (line.index + 1) * columns).map((one, at) => (
              <Tile key={one.key} {...props} box={one} index={line.index * columns + at} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function Tile(props: BoxGridProps & { box: Box; index: number }) {
  const { datasetId, review, drafts, box, index, focus, chosen, colourOf, onPick, onAccept, onRemove } =
    props;
  const t = useLabellingText();
  const format = useFormat();
  const state = review.stateOf(box);
  const mark = review.markOf(box) ?? review.lastMarkOf(box);
  const draft = drafts.get(box.sampleId);
  if (mark === undefined || draft === undefined) return null;
  const trouble = draft.saving === "failed" || draft.saving === "conflict" ? draft.saving : null;
  const { sample } = draft;
  const colour = colourOf(mark.label);
  const isChosen = chosen.has(box.key);
  const name = fill(t.boxes.name, { label: mark.label, sample: sample.sample_name });
  return (
    <div
      id={`box-${box.key}`}
      role="option"
      aria-selected={isChosen}
      aria-label={name}
      className={`box-tile ${state}${index === focus ? " focused" : ""}${isChosen ? " chosen" : ""}`}
      onClick={(event) => onPick(index, event)}
      data-testid={`box-${index}`}
      data-state={state}
      data-saving={draft.saving}
    >
      <Crop sample={sample} mark={mark} colour={colour} />
      <span className="box-tools">
        <button
          type="button"
          tabIndex={-1}
          aria-label={t.boxes.accept}
          title={t.boxes.accept}
          onClick={(event) => {
            event.stopPropagation();
            onAccept(box);
          }}
          data-testid={`accept-${index}`}
        >
          <CheckOutlined />
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-label={t.boxes.remove}
          title={t.boxes.remove}
          onClick={(event) => {
            event.stopPropagation();
            onRemove(box);
          }}
          data-testid={`remove-${index}`}
        >
          <DeleteOutlined />
        </button>
        <Link
          to={`/datasets/${datasetId}/label/${box.sampleId}`}
          target="_blank"
          tabIndex={-1}
          aria-label={t.boxes.open}
          title={t.boxes.open}
          onClick={(event) => event.stopPropagation()}
        >
          <ExportOutlined />
        </Link>
      </span>
      <span className="box-foot">
        <i className="lab-swatch" style={{ "--label": colour } as React.CSSProperties} aria-hidden="true" />
        <bdi className="box-name">{mark.label}</bdi>
        {isSuggestion(mark) && <span className="box-score">{format.percent(mark.score ?? 0)}</span>}
        {state === "accepted" && <CheckOutlined aria-label={t.boxes.marks.accepted} className="box-yes" />}
        {state === "removed" && <DeleteOutlined aria-label={t.boxes.marks.removed} className="box-no" />}
        {trouble !== null && (
          <Tooltip title={draft.problem?.message ?? t.boxes.marks[trouble]}>
            <WarningOutlined aria-label={t.boxes.marks[trouble]} className="box-no" />
          </Tooltip>
        )}
      </span>
    </div>
  );
}

function useWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(960);
  useEffect(() => {
    const element = box.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}
