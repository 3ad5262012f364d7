import { useQuery } from "@tanstack/react-query";
import { Badge, Segmented } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, QueryView } from "@/ui";
import { findingsQuery, thumbnail, type FindingKind } from "./api";
import { useInsightText } from "./text";

const kinds: readonly FindingKind[] = ["duplicates", "outliers", "suspects"];

/** What the last analysis found, as pictures to look at. */
export function Findings({ dataset, analysisId }: { dataset: Dataset; analysisId: string }) {
  const t = useInsightText();
  const format = useFormat();
  const projectId = useProjectId();
  const [kind, setKind] = useState<FindingKind>("duplicates");
  const query = useQuery(findingsQuery(projectId, dataset.dataset_id, analysisId, kind));
  const hints = { duplicates: t.duplicatesHint, outliers: t.outliersHint, suspects: t.suspectsHint };
  return (
    <Card
      title={
        <Segmented<FindingKind>
          value={kind}
          onChange={setKind}
          options={kinds.map((one) => ({
            value: one,
            label: <span data-testid={`findings-${one}`}>{t[one]}</span>,
          }))}
        />
      }
    >
      <p className="soft">{hints[kind]}</p>
      <QueryView query={query}>
        {({ findings, total_count: total }) =>
          findings.length === 0 ? (
            <p className="soft">{t.nothing}</p>
          ) : (
            <>
              <ul className="insight-gallery" data-testid="findings">
                {findings.map((one, at) => (
                  <li
                    key={one.sample_id}
                    className={
                      kind === "duplicates" && at > 0 && one.group !== findings[at - 1]?.group
                        ? "insight-next"
                        : ""
                    }
                  >
                    <Link to={`/datasets/${dataset.dataset_id}/label/${one.sample_id}`}>
                      <img
                        src={thumbnail(projectId, dataset.dataset_id, one.sample_id)}
                        alt={one.sample_id}
                        loading="lazy"
                      />
                    </Link>
                    <span>
                      {kind === "duplicates" && (
                        <Badge color="blue" text={one.exact ? t.copiesOf : t.nearly} />
                      )}
                      {kind === "outliers" && format.percent(one.score)}
                      {kind === "suspects" &&
                        fill(t.rather, { label: one.label ?? "", likelier: one.likelier ?? "" })}
                    </span>
                  </li>
                ))}
              </ul>
              {findings.length < total && (
                <p className="soft">{fill(t.more, { shown: findings.length, total })}</p>
              )}
            </>
          )
        }
      </QueryView>
    </Card>
  );
}
