import { ExperimentOutlined, RocketOutlined } from "@ant-design/icons";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";

import type { Job, JobSearch } from "@/client";
import { usageQuery } from "@/features/compute";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Card, EmptyView, ErrorAlert, LoadingView } from "@/ui";
import { jobsQuery } from "../api";
import { useTrainingText } from "../text";
import { JobStatus } from "./JobStatus";
import "./training.css";

const counted = { running: "Running", waiting: "Creating,Pending" } as const;

/** So far back is counted what was used. */
const days = 30;

const search = (phases: string): JobSearch => ({
  limit: 1,
  filters: [{ key: "phase", operator: "in", value: phases.split(",") }],
});

/** The training jobs at a glance; where there are none yet, the way to the first one. */
export function JobsCard() {
  const t = useTrainingText();
  const format = useFormat();
  const projectId = useProjectId();
  const newest = useQuery(jobsQuery(projectId, { limit: 5 }));
  const counts = useQueries({
    queries: Object.values(counted).map((phases) => jobsQuery(projectId, search(phases))),
  });
  // Who may not see it does without.
  const usage = useQuery(usageQuery(projectId, days));
  const all = (
    <Link to="/training/jobs">
      <Button>{t.overview.all}</Button>
    </Link>
  );
  const jobs = newest.data?.items;
  return (
    <Card
      title={t.jobs.title}
      extra={jobs?.length ? all : undefined}
      className="overview-jobs"
      testId="jobs-card"
    >
      {newest.error !== null && <ErrorAlert error={newest.error} />}
      {newest.isPending && <LoadingView rows={4} />}
      {jobs?.length === 0 && <FirstSteps />}
      {jobs !== undefined && jobs.length > 0 && (
        <div className="jobs-card">
          <ul className="running-list">
            {(Object.keys(counted) as (keyof typeof counted)[]).map((name, at) => (
              <li key={name}>
                <Link to={`/training/jobs?status=${counted[name]}`}>
                  <strong>{format.number(counts[at]?.data?.count ?? 0)}</strong>
                  <span className="soft">{t.overview[name]}</span>
                </Link>
              </li>
            ))}
            {usage.data !== undefined && (
              <li data-testid="core-hours">
                <strong>{format.number(Math.round(usage.data.core_hours * 100) / 100)}</strong>
                <span className="soft">{t.overview.coreHours}</span>
              </li>
            )}
            {usage.data !== undefined && usage.data.card_hours > 0 && (
              <li>
                <strong>{format.number(Math.round(usage.data.card_hours * 100) / 100)}</strong>
                <span className="soft">{t.overview.cardHours}</span>
              </li>
            )}
          </ul>
          <ul className="jobs-newest">
            {jobs.map((job) => (
              <NewestJob key={job.metadata.id} job={job} />
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}

function NewestJob({ job }: { job: Job }) {
  const format = useFormat();
  return (
    <li>
      <Link to={`/training/jobs/${job.metadata.id}`} className="row-name">
        {job.metadata.name}
      </Link>
      <JobStatus job={job} />
      <span className="faint nowrap">{format.ago(job.metadata.create_time)}</span>
    </li>
  );
}

function FirstSteps() {
  const t = useTrainingText().overview;
  return (
    <EmptyView
      icon={<RocketOutlined />}
      title={t.first}
      hint={t.firstHint}
      action={
        <>
          <Link to="/storage">
            <Button>{t.upload}</Button>
          </Link>
          <Link to="/training/jobs/new">
            <Button type="primary" icon={<ExperimentOutlined />} data-testid="first-job">
              {t.create}
            </Button>
          </Link>
        </>
      }
    />
  );
}
