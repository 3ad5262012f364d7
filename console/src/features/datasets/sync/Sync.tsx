import { SyncOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Tooltip } from "antd";
import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useConfirmDelete, useFail } from "@/ui";
import { useDatasetChanged } from "../api";
import { ReportDrawer } from "../imports/ReportDrawer";
import { kindOf } from "../kinds";
import { isRunning, syncQuery, useStartSync, type SyncState } from "./api";
import { useSyncText } from "./text";

/** Whether a dataset follows a folder of the storage. */
export const canSync = (dataset: Dataset): boolean =>
  dataset.data_sources.length > 0 &&
  ["image", "audio", "video", "free"].includes(kindOf(dataset.dataset_type).data);

export function SyncButton({ dataset }: { dataset: Dataset }) {
  const t = useSyncText();
  const fail = useFail();
  const client = useQueryClient();
  const options = syncQuery(useProjectId(), dataset.dataset_id);
  const latest = useQuery(options);
  const start = useStartSync(dataset.dataset_id);
  const running = isRunning(latest.data?.status);
  if (!canSync(dataset)) return null;
  return (
    <Tooltip title={t.hint}>
      <Button
        icon={<SyncOutlined spin={running} />}
        disabled={running}
        loading={start.isPending}
        onClick={() => {
          start.mutate(false, {
            onError: fail,
            onSuccess: () => {
              showAgain(dataset.dataset_id);
              void client.invalidateQueries({ queryKey: options.queryKey });
            },
          });
        }}
        data-testid="start-sync"
      >
        {t.sync}
      </Button>
    </Tooltip>
  );
}

// Results are shown to who has asked for them: in this window, until they are closed.
const shown = new Set<string>();
const showAgain = (datasetId: string) => void shown.add(datasetId);

/** How far a synchronisation is; what came of it, to who has begun or watched it. */
export function SyncNote({ dataset }: { dataset: Dataset }) {
  const { data: sync } = useQuery(syncQuery(useProjectId(), dataset.dataset_id));
  const changed = useDatasetChanged(dataset.dataset_id);
  const [, redraw] = useState(0);
  const running = isRunning(sync?.status);
  const before = useRef(running);
  useEffect(() => {
    if (before.current && !running) changed();
    before.current = running;
  }, [running, changed]);
  if (running) showAgain(dataset.dataset_id);
  if (sync === undefined || sync.status === "NOT_EXIST" || !shown.has(dataset.dataset_id)) return null;
  return (
    <Note
      dataset={dataset}
      sync={sync}
      onClose={() => {
        shown.delete(dataset.dataset_id);
        redraw((count) => count + 1);
      }}
    />
  );
}

function Note({ dataset, sync, onClose }: { dataset: Dataset; sync: SyncState; onClose(): void }) {
  const t = useSyncText();
  const format = useFormat();
  const fail = useFail();
  const confirm = useConfirmDelete();
  const start = useStartSync(dataset.dataset_id);
  const running = isRunning(sync.status);
  const failed = sync.status === "FAILED";
  const looked = sync.done_sample_count ?? 0;
  const title = running
    ? looked === 0
      ? t.waiting
      : fill(t.running, { count: format.number(looked) })
    : failed
      ? t.failed
      : fill(t.done, { when: format.ago((sync.create_time ?? 0) + (sync.duration_time ?? 0) * 1000) });
  return (
    <Alert
      type={running ? "info" : failed ? "warning" : "success"}
      showIcon
      {...(running && { icon: <SyncOutlined spin /> })}
      className="sync-note"
      title={
        <span data-testid="sync-note" data-status={sync.status}>
          {title}
        </span>
      }
      description={
        running ? undefined : (
          <>
            {failed && <p>{sync.error_msg}</p>}
            <SyncResult dataset={dataset} sync={sync} />
          </>
        )
      }
      {...(!running && { closable: { onClose, "aria-label": t.close } })}
      action={
        failed ? (
          sync.asks === true ? (
            <Button
              size="small"
              danger
              onClick={() =>
                confirm({
                  title: t.takeOutTitle,
                  content: t.takeOutHint,
                  okText: t.takeOut,
                  action: () => start.mutateAsync(true),
                })
              }
              data-testid="sync-take-out"
            >
              {t.takeOut}
            </Button>
          ) : (
            <Button size="small" onClick={() => start.mutate(false, { onError: fail })}>
              {t.again}
            </Button>
          )
        ) : undefined
      }
    />
  );
}

/** What a synchronisation has found, each with a way to the samples it speaks of. */
export function SyncResult({ dataset, sync }: { dataset: Dataset; sync: SyncState }) {
  const t = useSyncText();
  const format = useFormat();
  const [report, setReport] = useState(false);
  const to = (state: string) => `/datasets/${dataset.dataset_id}?tab=samples&state=${state}`;
  const problems = Object.values(sync.problem_counts ?? {}).reduce((sum, one) => sum + one, 0);
  const found = [
    ["added", t.added, sync.add_sample_count ?? 0, ""],
    ["removed", t.removed, sync.deleted_sample_count ?? 0, to("__MISSING__")],
    ["changed", t.changed, sync.changed_sample_count ?? 0, to("__CHANGED__")],
    ["moved", t.moved, sync.moved_sample_count ?? 0, ""],
    ["back", t.back, sync.back_sample_count ?? 0, ""],
  ] as const;
  const some = found.filter(([, , count]) => count > 0);
  return (
    <span className="sync-result" data-testid="sync-result">
      {some.length === 0 && problems === 0 && sync.status === "COMPLETED" && t.same}
      {some.map(([key, words, count, address]) => (
        <span key={key} data-testid={`sync-${key}`} data-count={count}>
          {address === "" ? (
            format.counted(words, count)
          ) : (
            <Link to={address}>{format.counted(words, count)}</Link>
          )}
        </span>
      ))}
      {problems > 0 && (
        <button type="button" className="link-button" onClick={() => setReport(true)}>
          {format.counted(t.problems, problems)}
        </button>
      )}
      {(sync.deleted_sample_count ?? 0) > 0 && <span className="soft">{t.keeps}</span>}
      {report && (
        <ReportDrawer
          datasetId={dataset.dataset_id}
          task={{ task_id: sync.task_id ?? "", problem_counts: sync.problem_counts ?? {} }}
          onClose={() => setReport(false)}
        />
      )}
    </span>
  );
}
