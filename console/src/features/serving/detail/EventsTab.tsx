import { BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";

import type { Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import {
  Card,
  DataTable,
  EmptyView,
  SearchField,
  Status,
  Toolbar,
  useLater,
  useURLPage,
  useURLPatch,
  useURLValue,
} from "@/ui";
import { eventsQuery } from "../api";
import { useServingText } from "../text";

interface ServiceEvent {
  event_type: string;
  event_info: string;
  occur_time: number;
}

/** What happened to a service, the newest first. */
export default function EventsTab({ service }: { service: Service }) {
  const t = useServingText().events;
  const format = useFormat();
  const paging = useURLPage();
  const [type] = useURLValue("event-type");
  const [text] = useURLValue("q");
  const patch = useURLPatch();
  const filter = { type, text: useLater(text.trim(), 250), offset: paging.offset, limit: paging.size };
  const query = useQuery(eventsQuery(useProjectId(), service.service_id, filter));
  return (
    <Card flush>
      <Toolbar
        end={
          <Segmented<string>
            aria-label={t.type}
            value={type}
            onChange={(next) => patch({ "event-type": next, page: "" })}
            options={["", "normal", "abnormal"].map((value) => ({
              value,
              label: t.types[(value || "all") as keyof typeof t.types],
            }))}
          />
        }
      >
        <SearchField label={t.search} />
      </Toolbar>
      <DataTable<ServiceEvent>
        label={t.event}
        query={query}
        rows={query.data?.events}
        total={query.data?.total_count}
        paging={paging}
        rowKey={(row) => `${row.occur_time} ${row.event_info}`}
        empty={<EmptyView icon={<BellOutlined />} title={text === "" && type === "" ? t.empty : t.none} />}
        columns={[
          {
            title: t.time,
            dataIndex: "occur_time",
            width: 200,
            render: (at: number) => <span className="nowrap">{format.dateTime(at)}</span>,
          },
          {
            title: t.event,
            key: "event",
            render: (_value, row) => (
              <Status tone={row.event_type === "abnormal" ? "danger" : "info"}>{row.event_info}</Status>
            ),
          },
        ]}
      />
    </Card>
  );
}
