import { Tag } from "antd";
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";

import type { DatasetLabel } from "@/client";
import { useProjectId } from "@/features/iam";
import { Drafts, metadataOf, Workbench, writeLabels, type Change, type Save } from "@/features/labelling";
import { getSample, saveSamples, useTeamsChanged, type TeamSample, type TeamTask } from "../api";
import { useTeamsText } from "../text";
import { Actions, type Mode } from "./Verdict";

interface BenchProps {
  task: TeamTask;
  sample: TeamSample;
  mode: Mode;
  onDone(): void;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
}

/** One sample in the editor; what is changed is kept as a draft until it is handed in. */
export function Bench({ task, sample, mode, onDone, onNext, onPrevious }: BenchProps) {
  const t = useTeamsText().work;
  const projectId = useProjectId();
  const changed = useTeamsChanged();
  const since = useRef(Date.now());
  const labels = useMemo<DatasetLabel[]>(() => task.label_stats ?? [], [task.label_stats]);
  const { dataset_id: datasetId, task_id: taskId, task_type: type } = task;
  const save = useCallback(
    async (change: Change, draft: boolean) => {
      const metadata = metadataOf(change);
      const seconds = Math.min(3600, Math.round((Date.now() - since.current) / 1000));
      since.current = Date.now();
      const answer = await saveSamples(projectId, datasetId, taskId, {
        draft,
        samples: [
          {
            sample_id: sample.sample_id,
            worker_id: sample.worker_id,
            labels: writeLabels(change.content.marks, type),
            revision: change.revision,
            seconds,
            ...(metadata !== null && { metadata }),
          },
        ],
      });
      return { revision: answer.revision ?? 0 };
    },
    [projectId, datasetId, taskId, sample.sample_id, sample.worker_id, type],
  );
  const drafts = useMemo(() => {
    const keep: Save = (_sample, change) => save(change, true);
    return new Drafts(type, keep);
  }, [type, save]);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(sample.sample_id));
  const readOnly = mode !== "label" || sample.closed === true;
  const refresh = useCallback(
    () => getSample(projectId, datasetId, taskId, sample.sample_id, sample.worker_id),
    [projectId, datasetId, taskId, sample.sample_id, sample.worker_id],
  );
  const submit = useCallback(async () => {
    await drafts.flush(sample.sample_id);
    const now = drafts.get(sample.sample_id);
    if (now === undefined || now.saving === "conflict" || now.saving === "failed") return;
    // Hardness and comment are kept by now, with the draft.
    await save({ content: now.now, before: now.now, revision: now.revision }, false);
    changed();
    onDone();
  }, [drafts, sample.sample_id, save, changed, onDone]);
  useEffect(() => {
    // What is not kept yet is kept when the sample is left.
    return () => void drafts.flush(sample.sample_id);
  }, [drafts, sample.sample_id]);
  return (
    <Workbench
      type={type}
      sample={sample}
      labels={labels}
      drafts={drafts}
      refresh={refresh}
      onNext={onNext === undefined ? undefined : () => onNext()}
      onPrevious={onPrevious}
      readOnly={readOnly}
      actions={
        <>
          <Actions
            task={task}
            sample={sample}
            mode={mode}
            hasMarks={(draft?.now.marks.length ?? 0) > 0}
            submit={submit}
            onDone={onDone}
          />
          {!readOnly && draft !== undefined && draft.saving !== "saved" && (
            <Tag data-testid="draft-state">{t.saving[draft.saving]}</Tag>
          )}
        </>
      }
    />
  );
}
