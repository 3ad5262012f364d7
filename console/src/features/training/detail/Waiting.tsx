import { HourglassOutlined } from "@ant-design/icons";
import { Link } from "react-router";

import type { Job } from "@/client";
import { useFormat } from "@/i18n";
import { Card } from "@/ui";
import { useTrainingText } from "../text";

/** Why a job waits, in words, and where it stands in the queue. */
export function Waiting({ job }: { job: Job }) {
  const t = useTrainingText().job;
  const format = useFormat();
  const { phase, wait_reason: reason, queue_position: position } = job.status;
  if (!["Creating", "Pending"].includes(phase) || (reason === null && position === null)) return null;
  return (
    <Card className="job-waiting" testId="job-waiting">
      <HourglassOutlined className="job-waiting-icon" />
      <div>
        <h2>{position === null ? t.waiting : format.counted(t.position, position)}</h2>
        {reason !== null && <p>{reason}</p>}
        <Link to="/compute?tab=queue">{t.seeQueue}</Link>
      </div>
    </Card>
  );
}
