import { ArrowLeftOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Select, Tag } from "antd";
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { Link, useNavigate, useParams } from "react-router";

import type { DatasetLabel } from "@/client";
import { useProjectId } from "@/features/iam";
import { Drafts, Workbench, writeLabels, type Save } from "@/features/labelling";
import { fill } from "@/i18n";
import { EmptyView, ErrorAlert, LoadingView, QueryView, useURLValue } from "@/ui";
import {
  getSample,
  roles,
  samplesQuery,
  saveSamples,
  taskQuery,
  useTeamsChanged,
  type TeamSample,
  type TeamTask,
} from "../api";
import { StripItem } from "../parts/StripItem";
import { Actions, type Mode } from "../parts/Verdict";
import "../teams.css";
import { useTeamsText } from "../text";

const filters = {
  label: { all: "", open: "__NONE__", rejected: "__REJECTED__", waiting: "__ALL__" },
  review: { notReviewed: "__UNREVIEWED__", reviewed: "__REVIEWED__", rejected: "__REJECTED__", all: "" },
  accept: {
    undecided: "__WORKFORCE_SAMPLED_UNCHECK__",
    decided: "__WORKFORCE_SAMPLED_CHECKED__",
    all: "__WORKFORCE_SAMPLED__",
  },
} as const satisfies Record<Mode, Record<string, string>>;

export default function WorkPage() {
  const { datasetId = "", taskId = "", mode = "label" } = useParams();
  const query = useQuery(taskQuery(useProjectId(), datasetId, taskId));
  const known: Mode = mode === "review" || mode === "accept" ? mode : "label";
  return (
    <QueryView query={query}>{(task) => <Work key={taskId + known} task={task} mode={known} />}</QueryView>
  );
}

/** Labelling, reviewing or accepting the samples of a team task, one after the other. */
function Work({ task, mode }: { task: TeamTask; mode: Mode }) {
  const t = useTeamsText().work;
  const projectId = useProjectId();
  const navigate = useNavigate();
  const { sampleId = "", workerId = "" } = useParams();
  const of = filters[mode] as Readonly<Record<string, string>>;
  const first = Object.keys(of)[0] ?? "all";
  const [filter, setFilter] = useURLValue("state", first);
  const mine = mode === "label" ? (task.worker_ids[0] ?? "") : "";
  const query = useQuery(
    samplesQuery(projectId, task.dataset_id, task.task_id, {
      sample_state: of[filter] ?? "",
      ...(mode === "label" && mine !== "" && !task.roles.includes(roles.owner) && { worker_id: mine }),
    }),
  );
  const samples = useMemo(() => (query.data?.samples ?? []) as TeamSample[], [query.data]);
  const at = samples.findIndex((each) => each.sample_id === sampleId && each.worker_id === workerId);
  const listed = samples[at];
  const base = `/datasets/${task.dataset_id}/team-tasks/${task.task_id}/${mode}`;
  const go = useCallback(
    (sample: TeamSample, replace = false) =>
      void navigate(
        { pathname: `${base}/${sample.sample_id}/${sample.worker_id}`, search: window.location.search },
        { replace },
      ),
    [navigate, base],
  );
  const direct = useQuery({
    queryKey: ["teams", projectId, "sample", task.task_id, sampleId, workerId],
    queryFn: () => getSample(projectId, task.dataset_id, task.task_id, sampleId, workerId),
    enabled: sampleId !== "" && listed === undefined && !query.isPending,
  });
  const sample = listed ?? (sampleId === "" ? undefined : direct.data);
  const top = samples[0];
  useEffect(() => {
    if (sampleId === "" && top !== undefined) go(top, true);
  }, [sampleId, top, go]);
  const next = samples[at + 1];
  const previous = samples[at - 1];
  const advance = useCallback(() => {
    if (next !== undefined) go(next);
  }, [next, go]);
  const home = task.roles.every((role) => role < roles.manager)
    ? "/labelling-tasks"
    : `/datasets/${task.dataset_id}/team-tasks/${task.task_id}`;
  return (
    <div className="lab-page">
      <header className="lab-header">
        <Link to={home} className="lab-back" aria-label={t.back}>
          <ArrowLeftOutlined />
        </Link>
        <h1>
          <bdi>{task.task_name}</bdi>
        </h1>
        {listed !== undefined && (
          <span className="soft" data-testid="work-count">
            {fill(t.count, { at: at + 1, total: query.data?.sample_count ?? 0 })}
          </span>
        )}
        <span className="lab-gap" />
        <Button
          type="text"
          icon={<LeftOutlined />}
          aria-label={t.previous}
          disabled={previous === undefined}
          onClick={() => previous && go(previous)}
        />
        <Button
          type="text"
          icon={<RightOutlined />}
          aria-label={t.next}
          disabled={next === undefined}
          onClick={advance}
        />
      </header>
      <div className="lab-body">
        <aside className="team-strip">
          <div className="team-strip-head">
            <Select
              aria-label={t.all}
              style={{ width: "100%" }}
              value={filter}
              onChange={(chosen: string) => setFilter(chosen === first ? "" : chosen)}
              options={Object.keys(of).map((name) => ({ value: name, label: t[name as "all"] }))}
            />
          </div>
          <ul>
            {samples.map((each) => (
              <li key={each.sample_id + each.worker_id}>
                <StripItem sample={each} on={each === listed} go={() => go(each)} task={task} mode={mode} />
              </li>
            ))}
          </ul>
        </aside>
        {query.error !== null && <ErrorAlert error={query.error} />}
        {sample !== undefined && (
          <Bench
            key={sample.sample_id + sample.worker_id}
            task={task}
            sample={sample}
            mode={mode}
            onDone={advance}
            onNext={next === undefined ? undefined : advance}
            onPrevious={previous === undefined ? undefined : () => go(previous)}
          />
        )}
        {sample === undefined && (query.isPending || direct.isFetching) && <LoadingView rows={8} />}
        {sample === undefined && direct.error !== null && <ErrorAlert error={direct.error} />}
        {sample === undefined && !query.isPending && samples.length === 0 && sampleId === "" && (
          <EmptyView title={filter === first ? t.allDone : t.none} hint={t.noneHint} />
        )}
      </div>
    </div>
  );
}

interface BenchProps {
  task: TeamTask;
  sample: TeamSample;
  mode: Mode;
  onDone(): void;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
}

/** One sample in the editor; what is changed is kept as a draft until it is handed in. */
function Bench({ task, sample, mode, onDone, onNext, onPrevious }: BenchProps) {
  const t = useTeamsText().work;
  const projectId = useProjectId();
  const changed = useTeamsChanged();
  const since = useRef(Date.now());
  const labels = useMemo<DatasetLabel[]>(() => task.label_stats ?? [], [task.label_stats]);
  const { dataset_id: datasetId, task_id: taskId, task_type: type } = task;
  const save = useCallback(
    async (revision: number, marks: Parameters<typeof writeLabels>[0], draft: boolean) => {
      const seconds = Math.min(3600, Math.round((Date.now() - since.current) / 1000));
      since.current = Date.now();
      const answer = await saveSamples(projectId, datasetId, taskId, {
        draft,
        samples: [
          {
            sample_id: sample.sample_id,
            worker_id: sample.worker_id,
            labels: writeLabels(marks, type),
            revision,
            seconds,
          },
        ],
      });
      return { revision: answer.revision ?? 0 };
    },
    [projectId, datasetId, taskId, sample.sample_id, sample.worker_id, type],
  );
  const drafts = useMemo(() => {
    const keep: Save = (_sample, change) => save(change.revision, change.content.marks, true);
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
    await save(now.revision, now.now.marks, false);
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
