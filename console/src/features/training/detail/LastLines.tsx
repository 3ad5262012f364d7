import { useQuery } from "@tanstack/react-query";

import { fill } from "@/i18n";
import { lastLinesQuery } from "../logs/api";
import { visible } from "../logs/lines";
import { useTrainingText } from "../text";

interface LastLinesProps {
  projectId: string;
  jobId: string;
  task: string;
}

/** What a task said last, which usually is why it failed. */
export function LastLines({ projectId, jobId, task }: LastLinesProps) {
  const t = useTrainingText().ending;
  const query = useQuery(lastLinesQuery(projectId, jobId, task));
  const lines = query.data?.lines ?? [];
  if (lines.length === 0) return null;
  return (
    <figure className="last-lines">
      <figcaption>{fill(t.lastLines, { task })}</figcaption>
      <pre className="mono" tabIndex={0} data-testid="last-lines">
        {lines.map((line) => visible(line.text)).join("\n")}
      </pre>
    </figure>
  );
}
