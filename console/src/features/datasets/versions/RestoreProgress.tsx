import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Progress } from "antd";
import { useEffect, useRef } from "react";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useFail } from "@/ui";
import { useDatasetChanged } from "../api";
import { isGoing, latestRestoreQuery, useStopRestore, useUndoRestore } from "./compareApi";
import { useVersionsText } from "./text";

const shownFor = 24 * 3_600_000;

/** How far setting annotations back is; afterwards it offers to undo that. */
export function RestoreProgress({ datasetId }: { datasetId: string }) {
  const t = useVersionsText();
  const format = useFormat();
  const fail = useFail();
  const latest = useQuery(latestRestoreQuery(useProjectId(), datasetId)).data?.restores[0];
  const stop = useStopRestore(datasetId);
  const undo = useUndoRestore(datasetId);
  const changed = useDatasetChanged(datasetId);
  const wasGoing = useRef(false);
  const going = latest !== undefined && isGoing(latest.state);
  useEffect(() => {
    if (wasGoing.current && !going) changed();
    wasGoing.current = going;
  }, [going, changed]);

  if (latest === undefined) return null;
  const values = { name: latest.version_name, count: format.number(latest.changed) };
  if (going) {
    const total = latest.total ?? 0;
    return (
      <Alert
        type="info"
        data-testid="restore-progress"
        title={fill(latest.undo_of == null ? t.restoring : t.undoing, values)}
        description={
          <Progress percent={total === 0 ? 0 : Math.floor((100 * latest.done) / total)} size="small" />
        }
        action={
          <Button
            size="small"
            loading={stop.isPending}
            onClick={() => stop.mutate(latest.task_id, { onError: fail })}
          >
            {t.stop}
          </Button>
        }
      />
    );
  }
  if (Date.now() - latest.create_time > shownFor) return null;
  const failed = latest.state === "failed";
  return (
    <Alert
      type={failed ? "error" : latest.state === "stopped" ? "warning" : "success"}
      showIcon
      data-testid="restore-done"
      title={failed ? (latest.error_msg ?? "") : fill(latest.undo_of == null ? t.restored : t.undone, values)}
      action={
        latest.changed > 0 && (
          <Button
            size="small"
            loading={undo.isPending}
            onClick={() => undo.mutate(latest.task_id, { onError: fail })}
            data-testid="undo-restore"
          >
            {t.undo}
          </Button>
        )
      }
    />
  );
}
