import { FileTextOutlined } from "@ant-design/icons";

import { call, type Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, EmptyView, LoadingView } from "@/ui";
import { LogPanel } from "@/ui/log/LogPanel";
import { levelsOf, pagedLog, watchStream } from "@/ui/log/source";
import { InstancePicker, useInstance } from "../parts/InstancePicker";
import { useServingText } from "../text";

const base = "/v1/{project_id}/services/{service_id}/instances/{instance_id}/logs";

/** What an instance wrote, also one that has ended. */
export default function LogsTab({ service }: { service: Service }) {
  const t = useServingText().logs;
  const projectId = useProjectId();
  const { query, instances, instance, choose } = useInstance(service);
  if (query.isPending) return <LoadingView />;
  if (instance === undefined) {
    return (
      <Card>
        <EmptyView icon={<FileTextOutlined />} title={t.none} hint={t.noneHint} />
      </Card>
    );
  }
  const id = instance.instance_id;
  const path = { project_id: projectId, service_id: service.service_id, instance_id: id };
  /** For what the browser asks by itself. */
  const address = (what: string) =>
    `${base.replace(/\{(\w+)\}/g, (_whole, name: keyof typeof path) => encodeURIComponent(path[name]))}/${what}`;
  return (
    <LogPanel
      name={["serving", projectId, service.service_id, id]}
      label={fill(t.of, { instance: instance.instance_name })}
      live={instance.status !== "ended"}
      pickers={<InstancePicker instances={instances} value={id} onChange={choose} />}
      sourceOf={(filter) => {
        const level = levelsOf(filter);
        return pagedLog({
          lines: (page, signal) =>
            call("GET", `${base}/lines`, {
              path,
              query: { fold: filter.fold, ...(level !== undefined && { level: [...level] }), ...page },
              signal,
            }),
          watch: (offset, more, onBroken) => watchStream(address(`stream?offset=${offset}`), more, onBroken),
        });
      }}
      download={address("file?download=true")}
      search={(page, signal) => call("GET", `${base}/search`, { path, query: page, signal })}
    />
  );
}
