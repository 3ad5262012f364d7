import { useQuery } from "@tanstack/react-query";
import { Pagination } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import { useProjectId } from "@/features/iam";
import { QueryView } from "@/ui";
import { samplesPage, samplesQuery, type TeamSample, type TeamTask } from "../api";
import { useTeamsText } from "../text";

/** What was drawn for an acceptance, as pictures and words, with what was said about each of them so far. */
export function Drawn({ task }: { task: TeamTask }) {
  const [page, setPage] = useState(1);
  const query = useQuery(
    samplesQuery(useProjectId(), task.dataset_id, task.task_id, {
      sample_state: "__WORKFORCE_SAMPLED__",
      offset: page - 1,
    }),
  );
  return (
    <QueryView query={query}>
      {({ samples, sample_count: total }) => (
        <>
          <ul className="team-drawn" data-testid="drawn">
            {(samples as TeamSample[]).map((sample) => (
              <li key={sample.sample_id + sample.worker_id}>
                <DrawnSample task={task} sample={sample} />
              </li>
            ))}
          </ul>
          {total > samplesPage && (
            <Pagination
              size="small"
              align="end"
              current={page}
              pageSize={samplesPage}
              total={total}
              showSizeChanger={false}
              onChange={setPage}
            />
          )}
        </>
      )}
    </QueryView>
  );
}

function DrawnSample({ task, sample }: { task: TeamTask; sample: TeamSample }) {
  const t = useTeamsText();
  const names = [...new Set(sample.labels.map((label) => String(label["name"] ?? "")))].filter(Boolean);
  const who = (task.worker_stats ?? []).find((each) => each.worker_id === sample.worker_id)?.email ?? "";
  const verdict =
    sample.check_accept == null
      ? t.work.undecided
      : sample.check_accept
        ? `${t.acceptance.passed} ${sample.check_score ?? ""}`
        : t.acceptance.failed;
  const tone = sample.check_accept == null ? "faint" : sample.check_accept ? "good" : "bad";
  const text = sample.sample_data?.[0];
  return (
    <Link
      to={`/datasets/${task.dataset_id}/team-tasks/${task.task_id}/accept/${sample.sample_id}/${sample.worker_id}`}
      title={sample.sample_name}
    >
      <span className="team-drawn-picture">
        {sample.sample_type === 0 && sample.source ? (
          <img src={sample.source} alt={sample.sample_name} loading="lazy" />
        ) : (
          (text ?? sample.sample_name)
        )}
      </span>
      <span className="team-drawn-foot">
        <b>{names.join(", ") || "–"}</b>
        <span className={tone}>{verdict}</span>
        <span className="faint">{who}</span>
      </span>
    </Link>
  );
}
