import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";

import type { Model, ModelItem } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, useURLPage } from "@/ui";
import { modelsQuery } from "../api";
import { ModelState } from "../parts/ModelState";
import { useRegistryText } from "../text";

/** All versions of one application. */
export function VersionsTab({ model }: { model: Model }) {
  const t = useRegistryText();
  const format = useFormat();
  const paging = useURLPage();
  const query = useQuery(
    modelsQuery(useProjectId(), {
      model_name: model.model_name,
      exact_match: true,
      sort_by: "model_version",
      order: "desc",
      offset: paging.offset,
      limit: paging.size,
    }),
  );
  return (
    <Card flush>
      <DataTable<ModelItem>
        label={t.model.tabs.versions}
        query={query}
        rows={query.data?.models}
        total={query.data?.total_count}
        paging={paging}
        rowKey="model_id"
        empty={<EmptyView title={t.models.none} />}
        columns={[
          {
            title: t.models.version,
            key: "version",
            render: (_value, row) => (
              <Link to={`/models/${row.model_id}?tab=versions`} className="row-name">
                <span className="mono">{row.model_version}</span>
                {row.model_id === model.model_id && <span className="faint">{t.models.shown}</span>}
              </Link>
            ),
          },
          {
            title: t.models.status,
            key: "status",
            render: (_value, row) => <ModelState model={row} explained />,
          },
          { title: t.models.engine, dataIndex: "model_type" },
          { title: t.models.about, dataIndex: "description", className: "soft" },
          {
            title: t.models.created,
            dataIndex: "create_at",
            render: (at: number) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
          },
        ]}
      />
    </Card>
  );
}
