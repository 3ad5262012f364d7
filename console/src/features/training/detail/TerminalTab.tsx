import { CodeOutlined, LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";

import type { Job } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, EmptyView, LoadingView, useURLPatch, useURLValue } from "@/ui";
import type { TerminalEnd } from "@/ui/terminal/Terminal";
import { phaseOf } from "../jobs";
import { TaskPicker } from "../parts/TaskPicker";
import { useTrainingText } from "../text";
const Terminal = lazy(() => import("@/ui/terminal/Terminal"));

/** A shell in a running task; says why not where there can be none. */
export default function TerminalTab({ job }: { job: Job }) {
  const t = useTrainingText();
  const projectId = useProjectId();
  const [wanted] = useURLValue("task");
  const patch = useURLPatch();
  const [session, setSession] = useState(0);
  const [end, setEnd] = useState<TerminalEnd | null>(null);
  const tasks = job.status.tasks;
  const task = tasks.includes(wanted) ? wanted : (tasks[0] ?? "");

  function start() {
    setEnd(null);
    setSession(session + 1);
  }

  if (session === 0 && job.status.phase !== "Running") {
    return (
      <Card testId="terminal-not">
        <EmptyView
          icon={<CodeOutlined />}
          title={t.terminal.notRunning}
          hint={fill(t.terminal.notRunningHint, { status: t.phases[phaseOf(job)] })}
        />
      </Card>
    );
  }
  if (session === 0 || end !== null) {
    const title = end === null ? t.terminal.start : t.terminal.ends[end.kind];
    return (
      <Card testId="terminal-start">
        <EmptyView
          icon={end?.kind === "forbidden" ? <LockOutlined /> : <CodeOutlined />}
          title={title}
          hint={end === null || end.message === "" ? t.terminal.hint : end.message}
          action={
            <>
              <TaskPicker tasks={tasks} value={task} onChange={(next) => patch({ task: next })} />
              <Button type="primary" onClick={start} data-testid="open-terminal">
                {end === null ? t.terminal.open : t.terminal.again}
              </Button>
            </>
          }
        />
      </Card>
    );
  }
  return (
    <Card flush className="terminal-card" title={fill(t.terminal.label, { task })}>
      <Suspense fallback={<LoadingView />}>
        <Terminal
          key={`${session} ${task}`}
          path={`/v2/${projectId}/training-jobs/${job.metadata.id}/tasks/${encodeURIComponent(task)}/terminal`}
          label={fill(t.terminal.label, { task })}
          onEnd={setEnd}
        />
      </Suspense>
    </Card>
  );
}
