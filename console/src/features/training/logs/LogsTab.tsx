import { Select } from "antd";
import { useMemo } from "react";

import type { Job } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, EmptyView, useURLPatch, useURLValue } from "@/ui";
import { LogPanel } from "@/ui/log/LogPanel";
import { isLive } from "../jobs";
import { TaskPicker } from "../parts/TaskPicker";
import { useTrainingText } from "../text";
import { downloadAddress, searchOf, serverLog } from "./api";

/** The log of one task. */
export default function LogsTab({ job }: { job: Job }) {
  const t = useTrainingText().logs;
  const projectId = useProjectId();
  const [wantedTask] = useURLValue("task");
  const [attempt] = useURLValue("attempt");
  const patch = useURLPatch();
  const tasks = job.status.tasks;
  const task = tasks.includes(wantedTask) ? wantedTask : (tasks[0] ?? "");
  const runs = job.status.restarts + 1;
  const place = useMemo(
    () => ({ projectId, jobId: job.metadata.id, task, attempt: Number(attempt) || runs }),
    [projectId, job.metadata.id, task, attempt, runs],
  );

  if (job.status.start_time === null && isLive(job)) return <NotBegun />;
  const pickers = (
    <>
      <TaskPicker tasks={tasks} value={task} onChange={(next) => patch({ task: next })} />
      {runs > 1 && (
        <Select
          aria-label={t.run}
          value={attempt === "" ? String(runs) : attempt}
          onChange={(next) => patch({ attempt: next === String(runs) ? "" : next })}
          options={Array.from({ length: runs }, (_, at) => ({
            value: String(at + 1),
            label: fill(t.runNumber, { number: at + 1 }),
          }))}
        />
      )}
    </>
  );
  return (
    <LogPanel
      name={["training", projectId, place.jobId, task, String(place.attempt)]}
      label={fill(t.ofTask, { task })}
      live={isLive(job)}
      mixed
      pickers={pickers}
      sourceOf={(filter) => serverLog(place, filter)}
      search={searchOf(place)}
      download={downloadAddress(place)}
    />
  );
}

function NotBegun() {
  const t = useTrainingText().logs;
  return (
    <Card>
      <EmptyView title={t.notStarted} hint={t.emptyHint} />
    </Card>
  );
}
