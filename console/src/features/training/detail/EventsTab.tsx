import { BellOutlined, SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Input, Segmented } from "antd";
import { useEffect, useState } from "react";

import type { Job, JobEvents } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import {
  Card,
  DataTable,
  EmptyView,
  Status,
  Toolbar,
  useURLPage,
  useURLPatch,
  useURLValue,
  type Tone,
} from "@/ui";
import { eventsQuery, type EventLevel } from "../api";
import { isLive } from "../jobs";
import { useTrainingText } from "../text";

type JobEvent = JobEvents["events"][number];

const tones: Readonly<Record<JobEvent["level"], Tone>> = {
  Info: "info",
  Warning: "warning",
  Error: "danger",
};

/** What happened to a job, the newest first. */
export default function EventsTab({ job }: { job: Job }) {
  const t = useTrainingText().events;
  const format = useFormat();
  const paging = useURLPage();
  const [level] = useURLValue("event-level");
  const [pattern] = useURLValue("event");
  const patch = useURLPatch();
  const filter = { level: level as EventLevel, pattern, page: paging.page, size: paging.size };
  const query = useQuery(eventsQuery(useProjectId(), job.metadata.id, filter, isLive(job)));
  return (
    <Card flush>
      <Toolbar
        end={
          <Segmented<string>
            aria-label={t.level}
            value={level}
            onChange={(next) => patch({ "event-level": next, page: "" })}
            options={["", "Info", "Warning", "Error"].map((value) => ({
              value,
              label: t.levels[(value || "all") as keyof typeof t.levels],
            }))}
          />
        }
      >
        <FindEvent value={pattern} onChange={(event) => patch({ event, page: "" })} />
      </Toolbar>
      <DataTable<JobEvent>
        label={t.message}
        query={query}
        rows={query.data?.events}
        total={query.data?.total}
        paging={paging}
        rowKey={(event) => `${event.time} ${event.source} ${event.message}`}
        empty={
          <EmptyView icon={<BellOutlined />} title={level === "" && pattern === "" ? t.empty : t.none} />
        }
        columns={[
          {
            title: t.time,
            dataIndex: "time",
            width: 210,
            render: (time: string) => <span className="nowrap">{format.dateTime(time)}</span>,
          },
          {
            title: t.message,
            key: "message",
            render: (_value, event) => <Status tone={tones[event.level]}>{event.message}</Status>,
          },
        ]}
        className="events"
      />
    </Card>
  );
}

function FindEvent({ value, onChange }: { value: string; onChange(text: string): void }) {
  const t = useTrainingText().events;
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), 300);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Input
      allowClear
      maxLength={256}
      prefix={<SearchOutlined />}
      placeholder={t.search}
      aria-label={t.search}
      style={{ width: 280 }}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
