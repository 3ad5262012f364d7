import { useQuery } from "@tanstack/react-query";
import type { TableProps } from "antd";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, QueryView } from "@/ui";
import { Chart } from "@/ui/chart/Chart";
import { daysQuery, reportQuery, type TaskReport, type TeamTask } from "../api";
import { useTeamsText } from "../text";

const series = ["un_annotation", "queuing", "failed", "success"] as const;

/** What everybody did, how far they agree, and how the work went on. */
export function ReportTab({ task }: { task: TeamTask }) {
  const query = useQuery(reportQuery(useProjectId(), task.dataset_id, task.task_id));
  return <QueryView query={query}>{(report) => <Report task={task} report={report} />}</QueryView>;
}

function Report({ task, report }: { task: TeamTask; report: TaskReport }) {
  const t = useTeamsText();
  const format = useFormat();
  const query = { data: report, error: null, isPending: false, isFetching: false, refetch: () => undefined };
  const number = (value: number | null | undefined) =>
    value == null ? "–" : format.number(Math.round(value * 100) / 100);
  return (
    <div className="stack">
      <Card title={t.task.people} flush>
        <DataTable<TaskReport["members"][number]>
          label={t.task.people}
          query={query}
          rows={report.members}
          rowKey="worker_id"
          columns={useColumns()}
          empty={<EmptyView title={t.team.empty} />}
        />
      </Card>
      <Card title={t.report.agreement} testId="agreement">
        {report.compared === 0 ? (
          <p className="soft">{t.report.noAgreement}</p>
        ) : (
          <>
            <dl className="team-figures">
              <div>
                <dt>{t.report.kappa}</dt>
                <dd>{number(report.kappa)}</dd>
              </div>
              <div>
                <dt>{t.report.alike}</dt>
                <dd>{number(report.alikeness)}</dd>
              </div>
              <div>
                <dt>{t.report.compared}</dt>
                <dd>{format.number(report.compared)}</dd>
              </div>
            </dl>
            {!report.is_whole && (
              <p className="soft">{fill(t.report.part, { count: format.number(report.compared) })}</p>
            )}
            <dl className="facts">
              {report.pairs.map((pair) => (
                <div key={pair.worker_ids.join()} className="facts-row">
                  <dt>{pair.emails.join(" – ")}</dt>
                  <dd>
                    {fill(t.report.kappaOf, {
                      kappa: number(pair.kappa),
                      alike: number(pair.alikeness),
                      samples: format.number(pair.samples),
                    })}
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
      </Card>
      <Days task={task} />
    </div>
  );
}

/** Curves for those who may see the dataset; others do without. */
function Days({ task }: { task: TeamTask }) {
  const t = useTeamsText().report;
  const format = useFormat();
  const { data } = useQuery({
    ...daysQuery(useProjectId(), task.dataset_id, task.task_id),
    enabled: task.roles.includes(3),
  });
  if (data === undefined) return null;
  return (
    <Card title={t.days}>
      <Chart
        label={t.days}
        group={task.task_id}
        words={(value) => format.number(value)}
        series={series.map((name) => ({
          name: t.series[name],
          points: Object.entries(data.metrics[name] ?? {}).map(([at, count]) => [Number(at), count] as const),
        }))}
      />
    </Card>
  );
}

function useColumns(): TableProps<TaskReport["members"][number]>["columns"] {
  const t = useTeamsText();
  const format = useFormat();
  const none = <span className="faint">–</span>;
  return [
    {
      key: "email",
      title: t.task.member,
      render: (_value, row) => <span className="row-name">{row.email}</span>,
    },
    {
      key: "done",
      title: t.report.done,
      align: "end",
      render: (_value, row) => `${format.number(row.done)} / ${format.number(row.assigned)}`,
    },
    {
      key: "accepted",
      title: t.report.accepted,
      align: "end",
      render: (_value, row) => format.number(row.accepted),
    },
    {
      key: "rejected",
      title: t.report.rejected,
      align: "end",
      render: (_value, row) => format.number(row.rejected),
    },
    {
      key: "rate",
      title: t.report.rate,
      align: "end",
      render: (_value, row) => (row.accepted + row.rejected > 0 ? format.percent(row.pass_rate) : none),
    },
    {
      key: "spent",
      title: t.task.spent,
      align: "end",
      render: (_value, row) => (row.spent_seconds > 0 ? format.seconds(row.spent_seconds) : none),
    },
    {
      key: "each",
      title: t.report.perSample,
      align: "end",
      render: (_value, row) => (row.seconds_per_sample > 0 ? format.seconds(row.seconds_per_sample) : none),
    },
  ];
}
