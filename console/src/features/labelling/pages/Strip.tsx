import {
  AudioOutlined,
  CheckOutlined,
  ExclamationOutlined,
  FileOutlined,
  QuestionOutlined,
  ReloadOutlined,
  VideoCameraOutlined,
  WarningFilled,
} from "@ant-design/icons";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button, Segmented, Select } from "antd";
import { useEffect, useRef } from "react";

import type { DatasetLabel, Sample } from "@/client";
import { fill, useFormat } from "@/i18n";
import { EmptyView, LoadingView } from "@/ui";
import type { Draft } from "../model/drafts";
import { mediumOf } from "../model/types";
import { useLabellingText } from "../text";
import type { Queue } from "./useQueue";

export type StateFilter = "all" | "open" | "done" | "confirm";

/** What the API calls the states that the strip is filtered by. */
export const statesOf: Readonly<Record<StateFilter, string>> = {
  all: "",
  open: "UN_ANNOTATION",
  done: "MANUAL_ANNOTATION",
  confirm: "AUTO_ANNOTATION",
};

interface StripProps {
  type: number;
  queue: Queue;
  current: string;
  go: (sample: Sample) => void;
  filter: StateFilter;
  setFilter: (filter: StateFilter) => void;
  label: string;
  setLabel: (label: string) => void;
  labels: readonly DatasetLabel[];
  draftOf: (id: string) => Draft | undefined;
  error: React.ReactNode;
}

/** The samples that can be worked on, in their order; only those in sight are on the page. */
export function Strip(props: StripProps) {
  const { type, queue, current, go, filter, setFilter, label, setLabel, labels, draftOf, error } = props;
  const t = useLabellingText();
  const format = useFormat();
  const box = useRef<HTMLDivElement>(null);
  const isImage = mediumOf(type) === "image";
  const rows = useVirtualizer({
    count: queue.samples.length,
    getScrollElement: () => box.current,
    estimateSize: () => (isImage ? 104 : 62),
    overscan: 6,
  });
  const at = queue.samples.findIndex((sample) => sample.sample_id === current);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: "auto" });
  }, [at, rows]);
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, more, loading } = queue;
  useEffect(() => {
    if (!loading && hasMore && last >= queue.samples.length - 10) void more();
  }, [last, hasMore, loading, more, queue.samples.length]);

  return (
    <nav className="lab-strip" aria-label={t.strip.title}>
      <div className="lab-strip-head">
        <Segmented<StateFilter>
          size="small"
          block
          value={filter}
          onChange={setFilter}
          options={(["all", "open", "done", "confirm"] as const).map((value) => ({
            value,
            label: <span data-testid={`filter-${value}`}>{t.strip.states[value]}</span>,
          }))}
        />
        <Select
          size="small"
          allowClear
          showSearch
          value={label === "" ? null : label}
          placeholder={t.strip.anyLabel}
          aria-label={t.strip.anyLabel}
          options={labels.map(({ name }) => ({ value: name, label: name }))}
          onChange={(next: string | null | undefined) => setLabel(next ?? "")}
        />
        <div className="lab-strip-count">
          <span data-testid="strip-count">
            {at < 0
              ? format.number(queue.total)
              : fill(t.strip.place, { at: format.number(at + 1), total: format.number(queue.total) })}
          </span>
          <Button
            size="small"
            type="text"
            icon={<ReloadOutlined />}
            onClick={queue.reload}
            aria-label={t.strip.reload}
          />
        </div>
      </div>
      {error}
      <div ref={box} className="lab-strip-list">
        {loading && <LoadingView rows={5} />}
        {!loading && queue.samples.length === 0 && error === null && (
          <EmptyView title={filter === "open" ? t.strip.allDone : t.strip.none} />
        )}
        <div style={{ height: rows.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const sample = queue.samples[item.index] as Sample;
            return (
              <button
                key={sample.sample_id}
                type="button"
                className={`lab-strip-item${sample.sample_id === current ? " on" : ""}`}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                aria-current={sample.sample_id === current}
                onClick={() => go(sample)}
                data-testid="strip-item"
                data-sample={sample.sample_id}
                title={sample.sample_name}
              >
                <Face sample={sample} type={type} />
                <State sample={sample} draft={draftOf(sample.sample_id)} />
              </button>
            );
          })}
        </div>
      </div>
    </nav>
  );
}

function Face({ sample, type }: { sample: Sample; type: number }) {
  const medium = mediumOf(type);
  if (medium === "image") {
    return <img src={sample.source ?? ""} alt="" loading="lazy" decoding="async" draggable={false} />;
  }
  const text = sample.sample_data?.[0];
  if (text !== undefined) return <bdi className="lab-strip-text">{text.slice(0, 140)}</bdi>;
  const icons = { audio: <AudioOutlined />, video: <VideoCameraOutlined /> } as const;
  return (
    <span className="lab-strip-file">
      {medium === "audio" || medium === "video" ? icons[medium] : <FileOutlined />}
      <bdi>{sample.sample_name}</bdi>
    </span>
  );
}

function State({ sample, draft }: { sample: Sample; draft: Draft | undefined }) {
  const t = useLabellingText().strip;
  if (draft?.saving === "conflict" || draft?.saving === "failed") {
    return (
      <i className="lab-state bad" title={t.unsaved}>
        <WarningFilled />
      </i>
    );
  }
  if (sample.sample_status === "UN_ANNOTATION") return null;
  if (sample.sample_status === "AUTO_ANNOTATION") {
    return (
      <i className="lab-state ask" title={t.states.confirm}>
        <QuestionOutlined />
      </i>
    );
  }
  if (sample.sample_status === "REJECTED") {
    return (
      <i className="lab-state bad" title={t.rejected}>
        <ExclamationOutlined />
      </i>
    );
  }
  return (
    <i className="lab-state" title={t.states.done}>
      <CheckOutlined />
    </i>
  );
}
