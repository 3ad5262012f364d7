import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, type Ref, type UIEvent } from "react";

import type { LogLine } from "@/client";
import { fill, useFormat } from "@/i18n";
import { useUIText } from "../text";
import { hitsIn, visible, type Row } from "./lines";

const rowHeight = 20;

interface LogRowsProps {
  rows: readonly Row[];
  wrap: boolean;
  wanted: string;
  /** The line to show, by its offset; a new object asks anew. */
  target: { offset: number } | null;
  /** Stay at the end when lines are added. */
  sticky: boolean;
  label: string;
  onSticky(sticky: boolean): void;
  onTop(): void;
  onBottom(): void;
}

/** Draws the rows in sight only. */
export function LogRows(props: LogRowsProps) {
  const { rows, wrap, wanted, target, sticky, label, onSticky, onTop, onBottom } = props;
  const box = useRef<HTMLDivElement>(null);
  const anchor = useRef<{ offset: number; within: number } | null>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 30,
    getItemKey: (index) => rows[index]?.line.offset ?? index,
    initialRect: { width: 1000, height: 600 },
  });
  const first = rows[0]?.line.offset;
  const before = useRef(first);

  // Rows added above must not move what is being read.
  useLayoutEffect(() => {
    const was = before.current;
    before.current = first;
    const held = anchor.current;
    if (was === undefined || first === undefined || first >= was || held === null) return;
    const index = rows.findIndex((row) => row.line.offset === held.offset);
    if (index > 0) list.scrollToOffset(index * rowHeight + held.within);
  }, [first, rows, list]);

  useEffect(() => {
    if (sticky && rows.length > 0) list.scrollToIndex(rows.length - 1, { align: "end" });
  }, [sticky, rows, list]);

  useEffect(() => {
    if (target === null) return;
    const after = rows.findIndex((row) => row.line.offset > target.offset);
    const index = after === -1 ? rows.length - 1 : after - 1;
    if (index >= 0) list.scrollToIndex(index, { align: "center" });
    // Only a new target moves the page, not every line that comes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [target]);

  const onScroll = useCallback(
    ({ currentTarget: element }: UIEvent<HTMLElement>) => {
      const top = Math.floor(element.scrollTop / rowHeight);
      const row = rows[top];
      anchor.current = row ? { offset: row.line.offset, within: element.scrollTop % rowHeight } : null;
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      onSticky(left < 24);
      if (element.scrollTop < 400) onTop();
      if (left < 400) onBottom();
    },
    [rows, onSticky, onTop, onBottom],
  );

  return (
    <div
      className={wrap ? "log-box log-wrap" : "log-box"}
      ref={box}
      onScroll={onScroll}
      tabIndex={0}
      role="log"
      aria-label={label}
      aria-live="off"
      data-testid="log"
    >
      <div className="log-canvas" style={{ height: list.getTotalSize() }}>
        <div style={{ transform: `translateY(${list.getVirtualItems()[0]?.start ?? 0}px)` }}>
          {list.getVirtualItems().map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <LogRow
                key={key}
                row={row}
                index={index}
                wanted={wanted}
                current={target !== null && holds(row.line, target.offset)}
                measure={wrap ? list.measureElement : undefined}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

const holds = (line: LogLine, offset: number) => line.offset <= offset && offset < line.next_offset;

interface LogRowProps {
  row: Row;
  index: number;
  wanted: string;
  current: boolean;
  measure: Ref<HTMLDivElement> | undefined;
}

function LogRow({ row: { line, repeats }, index, wanted, current, measure }: LogRowProps) {
  const t = useUIText().log;
  const format = useFormat();
  const names = ["log-row", `log-${line.level}`];
  if (line.source === "platform") names.push("log-platform");
  if (current) names.push("log-current");
  return (
    <div className={names.join(" ")} data-index={index} {...(measure !== undefined && { ref: measure })}>
      {repeats > 1 && (
        <span className="log-repeats" title={fill(t.repeatsTitle, { count: format.number(repeats) })}>
          {fill(t.repeats, { count: format.number(repeats) })}
        </span>
      )}
      <Marked text={visible(line.text)} wanted={wanted} />
      {line.truncated && <span className="faint">…</span>}
    </div>
  );
}

function Marked({ text, wanted }: { text: string; wanted: string }) {
  const hits = hitsIn(text, wanted);
  if (hits.length === 0) return <>{text === "" ? " " : text}</>;
  const ends = [0, ...hits.map((at) => at + wanted.length)];
  return (
    <>
      {hits.map((at, index) => (
        <span key={at}>
          {text.slice(ends[index], at)}
          <mark>{text.slice(at, at + wanted.length)}</mark>
        </span>
      ))}
      {text.slice(ends[ends.length - 1])}
    </>
  );
}
