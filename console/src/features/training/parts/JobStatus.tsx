import type { Job } from "@/client";
import type { Waiting } from "@/features/compute";
import { useFormat } from "@/i18n";
import { Status } from "@/ui";
import { isLive, phaseOf, toneOf } from "../jobs";
import { useTrainingText } from "../text";

interface JobStatusProps {
  job: Job;
  explained?: boolean;
  waiting?: Waiting | undefined;
}

/** The state of a job in a word; explained, also why it waits or how it ended. */
export function JobStatus({ job, explained = false, waiting }: JobStatusProps) {
  const t = useTrainingText();
  const format = useFormat();
  const phase = phaseOf(job);
  const position = job.status.queue_position ?? waiting?.position ?? null;
  const reason = job.status.wait_reason ?? waiting?.reason ?? job.status.reason;
  const status = (
    <span data-testid="job-status" data-phase={phase} className={isLive(job) ? "job-live" : undefined}>
      <Status tone={toneOf(phase)}>{t.phases[phase]}</Status>
    </span>
  );
  if (!explained || phase === "Running" || phase === "Completed") return status;
  const words = [position === null ? "" : format.counted(t.job.position, position), reason ?? ""];
  const text = words.filter((one) => one !== "").join(" · ");
  return (
    <>
      {status}
      {text !== "" && (
        <span className="row-sub job-reason" title={text}>
          {text}
        </span>
      )}
    </>
  );
}
