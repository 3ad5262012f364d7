import { CheckCircleOutlined, CloseCircleOutlined, PauseCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Fragment, type ReactNode } from "react";

import type { Job } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Card, type Tone } from "@/ui";
import { phaseOf, type Phase } from "../jobs";
import { visible } from "@/ui/log/lines";
import { useTrainingText } from "../text";

const looks: Partial<Record<Phase, { tone: Tone; icon: ReactNode }>> = {
  Completed: { tone: "success", icon: <CheckCircleOutlined /> },
  Failed: { tone: "danger", icon: <CloseCircleOutlined /> },
  Abnormal: { tone: "danger", icon: <CloseCircleOutlined /> },
  Terminated: { tone: "neutral", icon: <PauseCircleOutlined /> },
};

/** The last line is the one that says why. */
const toEnd = (element: HTMLElement | null) => {
  if (element !== null) element.scrollTop = element.scrollHeight;
};

/** How a job ended, in plain words, with what the failed tasks said last. */
export function Ending({ job, onLog }: { job: Job; onLog(): void }) {
  const t = useTrainingText().ending;
  const format = useFormat();
  const phase = phaseOf(job);
  const look = looks[phase];
  if (look === undefined || phase === "Completed") return null;
  const { reason, task_statuses: tasks } = job.status;
  const failed =
    phase === "Terminated" ? [] : tasks.filter((one) => one.exit_code !== 0 && one.message !== "");
  const title = { Failed: t.failed, Abnormal: t.abnormal, Terminated: t.terminated }[phase as "Failed"];
  return (
    <Card className={`ending status-${look.tone}`} testId="job-ending">
      <div className="ending-icon">{look.icon}</div>
      <div className="ending-body">
        <h2>{title}</h2>
        {reason !== null && reason !== "" && <p>{reason}</p>}
        {failed.map(({ task, message }) =>
          message === reason ? null : (
            <p key={task}>
              <strong className="mono">{task}</strong> {message}
            </p>
          ),
        )}
        {failed.slice(0, 1).map(({ task, last_lines: lines, peak_memory_bytes: peak }) => (
          <Fragment key={task}>
            {peak !== null && peak > 0 && (
              <p className="faint">{fill(t.peak, { size: format.bytes(peak) })}</p>
            )}
            {lines.length > 0 && (
              <figure className="last-lines">
                <figcaption>{fill(t.lastLines, { task })}</figcaption>
                <pre className="mono" tabIndex={0} ref={toEnd} data-testid="last-lines">
                  {lines.map(visible).join("\n")}
                </pre>
              </figure>
            )}
          </Fragment>
        ))}
        {phase !== "Terminated" && (
          <Button size="small" onClick={onLog}>
            {t.openLog}
          </Button>
        )}
      </div>
    </Card>
  );
}
