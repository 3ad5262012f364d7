import { ArrowLeftOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Segmented, Select, type RefSelectProps } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useParams } from "react-router";

import type { DatasetLabel } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { EmptyView, ErrorAlert, LoadingView, QueryView, useURLPatch, useURLValue } from "@/ui";
import { datasetQuery, getSample, labelKeys, labelsQuery } from "../api";
import type { Draft } from "../model/drafts";
import { Review, type Box } from "../model/review";
import { isDrawn, types } from "../model/types";
import { useLabelColours } from "../parts/colours";
import { ConflictDialog } from "../parts/ConflictDialog";
import "../parts/labelling.css";
import { usePreference } from "../parts/useBench";
import { savedSample, useDrafts } from "../pages/useDrafts";
import { useQueue } from "../pages/useQueue";
import { useLabellingText } from "../text";
import "./boxes.css";
import { BoxGrid } from "./BoxGrid";
import { ReviewBar } from "./ReviewBar";
import { useChosen } from "./useChosen";
import { useReviewKeys } from "./useReviewKeys";

const widths = { small: 110, medium: 170, large: 260 } as const;
type Width = keyof typeof widths;
type Which = "all" | "confirm";

/** The boxes of one label over many samples, to be looked through quickly. */
export default function ReviewPage() {
  const { id = "" } = useParams();
  const t = useLabellingText().boxes;
  const projectId = useProjectId();
  const dataset = useQuery(datasetQuery(projectId, id));
  const labels = useQuery(labelsQuery(projectId, id));
  const [wanted] = useURLValue("label");
  const [which] = useURLValue("state", "all");
  return (
    <QueryView query={dataset}>
      {({ dataset_name: name, dataset_type: type }) => (
        <QueryView query={labels}>
          {(list) => {
            const label = wanted === "" ? (list.labels[0]?.name ?? "") : wanted;
            const chosen: Which = which === "confirm" ? "confirm" : "all";
            if (!isDrawn(type) || type === types.video) return <EmptyView title={t.notHere} />;
            return (
              <Reviewing
                key={`${id} ${chosen} ${label}`}
                datasetId={id}
                name={name}
                type={type}
                labels={list.labels}
                label={label}
                which={chosen}
              />
            );
          }}
        </QueryView>
      )}
    </QueryView>
  );
}

interface ReviewingProps {
  datasetId: string;
  name: string;
  type: number;
  labels: readonly DatasetLabel[];
  label: string;
  which: Which;
}

function Reviewing(props: ReviewingProps) {
  const { datasetId, name, type, labels, label, which } = props;
  const t = useLabellingText();
  const format = useFormat();
  const projectId = useProjectId();
  const patch = useURLPatch();
  const client = useQueryClient();
  const colourOf = useLabelColours(labels);
  const [width, setWidth] = usePreference<Width>("crops", "medium");
  const state = which === "confirm" ? "__AUTO_ANNOTATION__" : "";
  const queue = useQueue(projectId, datasetId, { state, label, conditions: "" });
  const { samples, more, update } = queue;
  const onSaved = useCallback(
    (draft: Draft) => {
      update(savedSample(draft, type));
      void client.invalidateQueries({ queryKey: [...labelKeys(projectId, datasetId).all, "stats"] });
      void client.invalidateQueries({ queryKey: ["datasets"] });
    },
    [update, type, client, projectId, datasetId],
  );
  const drafts = useDrafts(projectId, datasetId, type, onSaved);
  const review = useMemo(() => new Review(label, drafts), [label, drafts]);
  const [, setRound] = useState(0);
  const again = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => drafts.subscribe(again), [drafts, again]);
  useEffect(() => {
    review.take(samples);
    again();
  }, [review, samples, again]);

  const chosen = useChosen(review);
  const { boxes } = review;
  const act = (what: () => void) => {
    what();
    again();
  };
  const decide = (what: (these: readonly Box[]) => void) => {
    const these = chosen.these();
    if (these.length === 0) return;
    act(() => what(these));
    chosen.next();
  };
  const accept = () => decide((these) => review.accept(these));
  const remove = () => decide((these) => review.remove(these));
  const relabel = (to: string) => decide((these) => review.relabel(these, to));
  const [finding, setFinding] = useState(false);
  const finder = useRef<RefSelectProps>(null);
  const find = () => {
    setFinding(true);
    finder.current?.focus();
  };
  useReviewKeys({ labels, chosen, accept, remove, relabel, find, review, act });

  const loading = useRef(false);
  const { hasMore } = queue;
  const onEnd = useCallback(() => {
    if (!hasMore || loading.current) return;
    loading.current = true;
    // What is not saved yet would make the next page begin at another place.
    void review
      .flush()
      .then(more)
      .finally(() => (loading.current = false));
  }, [hasMore, review, more]);
  // Samples without such a box do not fill a page.
  useEffect(() => {
    if (!queue.loading && boxes.length === 0) onEnd();
  }, [queue.loading, boxes.length, samples.length, onEnd]);

  const leave = async (about: Record<string, string>) => {
    await review.flush();
    if (drafts.trouble() === "") patch(about);
    else again();
  };
  const conflict = drafts.all().find(({ saving }) => saving === "conflict");
  const unsaved = drafts.all().filter(({ saving }) => saving !== "saved").length;
  const options = labels.map((one) => ({ value: one.name, label: one.name }));
  return (
    <div className="lab-page">
      <header className="lab-header box-header">
        <Link to={`/datasets/${datasetId}`} className="lab-back" aria-label={t.back}>
          <ArrowLeftOutlined />
        </Link>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <Select
          size="small"
          showSearch
          className="box-select"
          aria-label={t.boxes.label}
          value={label}
          options={options}
          onChange={(value) => void leave({ label: value })}
          data-testid="review-label"
        />
        <Segmented<Which>
          size="small"
          aria-label={t.boxes.which}
          value={which}
          onChange={(value) => void leave({ state: value === "all" ? "" : value })}
          options={(["all", "confirm"] as const).map((value) => ({ value, label: t.boxes.states[value] }))}
        />
        <span className="lab-saving" role="status" data-testid="saving" data-unsaved={unsaved}>
          {unsaved === 0 ? t.saving.saved : fill(t.boxes.unsaved, { count: format.number(unsaved) })}
          {drafts.trouble() !== "" && (
            <Button size="small" onClick={() => void review.flush()}>
              {t.saving.retry}
            </Button>
          )}
        </span>
        <span className="lab-gap" />
        <Segmented<Width>
          size="small"
          aria-label={t.boxes.size}
          value={width}
          onChange={setWidth}
          options={(["small", "medium", "large"] as const).map((value) => ({
            value,
            label: t.boxes.sizes[value],
          }))}
        />
        <Button
          type="text"
          icon={<UndoOutlined />}
          aria-label={t.undo}
          title={`${t.undo} (Ctrl+Z)`}
          disabled={!review.canUndo}
          onClick={() => act(() => review.undo())}
          data-testid="undo"
        />
        <Button
          type="text"
          icon={<RedoOutlined />}
          aria-label={t.redo}
          title={`${t.redo} (Ctrl+Shift+Z)`}
          disabled={!review.canRedo}
          onClick={() => act(() => review.redo())}
          data-testid="redo"
        />
      </header>
      <ReviewBar
        chosen={chosen}
        counts={fill(t.boxes.counts, {
          boxes: format.number(boxes.length),
          samples: format.number(samples.length),
          total: format.number(queue.total),
        })}
        options={options.filter(({ value }) => value !== label)}
        finding={finding}
        setFinding={setFinding}
        finder={finder}
        accept={accept}
        remove={remove}
        relabel={relabel}
      />
      {queue.error !== null && <ErrorAlert error={queue.error} />}
      {boxes.length === 0 && (queue.loading || hasMore) && queue.error === null && <LoadingView rows={6} />}
      {boxes.length === 0 && !queue.loading && !hasMore && queue.error === null && (
        <EmptyView title={t.boxes.nothing} hint={t.boxes.nothingHint} />
      )}
      {boxes.length > 0 && (
        <BoxGrid
          datasetId={datasetId}
          review={review}
          drafts={drafts}
          boxes={boxes}
          focus={chosen.focus}
          chosen={chosen.keys}
          width={widths[width]}
          colourOf={colourOf}
          onPick={chosen.pick}
          onAccept={(box) => act(() => review.accept([box]))}
          onRemove={(box) => act(() => review.remove([box]))}
          onColumns={chosen.setColumns}
          onEnd={onEnd}
        />
      )}
      <p className="box-hint">{t.boxes.hint}</p>
      {conflict !== undefined && (
        <ConflictDialog
          type={type}
          draft={conflict}
          drafts={drafts}
          refresh={() =>
            getSample(projectId, datasetId, conflict.sample.sample_id).then((there) => {
              update(there);
              return there;
            })
          }
          colourOf={colourOf}
        />
      )}
    </div>
  );
}
