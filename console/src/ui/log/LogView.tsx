import { FileTextOutlined } from "@ant-design/icons";
import { Slider } from "antd";
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { fill, useFormat } from "@/i18n";
import { EmptyView, ErrorAlert, ErrorView, LoadingView } from "../states";
import { useUIText } from "../text";
import { rowsOf } from "./lines";
import { LogRows } from "./LogRows";
import type { LogSource } from "./store";
import { LogStore } from "./store";

export interface LogMove {
  to: "start" | "end" | number;
}

interface LogViewProps {
  source: LogSource;
  label: string;
  fold: boolean;
  wrap: boolean;
  wanted: string;
  /** Where to go; a new object asks anew. */
  move: LogMove | null;
  onFollowing(following: boolean): void;
}

// A reader who has scrolled away keeps what he reads; the rest of a busy log waits for him.
const patience = 15_000;

/** One log: follows its end, loads the rest as somebody scrolls or jumps there. */
export function LogView({ source, label, fold, wrap, wanted, move, onFollowing }: LogViewProps) {
  const t = useUIText().log;
  const store = useMemo(() => new LogStore(source), [source]);
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const [sticky, setSticky] = useState(true);
  const [target, setTarget] = useState<{ offset: number } | null>(null);
  const rows = useMemo(() => rowsOf(state.lines, fold), [state.lines, fold]);

  useEffect(() => {
    setSticky(true);
    void store.openEnd();
    return () => store.close();
  }, [store]);

  const jump = useCallback(
    async (offset: number) => {
      setSticky(false);
      const { start, end, lines } = store.snapshot();
      if (offset < start || offset >= end || lines.length === 0) await store.open(offset);
      setTarget({ offset });
    },
    [store],
  );

  useEffect(() => {
    if (move === null) return;
    if (move.to === "end") {
      setTarget(null);
      setSticky(true);
      const { following, ended, end, size } = store.snapshot();
      if (!following && !(ended && end >= size)) void store.openEnd();
    } else void jump(move.to === "start" ? 0 : move.to);
  }, [move, store, jump]);

  useEffect(() => onFollowing(state.following && sticky), [state.following, sticky, onFollowing]);
  useEffect(() => {
    if (!sticky && state.following && state.lines.length > patience) store.unfollow();
  }, [sticky, state.following, state.lines.length, store]);

  const onTop = useCallback(() => void store.earlier(), [store]);
  const onBottom = useCallback(() => {
    const { following, ended, end, size } = store.snapshot();
    if (!following && !ended && end >= size) store.follow();
    else void store.later();
  }, [store]);

  if (state.problem !== null && rows.length === 0)
    return <ErrorView error={state.problem} onRetry={() => void store.openEnd()} />;
  if (state.loading === "open" && rows.length === 0) return <LoadingView rows={8} />;
  return (
    <>
      {rows.length === 0 ? (
        <EmptyView
          icon={<FileTextOutlined />}
          title={state.size > 0 ? t.noneShown : state.ended ? t.emptyEnded : t.empty}
          hint={state.ended || state.size > 0 ? undefined : t.emptyHint}
        />
      ) : (
        <LogRows
          rows={rows}
          wrap={wrap}
          wanted={wanted}
          target={target}
          sticky={sticky}
          label={label}
          onSticky={setSticky}
          onTop={onTop}
          onBottom={onBottom}
        />
      )}
      {state.problem !== null && <ErrorAlert error={state.problem} />}
      <LogFoot state={state} onJump={(offset) => void jump(offset)} />
    </>
  );
}

function LogFoot({
  state,
  onJump,
}: {
  state: ReturnType<LogStore["snapshot"]>;
  onJump(offset: number): void;
}) {
  const t = useUIText().log;
  const format = useFormat();
  const [dragged, setDragged] = useState<number | null>(null);
  const { start, end, size, atStart, loading, broken } = state;
  if (size === 0) return null;
  const whole = atStart && end >= size;
  const words =
    loading === "earlier"
      ? t.loadingEarlier
      : broken
        ? t.broken
        : whole
          ? format.bytes(size)
          : fill(t.window, { from: format.bytes(start), to: format.bytes(end), size: format.bytes(size) });
  return (
    <div className="log-foot">
      {!whole && (
        <Slider
          className="log-slider"
          min={0}
          max={size}
          value={dragged ?? start}
          onChange={setDragged}
          onChangeComplete={(offset) => {
            setDragged(null);
            onJump(offset);
          }}
          tooltip={{ formatter: (offset) => format.bytes(offset ?? 0) }}
          ariaLabelForHandle={t.position}
        />
      )}
      <span className={broken ? "log-foot-broken" : undefined} role="status">
        {words}
      </span>
    </div>
  );
}
