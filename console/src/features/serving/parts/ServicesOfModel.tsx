import { CloudServerOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Link } from "react-router";

import type { ServiceItem } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, useURLPage } from "@/ui";
import { servicesQuery } from "../api";
import { useServingText } from "../text";
import { ServiceState } from "./ServiceState";

/** The services that use one version of a model. */
export function ServicesOfModel({ modelId }: { modelId: string }) {
  const t = useServingText().services;
  const format = useFormat();
  const paging = useURLPage();
  const query = useQuery(
    servicesQuery(useProjectId(), { model_id: modelId, offset: paging.offset, limit: paging.size }),
  );
  return (
    <Card flush>
      <DataTable<ServiceItem>
        label={t.title}
        query={query}
        rows={query.data?.services}
        total={query.data?.total_count}
        paging={paging}
        rowKey="service_id"
        empty={
          <EmptyView
            icon={<CloudServerOutlined />}
            title={t.noneOfModel}
            action={
              <Link to={`/services/new?model=${modelId}`}>
                <Button>{t.create}</Button>
              </Link>
            }
          />
        }
        columns={[
          {
            title: t.name,
            key: "name",
            render: (_value, service) => (
              <Link to={`/services/${service.service_id}`} className="row-name">
                {service.service_name}
              </Link>
            ),
          },
          { title: t.status, key: "status", render: (_value, service) => <ServiceState service={service} /> },
          { title: t.owner, dataIndex: "owner_name" },
          {
            title: t.created,
            dataIndex: "publish_at",
            render: (at: number) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
          },
        ]}
      />
    </Card>
  );
}
