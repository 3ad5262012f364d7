import { useEffect, useRef } from "react";

import type { TeamSample, TeamTask } from "../api";
import { useTeamsText } from "../text";
import type { Mode } from "./Verdict";

interface StripItemProps {
  sample: TeamSample;
  on: boolean;
  go(): void;
  task: TeamTask;
  mode: Mode;
}

/** A sample in the list beside the editor. */
export function StripItem({ sample, on, go, task, mode }: StripItemProps) {
  const t = useTeamsText();
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (on) element.current?.scrollIntoView({ block: "nearest" });
  }, [on]);
  const text = sample.sample_data?.[0] ?? sample.sample_name;
  const who = (task.worker_stats ?? []).find((each) => each.worker_id === sample.worker_id)?.email ?? "";
  const state =
    mode === "accept" && sample.check_accept != null
      ? sample.check_accept
        ? t.acceptance.passed
        : t.acceptance.failed
      : t.states[sample.sample_status as keyof typeof t.states];
  return (
    <button
      type="button"
      ref={element}
      className={`team-strip-item ${on ? "on" : ""}`}
      onClick={go}
      data-testid={`work-${sample.sample_id}`}
      data-status={sample.sample_status}
    >
      {sample.sample_type === 0 && sample.source && <img src={sample.source} alt="" loading="lazy" />}
      <span>
        <b>{text}</b>
        <small className="faint">
          {state}
          {mode !== "label" && who !== "" && ` · ${who}`}
        </small>
      </span>
    </button>
  );
}
