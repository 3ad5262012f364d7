import type { Overview } from "@/client";
import { useProject } from "@/features/iam";
import { Card, CopyValue } from "@/ui";
import { useServerText } from "../text";

export function EndpointsCard({ endpoints }: { endpoints: Overview["endpoints"] }) {
  const t = useServerText();
  const { project } = useProject();
  const rows = [
    { label: t.apiEndpoint, value: endpoints["api"] ?? "" },
    { label: t.storageEndpoint, value: endpoints["storage"] ?? "" },
    { label: t.project, value: project?.id ?? "" },
  ];
  return (
    <Card title={t.endpoints} className="overview-endpoints">
      {rows.map(({ label, value }) => (
        <div className="endpoint" key={label}>
          <span className="soft">{label}</span>
          <CopyValue text={value} />
        </div>
      ))}
    </Card>
  );
}
