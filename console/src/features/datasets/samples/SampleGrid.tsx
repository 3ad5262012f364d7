import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type RefObject } from "react";

import type { DataKind } from "../kinds";
import { Row, Tile } from "./Tile";
import type { Selection } from "./useSelection";
import type { SampleWindow } from "./useSamples";

interface SampleGridProps {
  datasetId: string;
  data: DataKind;
  list: SampleWindow;
  selection: Selection;
  /** The first place shown and how many there are from it on. */
  start: number;
  count: number;
  label: string;
  colour(name: string): string;
  /** Where a small picture of a sample is. */
  small(sampleId: string): string;
  onWindow(from: number, to: number): void;
  onOpen(index: number): void;
}

const gap = 12;
const tileWidth = 190;
const tileFoot = 62;
const rowHeight = 66;

/** Samples as tiles or rows; only what is on the screen is there, and only its pages are asked for. */
export function SampleGrid(props: SampleGridProps) {
  const { datasetId, data, list, selection, start, count, label, colour, small, onWindow, onOpen } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const tiled = data === "image" || data === "video";
  const columns = tiled ? Math.max(2, Math.floor((width + gap) / (tileWidth + gap))) : 1;
  const tile = (width - gap * (columns - 1)) / columns;
  const height = tiled ? Math.round(tile * 0.75) + tileFoot + gap : rowHeight;
  const rows = Math.ceil(count / columns);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 2,
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  useEffect(() => {
    box.current?.scrollTo({ top: 0 });
  }, [start]);

  const shown = virtual.getVirtualItems();
  const first = start + (shown[0]?.index ?? 0) * columns;
  const last = start + Math.min(count, ((shown[shown.length - 1]?.index ?? 0) + 1) * columns) - 1;
  useEffect(() => onWindow(first, Math.max(first, last)), [onWindow, first, last]);

  const View = tiled ? Tile : Row;
  return (
    <div
      ref={box}
      className={tiled ? "sample-box" : "sample-box sample-list"}
      role="list"
      aria-label={label}
      tabIndex={0}
      data-testid="samples"
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {shown.map((row) => (
          <div
            key={row.key}
            className="sample-line"
            style={{
              height: row.size - (tiled ? gap : 0),
              transform: `translateY(${row.start}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(columns, count - row.index * columns) }, (_none, at) => {
              const index = start + row.index * columns + at;
              const sample = list.at(index);
              return (
                <div role="listitem" key={sample?.sample_id ?? index} className="sample-cell">
                  <View
                    datasetId={datasetId}
                    sample={sample}
                    data={data}
                    chosen={sample !== undefined && selection.has(sample)}
                    colour={colour}
                    small={sample === undefined ? "" : small(sample.sample_id)}
                    onOpen={() => onOpen(index)}
                    onToggle={(extend) => sample !== undefined && selection.toggle(index, sample, extend)}
                  />
                </div>
              );
            })}
          </div>
        ))}
      </div>
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
