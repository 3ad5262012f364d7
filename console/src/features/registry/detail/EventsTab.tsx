import { BellOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";

import type { Model, ModelEvent } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, Status, useURLPage, type Tone } from "@/ui";
import { modelEventsQuery } from "../api";
import { isLive } from "../models";
import { useRegistryText } from "../text";

const tones: Readonly<Record<string, Tone>> = { normal: "info", abnormal: "danger", hint: "warning" };

/** What happened to a model, the newest first. */
export function EventsTab({ model }: { model: Model }) {
  const t = useRegistryText().events;
  const format = useFormat();
  const paging = useURLPage();
  const query = useQuery(
    modelEventsQuery(useProjectId(), model.model_id, paging.offset, paging.size, isLive(model)),
  );
  return (
    <Card flush>
      <DataTable<ModelEvent>
        label={t.event}
        query={query}
        rows={query.data?.events}
        total={query.data?.total_count}
        paging={paging}
        rowKey={(row) => `${row.occur_time} ${row.event_code} ${row.event_info}`}
        empty={<EmptyView icon={<BellOutlined />} title={t.none} />}
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
            render: (_value, row) => <Status tone={tones[row.event_type] ?? "info"}>{row.event_info}</Status>,
          },
        ]}
      />
    </Card>
  );
}
