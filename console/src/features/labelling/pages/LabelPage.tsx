import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useCallback, useEffect, useState } from "react";
import { useLocation, useNavigate, useParams } from "react-router";

import type { DatasetLabel, Sample } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import {
  EmptyView,
  ErrorAlert,
  LoadingView,
  QueryView,
  useFail,
  labelColours,
  useURLPatch,
  useURLValue,
} from "@/ui";
import { createLabel, datasetQuery, getSample, labelKeys, labelsQuery, statsQuery } from "../api";
import type { Draft } from "../model/drafts";
import { types } from "../model/types";
import { usePreference } from "../parts/useBench";
import { copyOf } from "../parts/useBenchKeys";
import { Workbench } from "../parts/Workbench";
import { useLabellingText } from "../text";
import { HistoryDrawer } from "./HistoryDrawer";
import { Header } from "./Header";
import { Strip, statesOf, type StateFilter } from "./Strip";
import { savedSample, useDrafts } from "./useDrafts";
import { useQueue } from "./useQueue";

/** Labelling the samples of a dataset, one after the other. */
export default function LabelPage() {
  const { id = "" } = useParams();
  const projectId = useProjectId();
  const dataset = useQuery(datasetQuery(projectId, id));
  const labels = useQuery(labelsQuery(projectId, id));
  return (
    <QueryView query={dataset}>
      {(found) => (
        <QueryView query={labels}>
          {(list) => (
            <Labelling
              key={id}
              datasetId={id}
              name={found.dataset_name}
              type={found.dataset_type}
              labels={list.labels}
            />
          )}
        </QueryView>
      )}
    </QueryView>
  );
}

interface LabellingProps {
  datasetId: string;
  name: string;
  type: number;
  labels: readonly DatasetLabel[];
}

function Labelling({ datasetId, name, type, labels }: LabellingProps) {
  const t = useLabellingText();
  const projectId = useProjectId();
  const { sampleId = "" } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const fail = useFail();
  const patch = useURLPatch();
  const [history, setHistory] = useState(false);
  const [wide, setWide] = usePreference("wide", false);
  const [state] = useURLValue("state", "all");
  const [label] = useURLValue("label");
  const [conditions] = useURLValue("conditions");
  const filter: StateFilter = state in statesOf ? (state as StateFilter) : "all";
  const queue = useQueue(projectId, datasetId, { state: statesOf[filter], label, conditions });
  const { update } = queue;

  const onSaved = useCallback(
    (draft: Draft) => {
      update(savedSample(draft, type));
      void client.invalidateQueries({ queryKey: [...labelKeys(projectId, datasetId).all, "stats"] });
      void client.invalidateQueries({ queryKey: ["datasets"] });
    },
    [update, type, client, projectId, datasetId],
  );
  const drafts = useDrafts(projectId, datasetId, type, onSaved);
  const stats = useQuery(statsQuery(projectId, datasetId));
  const go = useCallback(
    (id: string) => void navigate({ pathname: `/datasets/${datasetId}/label/${id}`, search }),
    [navigate, datasetId, search],
  );

  const at = queue.samples.findIndex((sample) => sample.sample_id === sampleId);
  const listed = queue.samples[at];
  const direct = useQuery({
    queryKey: [...labelKeys(projectId, datasetId).all, "sample", sampleId],
    queryFn: () => getSample(projectId, datasetId, sampleId),
    enabled: sampleId !== "" && listed === undefined && !queue.loading,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const sample = listed ?? (sampleId === "" ? undefined : direct.data);
  const first = queue.samples[0]?.sample_id;
  useEffect(() => {
    if (sampleId === "" && first !== undefined) {
      void navigate({ pathname: `/datasets/${datasetId}/label/${first}`, search }, { replace: true });
    }
  }, [sampleId, first, navigate, datasetId, search]);

  const next = queue.samples[at + 1];
  useEffect(() => {
    // The next picture comes while this one is worked on.
    if (next?.sample_type === 0 && next.source) new Image().src = next.source;
  }, [next]);
  const onNext = useCallback(
    ({ withMarks }: { withMarks: boolean }) => {
      const open = (following: Sample) => {
        const marks = drafts.get(sampleId)?.now.marks ?? [];
        if (withMarks) {
          const draft = drafts.open(following);
          drafts.edit(following.sample_id, {
            marks: [...draft.now.marks, ...copyOf(marks, draft.now.marks)],
          });
        }
        go(following.sample_id);
      };
      if (next !== undefined) open(next);
      else if (queue.hasMore) void queue.more().then(([fresh]) => fresh && open(fresh));
      else void drafts.flush(sampleId);
    },
    [drafts, sampleId, next, queue, go],
  );
  const before = queue.samples[at - 1];
  const onPrevious = useCallback(() => {
    if (before !== undefined) go(before.sample_id);
  }, [before, go]);
  const refresh = useCallback(
    () => getSample(projectId, datasetId, sampleId),
    [projectId, datasetId, sampleId],
  );
  const create = useCallback(
    async (wanted: string): Promise<DatasetLabel | null> => {
      const made = {
        name: wanted,
        colour: labelColours[labels.length % labelColours.length] ?? "",
        type: type === types.textTriplet ? types.tripletEntity : null,
      };
      try {
        await createLabel(projectId, datasetId, made);
      } catch (problem) {
        fail(problem);
        return null;
      }
      await client.invalidateQueries({ queryKey: labelKeys(projectId, datasetId).labels });
      return { name: wanted, type: made.type ?? type, property: { "@modelarts:color": made.colour } };
    },
    [projectId, datasetId, type, labels.length, client, fail],
  );

  return (
    <div className={wide ? "lab-page wide" : "lab-page"}>
      <Header
        datasetId={datasetId}
        name={name}
        drafts={drafts}
        sampleId={sampleId}
        wide={wide}
        setWide={setWide}
        onHistory={() => setHistory(true)}
        stats={stats.data?.sample_stats}
        onNext={next !== undefined || queue.hasMore ? () => onNext({ withMarks: false }) : undefined}
        onPrevious={before === undefined ? undefined : onPrevious}
      />
      <HistoryDrawer
        datasetId={datasetId}
        sampleId={sampleId}
        drafts={drafts}
        open={history}
        onClose={() => setHistory(false)}
        onRestored={update}
      />
      <div className="lab-body">
        <Strip
          type={type}
          queue={queue}
          current={sampleId}
          go={(chosen) => go(chosen.sample_id)}
          filter={filter}
          setFilter={(value) => patch({ state: value === "all" ? "" : value })}
          label={label}
          setLabel={(value) => patch({ label: value })}
          labels={labels}
          draftOf={(id) => drafts.get(id)}
          error={queue.error === null ? null : <ErrorAlert error={queue.error} />}
        />
        {sample !== undefined && (
          <Workbench
            type={type}
            sample={sample}
            labels={labels}
            drafts={drafts}
            refresh={refresh}
            createLabel={create}
            onNext={onNext}
            onPrevious={onPrevious}
          />
        )}
        {sample === undefined && queue.loading && <LoadingView rows={8} />}
        {sample === undefined && direct.error !== null && <ErrorAlert error={direct.error} />}
        {sample === undefined && !queue.loading && queue.samples.length === 0 && sampleId === "" && (
          <EmptyView
            title={filter === "open" ? t.strip.allDone : t.strip.none}
            hint={fill(t.noneHint, { name })}
            action={
              filter !== "all" || label !== "" ? (
                <Button onClick={() => patch({ state: "", label: "" })}>{t.strip.showAll}</Button>
              ) : undefined
            }
          />
        )}
      </div>
    </div>
  );
}
