import { CloseOutlined } from "@ant-design/icons";
import { Button, Progress } from "antd";

import type { Task } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Status, useFail, type Tone } from "@/ui";
import { useCancelTask } from "../api";
import { useObjectsText } from "../text";

const tones: Record<Task["state"], Tone> = {
  waiting: "neutral",
  running: "info",
  succeeded: "success",
  failed: "danger",
  canceled: "neutral",
};

function shareOf(task: Task): number | null {
  if (task.total_bytes) return task.done_bytes / task.total_bytes;
  return task.total_files ? task.done_files / task.total_files : null;
}

export function TaskRow({ task }: { task: Task }) {
  const t = useObjectsText().transfers;
  const format = useFormat();
  const cancel = useCancelTask(useProjectId());
  const fail = useFail();
  const active = task.state === "running" || task.state === "waiting";
  const share = shareOf(task);
  return (
    <div className="transfer" data-testid="task-row">
      <div className="transfer-head">
        <span className="transfer-name">{t.kinds[task.kind]}</span>
        <Status tone={tones[task.state]}>{t.states[task.state]}</Status>
        {active && (
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t.cancelTask}
            title={t.cancelTask}
            loading={cancel.isPending}
            onClick={() => cancel.mutate(task.id, { onError: fail })}
          />
        )}
      </div>
      <div className="transfer-path mono">
        {task.source}
        {task.target ? ` → ${task.target}` : ""}
      </div>
      {active && (
        <Progress
          percent={Math.round((share ?? 0) * 1000) / 10}
          size="small"
          showInfo={false}
          status="active"
        />
      )}
      <div className="transfer-facts">
        <span>
          {task.total_files
            ? fill(t.files, { done: format.number(task.done_files), total: format.number(task.total_files) })
            : format.counted(t.filesOnly, task.done_files)}
          {" · "}
          {task.total_bytes
            ? fill(t.progress, { done: format.bytes(task.done_bytes), total: format.bytes(task.total_bytes) })
            : format.bytes(task.done_bytes)}
        </span>
        <span>{fill(t.by, { user: task.user_name, when: format.ago(task.created_at) })}</span>
      </div>
      {task.waiting_reason && <div className="transfer-note">{task.waiting_reason}</div>}
      {task.problems.length > 0 && <Problems task={task} />}
      {task.error && (
        <div className="transfer-error">
          {task.error.error_msg} <span className="mono">{task.error.error_code}</span>
        </div>
      )}
    </div>
  );
}

function Problems({ task }: { task: Task }) {
  const t = useObjectsText().transfers;
  const format = useFormat();
  return (
    <details className="transfer-note">
      <summary>{format.counted(t.problems, task.skipped_files + task.failed_files)}</summary>
      <ul>
        {task.problems.map((problem) => (
          <li key={problem.path}>
            <span className="mono">{problem.path}</span>: {problem.reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
