import { DeleteOutlined, PoweroffOutlined, RedoOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Tabs, Tooltip, Typography } from "antd";
import { lazy, Suspense } from "react";
import { useNavigate, useParams } from "react-router";

import type { Job } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { CopyValue, LoadingView, Page, QueryView, RowMenu, useFail, useURLValue } from "@/ui";
import { jobQuery, useDescribeJob, useFreshJob } from "../api";
import { Course } from "../detail/Course";
import "../detail/detail.css";
import { Ending } from "../detail/Ending";
import { Waiting } from "../detail/Waiting";
import { canStop, isLive } from "../jobs";
import { Duration } from "../parts/Duration";
import { JobStatus } from "../parts/JobStatus";
import "../parts/training.css";
import { useJobActions } from "../parts/useJobActions";
import { useTrainingText } from "../text";

const LogsTab = lazy(() => import("../logs/LogsTab"));
const EventsTab = lazy(() => import("../detail/EventsTab"));
const ResourcesTab = lazy(() => import("../detail/ResourcesTab"));
const ConfigurationTab = lazy(() => import("../detail/ConfigurationTab"));
const OutputsTab = lazy(() => import("../detail/OutputsTab"));
const TerminalTab = lazy(() => import("../detail/TerminalTab"));

const tabs = {
  logs: LogsTab,
  events: EventsTab,
  resources: ResourcesTab,
  configuration: ConfigurationTab,
  outputs: OutputsTab,
  terminal: TerminalTab,
} as const;

export default function JobPage() {
  const query = useQuery(jobQuery(useProjectId(), useParams()["jobId"] ?? ""));
  return <QueryView query={query}>{(job) => <JobView job={job} />}</QueryView>;
}

function JobView({ job }: { job: Job }) {
  const t = useTrainingText();
  const [tab, setTab] = useURLValue("tab", "logs");
  useFreshJob(useProjectId(), job);
  const items = (Object.keys(tabs) as (keyof typeof tabs)[]).map((key) => {
    const Tab = tabs[key];
    return {
      key,
      label: t.job.tabs[key],
      children: (
        <Suspense fallback={<LoadingView />}>
          <Tab job={job} />
        </Suspense>
      ),
    };
  });
  return (
    <Page
      title={
        <span className="thing-title">
          {job.metadata.name}
          <JobStatus job={job} />
        </span>
      }
      trail={[{ title: t.jobs.title, to: "/training/jobs" }]}
      hint={<Facts job={job} />}
      actions={<Actions job={job} />}
    >
      <div className="stack">
        <Waiting job={job} />
        <Ending job={job} onLog={() => setTab("logs")} />
        <Course job={job} />
        <Tabs activeKey={tab} onChange={setTab} items={items} destroyOnHidden className="thing-tabs" />
      </div>
    </Page>
  );
}

function Facts({ job }: { job: Job }) {
  const t = useTrainingText().job;
  const format = useFormat();
  const { metadata, spec, status } = job;
  const { resource } = spec;
  return (
    <>
      <div className="thing-facts">
        <CopyValue text={metadata.id} label={t.id} />
        <span>{fill(t.runs, { flavor: resource.flavor_id, count: resource.node_count })}</span>
        {status.duration > 0 && (
          <span>
            {status.phase === "Running" ? t.runningFor : t.ranFor} <Duration job={job} />
          </span>
        )}
        <span title={format.dateTime(metadata.create_time)}>
          {fill(t.created, { when: format.ago(metadata.create_time), user: metadata.user_name })}
        </span>
      </div>
      <Description job={job} />
    </>
  );
}

function Description({ job }: { job: Job }) {
  const t = useTrainingText().job;
  const fail = useFail();
  const describe = useDescribeJob(useProjectId(), job.metadata.id);
  const { description } = job.metadata;
  return (
    <Typography.Paragraph
      className={description === "" ? "thing-description faint" : "thing-description"}
      editable={{
        text: description,
        maxLength: 256,
        tooltip: t.describe,
        triggerType: ["icon", "text"],
        onChange: (text) => {
          if (text !== description) describe.mutate(text, { onError: fail });
        },
      }}
    >
      {(describe.isPending ? describe.variables : description) || t.describe}
    </Typography.Paragraph>
  );
}

function Actions({ job }: { job: Job }) {
  const t = useTrainingText().actions;
  const navigate = useNavigate();
  const actions = useJobActions();
  return (
    <>
      {canStop(job) && (
        <Button icon={<PoweroffOutlined />} onClick={() => actions.stop([job])} data-testid="stop-job">
          {t.stop}
        </Button>
      )}
      <Tooltip title={t.rebuildHint}>
        <Button icon={<RedoOutlined />} onClick={() => actions.rebuild(job)} data-testid="rebuild-job">
          {t.rebuild}
        </Button>
      </Tooltip>
      <RowMenu
        testId="job-menu"
        items={[
          {
            key: "delete",
            label: t.delete,
            icon: <DeleteOutlined />,
            danger: true,
            disabled: isLive(job),
            title: isLive(job) ? t.deleteEnded : undefined,
            onClick: () => actions.remove([job], () => void navigate("/training/jobs")),
          },
        ]}
      />
    </>
  );
}
