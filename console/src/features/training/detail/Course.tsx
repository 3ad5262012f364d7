import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";

import type { Job, StageRecord } from "@/client";
import { useProjectId } from "@/features/iam";
import { clock, fill, useFormat, useLocale } from "@/i18n";
import { Card } from "@/ui";
import { stagesQuery } from "../api";
import { hasFailed, isLive } from "../jobs";
import { useTrainingText } from "../text";

type Stage = StageRecord["stages"][number];

/** The stages of a job one after the other, for each time that it was run. */
export function Course({ job }: { job: Job }) {
  const t = useTrainingText().stages;
  const query = useQuery(stagesQuery(useProjectId(), job.metadata.id, isLive(job)));
  const [chosen, choose] = useState<number | null>(null);
  const records = query.data?.running_records ?? [];
  const newest = records.reduce((most, one) => Math.max(most, one.record_order), 0);
  const shown = records.find((one) => one.record_order === (chosen ?? newest));
  if (shown === undefined) return null;
  // One attempt is the rule, and needs no switch.
  const attempts =
    records.length > 1 ? (
      <Segmented
        size="small"
        value={shown.record_order}
        onChange={choose}
        options={records.map(({ record_order: value }, at) => ({
          value,
          label: fill(t.attempt, { number: at + 1 }),
        }))}
      />
    ) : undefined;
  return (
    <Card extra={attempts} className="course" testId="job-course">
      <ol className="course-line" aria-label={t.title}>
        {shown.stages.map((stage) => (
          <CourseStage
            key={stage.name}
            stage={stage}
            waitReason={job.status.wait_reason}
            failed={stage.name === "end" && hasFailed(job) && shown.record_order === newest}
          />
        ))}
      </ol>
    </Card>
  );
}

interface CourseStageProps {
  stage: Stage;
  failed: boolean;
  /** Said above already, and not twice. */
  waitReason: string | null;
}

function CourseStage({ stage, failed, waitReason }: CourseStageProps) {
  const t = useTrainingText().stages;
  const format = useFormat();
  const { language } = useLocale();
  const from = Date.parse(stage.start_time);
  const over = stage.end_time !== "";
  const state = failed ? "failed" : over ? "over" : "now";
  const steps: Readonly<Record<string, string>> = t.steps;
  const message = language === "zh" ? stage.zh_message : stage.en_message;
  const last = stage.name === "end";
  return (
    <li className={`course-stage course-${state}`} aria-current={state === "now" ? "step" : undefined}>
      <span className="course-mark" aria-hidden="true" />
      <div className="course-head">
        <strong>{t.names[stage.name]}</strong>
        <span className="mono faint" title={format.dateTime(from)}>
          {last ? format.time(from) : clock((over ? Date.parse(stage.end_time) : Date.now()) - from)}
        </span>
      </div>
      {message !== waitReason && <p className="course-message">{message}</p>}
      {stage.sub_stages.length > 0 && (
        <ul className="course-steps">
          {stage.sub_stages.map(({ name, create_time }) => (
            <li key={name}>
              <span className="mono faint" title={format.dateTime(create_time)}>
                +{clock(Date.parse(create_time) - from)}
              </span>
              {steps[name] ?? name}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
