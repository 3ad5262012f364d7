import { BarChartOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Progress, Select } from "antd";
import { useState } from "react";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, EmptyView, QueryView, useFail } from "@/ui";
import type { DatasetTabProps } from "../detail/tabs";
import { versionsQuery } from "../versions/api";
import { analysesQuery, useAnalyse } from "./api";
import { FiguresCard } from "./FiguresCard";
import { Findings } from "./Findings";
import "./insight.css";
import { Smart } from "./Smart";
import { useInsightText } from "./text";

/** What a dataset of images is like: figures, copies, odd ones, labels in doubt; and what can be done by itself. */
export default function InsightTab({ dataset }: DatasetTabProps) {
  const t = useInsightText();
  const format = useFormat();
  const fail = useFail();
  const analyse = useAnalyse(dataset.dataset_id);
  const projectId = useProjectId();
  const analyses = useQuery(analysesQuery(projectId, dataset.dataset_id));
  const versions = useQuery(versionsQuery(projectId, dataset.dataset_id, 0, 100));
  const [version, setVersion] = useState("");
  const usable = (versions.data?.versions ?? []).filter(({ status }) => status === 1);
  const start = (
    <Button
      type="primary"
      icon={<BarChartOutlined />}
      loading={analyse.isPending}
      data-testid="analyse"
      onClick={() => analyse.mutate(version, { onError: fail })}
    >
      {t.analyse}
    </Button>
  );
  const choice = (
    <span className="insight-choices">
      {usable.length > 0 && (
        <Select
          className="insight-version"
          aria-label={t.what}
          data-testid="analyse-what"
          value={version}
          onChange={setVersion}
          options={[
            { value: "", label: t.asItIs },
            ...usable.map((one) => ({ value: one.version_id, label: one.version_name })),
          ]}
        />
      )}
      {start}
    </span>
  );
  return (
    <div className="stack">
      <QueryView query={analyses}>
        {({ analyses: all }) => {
          const [last] = all;
          const done = all.filter(({ state }) => state === "completed");
          const [shown] = done;
          const found = done.find(({ version_id: of }) => of == null);
          if (last === undefined) {
            return (
              <Card>
                <EmptyView icon={<BarChartOutlined />} title={t.never} hint={t.neverHint} action={choice} />
              </Card>
            );
          }
          return (
            <>
              <div className="insight-head">
                {last.is_active ? (
                  <>
                    <span>{fill(t.analysing, { done: last.done, total: last.total ?? "…" })}</span>
                    <Progress percent={Math.round((100 * last.done) / Math.max(1, last.total ?? 1))} />
                  </>
                ) : (
                  <>
                    {shown !== undefined && (
                      <span className="soft" data-testid="analysed">
                        {fill(t.measuredAt, {
                          when: format.ago(shown.create_time),
                          good: shown.good,
                          bad: shown.bad,
                        })}
                      </span>
                    )}
                    {choice}
                  </>
                )}
              </div>
              {last.state === "failed" && (
                <Alert type="error" showIcon title={t.failed} description={last.error_msg} />
              )}
              {shown !== undefined && (
                <>
                  <FiguresCard
                    dataset={dataset}
                    all={done.map((one) => ({
                      id: one.analysis_id,
                      when:
                        one.version_name != null
                          ? fill(t.version, {
                              name: one.version_name,
                              when: format.dateTime(one.create_time),
                            })
                          : format.dateTime(one.create_time),
                    }))}
                  />
                  {found !== undefined && <Findings dataset={dataset} analysisId={found.analysis_id} />}
                </>
              )}
            </>
          );
        }}
      </QueryView>
      <Smart dataset={dataset} />
    </div>
  );
}
