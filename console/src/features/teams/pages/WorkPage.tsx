import { ArrowLeftOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Pagination, Select } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";

import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { EmptyView, ErrorAlert, LoadingView, QueryView, useURLPatch, useURLValue } from "@/ui";
import {
  getSample,
  roles,
  samplesPage,
  samplesQuery,
  taskQuery,
  type TeamSample,
  type TeamTask,
} from "../api";
import { Bench } from "../parts/Bench";
import { StripItem } from "../parts/StripItem";
import type { Mode } from "../parts/Verdict";
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
  const [filter] = useURLValue("state", first);
  const [label] = useURLValue("label");
  const [pageText] = useURLValue("page", "1");
  const page = Math.max(1, Math.floor(Number(pageText)) || 1);
  const patch = useURLPatch();
  const mine = mode === "label" ? (task.worker_ids[0] ?? "") : "";
  const query = useQuery(
    samplesQuery(projectId, task.dataset_id, task.task_id, {
      sample_state: of[filter] ?? "",
      ...(label !== "" && { label_name: label }),
      offset: page - 1,
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
  const total = query.data?.sample_count ?? 0;
  const pages = Math.ceil(total / samplesPage);
  // Of another page the first sample is opened, or the last one for who came back, as soon as it is there.
  const [entering, setEntering] = useState<{ page: number; at: "first" | "last" } | null>(null);
  const settled = !query.isPending && !query.isPlaceholderData;
  const entry = entering?.at === "last" ? samples[samples.length - 1] : samples[0];
  useEffect(() => {
    if (!settled || entry === undefined) return;
    if (entering !== null) {
      // The address may change a moment after what is wanted is known.
      if (entering.page !== page) return;
      setEntering(null);
      go(entry);
    } else if (sampleId === "") go(entry, true);
  }, [settled, entering, page, sampleId, entry, go]);
  const turn = useCallback(
    (to: number, at: "first" | "last") => {
      setEntering({ page: to, at });
      patch({ page: to <= 1 ? "" : String(to) });
    },
    [patch],
  );
  const next = samples[at + 1];
  const previous = samples[at - 1];
  const hasNext = next !== undefined || (at >= 0 && page < pages);
  const hasPrevious = previous !== undefined || (at >= 0 && page > 1);
  const advance = useCallback(() => {
    if (next !== undefined) go(next);
    else if (at >= 0 && page < pages) turn(page + 1, "first");
  }, [next, go, at, page, pages, turn]);
  const retreat = useCallback(() => {
    if (previous !== undefined) go(previous);
    else if (at >= 0 && page > 1) turn(page - 1, "last");
  }, [previous, go, at, page, turn]);
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
            {fill(t.count, { at: (page - 1) * samplesPage + at + 1, total })}
          </span>
        )}
        <span className="lab-gap" />
        <Button
          type="text"
          icon={<LeftOutlined />}
          aria-label={t.previous}
          disabled={!hasPrevious}
          onClick={retreat}
        />
        <Button
          type="text"
          icon={<RightOutlined />}
          aria-label={t.next}
          disabled={!hasNext}
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
              onChange={(chosen: string) => patch({ state: chosen === first ? "" : chosen, page: "" })}
              options={Object.keys(of).map((name) => ({ value: name, label: t[name as "all"] }))}
            />
            {(task.label_stats ?? []).length > 0 && (
              <Select
                aria-label={t.said}
                allowClear
                showSearch
                placeholder={t.allLabels}
                style={{ width: "100%" }}
                value={label === "" ? undefined : label}
                onChange={(chosen: string | undefined) => patch({ label: chosen ?? "", page: "" })}
                options={[...new Set((task.label_stats ?? []).map(({ name }) => name))].map((name) => ({
                  value: name,
                  label: name,
                }))}
                data-testid="work-label"
              />
            )}
          </div>
          <ul>
            {samples.map((each) => (
              <li key={each.sample_id + each.worker_id}>
                <StripItem sample={each} on={each === listed} go={() => go(each)} task={task} mode={mode} />
              </li>
            ))}
          </ul>
          {pages > 1 && (
            <Pagination
              simple
              size="small"
              align="center"
              className="team-strip-pages"
              current={page}
              pageSize={samplesPage}
              total={total}
              showSizeChanger={false}
              onChange={(to) => turn(to, "first")}
            />
          )}
        </aside>
        {query.error !== null && <ErrorAlert error={query.error} />}
        {sample !== undefined && (
          <Bench
            key={sample.sample_id + sample.worker_id}
            task={task}
            sample={sample}
            mode={mode}
            onDone={advance}
            onNext={hasNext ? advance : undefined}
            onPrevious={hasPrevious ? retreat : undefined}
          />
        )}
        {sample === undefined && (query.isPending || direct.isFetching) && <LoadingView rows={8} />}
        {sample === undefined && direct.error !== null && <ErrorAlert error={direct.error} />}
        {sample === undefined && !query.isPending && samples.length === 0 && sampleId === "" && (
          <EmptyView title={filter === first && label === "" ? t.allDone : t.none} hint={t.noneHint} />
        )}
      </div>
    </div>
  );
}
