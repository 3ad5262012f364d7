import { HistoryOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Pagination, Progress } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Answer, Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { EmptyView, QueryView, Status, useFail } from "@/ui";
import { useDatasetsText } from "../text";
import { isGoing, sampleChangesQuery, useResumeChange, useStopChange, useUndoChange } from "./api";

export type SampleChange = Answer<
  "GET",
  "/v2/{project_id}/datasets/{dataset_id}/data-annotations/sample-changes/{task_id}"
>;

const limit = 10;
const shownLeft = 10;
const tones = {
  waiting: "neutral",
  running: "info",
  stopped: "warning",
  failed: "danger",
  completed: "success",
} as const;

/** Opens the list of all changes of everything that a search found. */
export function ChangesButton({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText().batch;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        type="text"
        icon={<HistoryOutlined />}
        onClick={() => setOpen(true)}
        data-testid="changes"
      >
        {t.changes}
      </Button>
      {open && <ChangesDrawer dataset={dataset} onClose={() => setOpen(false)} />}
    </>
  );
}

function ChangesDrawer({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const t = useDatasetsText().batch;
  const [page, setPage] = useState(1);
  const query = useQuery(sampleChangesQuery(useProjectId(), dataset.dataset_id, page - 1, limit));
  return (
    <Drawer open title={t.changesTitle} size={640} onClose={onClose}>
      <QueryView query={query}>
        {({ changes, total_count: total }) =>
          total === 0 ? (
            <EmptyView icon={<HistoryOutlined />} title={t.noChanges} hint={t.noChangesHint} />
          ) : (
            <div className="stack" data-testid="changes-drawer">
              <ul className="changes">
                {changes.map((task) => (
                  <Change key={task.task_id} dataset={dataset} task={task} />
                ))}
              </ul>
              {total > limit && (
                <Pagination
                  align="end"
                  size="small"
                  current={page}
                  pageSize={limit}
                  total={total}
                  showSizeChanger={false}
                  onChange={setPage}
                />
              )}
            </div>
          )
        }
      </QueryView>
    </Drawer>
  );
}

function Change({ dataset, task }: { dataset: Dataset; task: SampleChange }) {
  const t = useDatasetsText().batch;
  const format = useFormat();
  const state = task.state as keyof typeof tones;
  const total = task.total ?? 0;
  const action = t.actions[task.action];
  const left = task.left_samples ?? [];
  return (
    <li className="change" data-testid={`change-${task.task_id}`} data-state={task.state}>
      <span className="line">
        <b>{task.undo_of == null ? action : fill(t.undoOf, { action })}</b>
        <Status tone={tones[state]}>{t.states[state]}</Status>
      </span>
      <span className="soft">
        {format.counted(task.undo_of == null ? t.changed : t.takenBack, task.changed)}
        {" · "}
        {task.user_name} · {format.ago(task.create_time)}
      </span>
      {isGoing(task.state) && (
        <Progress percent={total === 0 ? 0 : Math.floor((100 * task.done) / total)} size="small" />
      )}
      {task.error_msg != null && <span className="row-sub">{task.error_msg}</span>}
      {(task.left ?? 0) > 0 && (
        <span className="row-sub" data-testid="change-left">
          {format.counted(t.left, task.left ?? 0)}{" "}
          {left.slice(0, shownLeft).map((id, at) => (
            <Link key={id} to={`/datasets/${dataset.dataset_id}/label/${id}`}>
              {at + 1}{" "}
            </Link>
          ))}
        </span>
      )}
      <span className="line">
        <ChangeButtons datasetId={dataset.dataset_id} task={task} />
      </span>
    </li>
  );
}

/** What can be done with a change: stop it, go on with it, take it back. */
export function ChangeButtons({ datasetId, task }: { datasetId: string; task: SampleChange }) {
  const t = useDatasetsText().batch;
  const fail = useFail();
  const stop = useStopChange(datasetId);
  const resume = useResumeChange(datasetId);
  const undo = useUndoChange(datasetId);
  const halted = (task.state === "stopped" || task.state === "failed") && task.undone_by == null;
  return (
    <>
      {isGoing(task.state) && (
        <Button
          size="small"
          loading={stop.isPending}
          onClick={() => stop.mutate(task.task_id, { onError: fail })}
        >
          {t.stop}
        </Button>
      )}
      {halted && (
        <Button
          size="small"
          loading={resume.isPending}
          onClick={() => resume.mutate(task.task_id, { onError: fail })}
          data-testid="resume-change"
        >
          {t.resume}
        </Button>
      )}
      {task.can_undo && (
        <Button
          size="small"
          loading={undo.isPending}
          onClick={() => undo.mutate(task.task_id, { onError: fail })}
          data-testid="undo-change"
        >
          {t.undo}
        </Button>
      )}
      {task.undone_by != null && <span className="faint">{t.isUndone}</span>}
    </>
  );
}
