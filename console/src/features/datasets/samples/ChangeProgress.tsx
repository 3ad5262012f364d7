import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useEffect, useRef } from "react";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useFail } from "@/ui";
import { useDatasetChanged } from "../api";
import { useDatasetsText } from "../text";
import { isGoing, latestChangeQuery, sampleChangeQuery, useStopChange } from "./api";
import { ChangeButtons } from "./ChangesDrawer";

/** How far a change of everything that a search found is; it goes on without this page. */
export function ChangeProgress({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText().batch;
  const format = useFormat();
  const fail = useFail();
  const projectId = useProjectId();
  const changes = useQuery(latestChangeQuery(projectId, dataset.dataset_id)).data?.changes;
  const latest = changes?.[0];
  // What had ended before the page was opened is no news; what ends before it is first seen here is.
  const old = useRef<string | undefined>(undefined);
  if (changes !== undefined) {
    old.current ??= latest !== undefined && !isGoing(latest.state) ? latest.task_id : "";
  }
  const taskId = latest !== undefined && latest.task_id !== old.current ? latest.task_id : "";
  const query = useQuery({
    ...sampleChangeQuery(projectId, dataset.dataset_id, taskId),
    enabled: taskId !== "",
  });
  const stop = useStopChange(dataset.dataset_id);
  const changed = useDatasetChanged(dataset.dataset_id);
  const task = query.data;
  const going = task !== undefined && isGoing(task.state);
  const ended = task === undefined || going ? "" : task.task_id;
  useEffect(() => {
    if (ended !== "") changed();
  }, [ended, changed]);

  if (task === undefined) return null;
  if (going) {
    const total = task.total ?? 0;
    return (
      <Alert
        type="info"
        data-testid="change-progress"
        title={fill(task.undo_of == null ? t.working : t.undoing, {
          done: format.number(task.done),
          total: total === 0 ? "…" : format.number(total),
        })}
        description={
          <Progress percent={total === 0 ? 0 : Math.floor((100 * task.done) / total)} size="small" />
        }
        action={
          <Button
            size="small"
            loading={stop.isPending}
            onClick={() => stop.mutate(task.task_id, { onError: fail })}
          >
            {t.stop}
          </Button>
        }
      />
    );
  }
  const failed = task.state === "failed";
  return (
    <Alert
      type={failed ? "error" : task.state === "stopped" ? "warning" : "success"}
      showIcon
      closable
      data-testid="change-ended"
      data-state={task.state}
      title={
        failed
          ? (task.error_msg ?? t.failed)
          : format.counted(task.undo_of == null ? t.changed : t.takenBack, task.changed)
      }
      description={(task.left ?? 0) > 0 && format.counted(t.left, task.left ?? 0)}
      action={<ChangeButtons datasetId={dataset.dataset_id} task={task} />}
    />
  );
}
