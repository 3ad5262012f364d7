import { Progress } from "antd";

import type { Dataset } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Status } from "@/ui";
import { isLive, shareOf, stateOf, toneOf } from "../kinds";
import { useDatasetsText } from "../text";

export function DatasetState({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText();
  const state = stateOf(dataset);
  return (
    <span className={isLive(dataset) ? "live" : ""} data-testid="dataset-status" data-status={state}>
      <Status tone={toneOf(state)}>{t.states[state]}</Status>
    </span>
  );
}

/** How much is labelled, as a bar with its numbers. */
export function LabelledShare({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText();
  const format = useFormat();
  const share = shareOf(dataset);
  if (share === null) return <span className="faint">{t.notLabelled}</span>;
  return (
    <span className="dataset-share" title={t.labelled}>
      <Progress
        percent={share * 100}
        showInfo={false}
        size="small"
        aria-label={fill(t.labelledOf, {
          labelled: format.number(dataset.annotated_sample_count),
          total: format.number(dataset.total_sample_count),
        })}
      />
      <span className="soft nowrap">
        {format.percent(share)} · {format.number(dataset.annotated_sample_count)} /{" "}
        {format.number(dataset.total_sample_count)}
      </span>
    </span>
  );
}
