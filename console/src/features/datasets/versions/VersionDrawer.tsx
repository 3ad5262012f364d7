import { useQuery } from "@tanstack/react-query";
import { Drawer, Table } from "antd";

import type { DatasetVersion } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Facts, QueryView } from "@/ui";
import { usesQuery, versionQuery } from "./api";
import { useVersionsText } from "./text";

const usages = ["TRAIN", "EVAL", "TEST"] as const;

/** What is in a version, and what used it. */
export function VersionDrawer({
  datasetId,
  version,
  onClose,
}: {
  datasetId: string;
  version: DatasetVersion;
  onClose(): void;
}) {
  const t = useVersionsText();
  const format = useFormat();
  const projectId = useProjectId();
  const query = useQuery(versionQuery(projectId, datasetId, version.version_id));
  const uses = useQuery(usesQuery(projectId, datasetId, version.version_id));
  return (
    <Drawer open title={fill(t.detailOf, { name: version.version_name })} size="large" onClose={onClose}>
      <div className="stack">
        <Facts
          rows={[
            [t.samples, format.number(version.total_sample_count)],
            [t.manifest, <OBSLink key="manifest" path={`obs:/${version.manifest_path}`} />],
            [t.description, version.description === "" ? "–" : version.description],
          ]}
        />
        <QueryView query={query}>
          {(found) => (
            <Table
              size="small"
              pagination={false}
              rowKey="name"
              dataSource={found.label_stats ?? []}
              columns={[
                { key: "name", title: t.label, dataIndex: "name" },
                {
                  key: "samples",
                  title: t.samples,
                  align: "end",
                  render: (_value, label) => format.number(label.sample_count),
                },
                ...usages
                  .filter((usage) => (found.usage_stats?.[usage] ?? 0) > 0)
                  .map((usage) => ({
                    key: usage,
                    title: t.usages[usage],
                    align: "end" as const,
                    render: (_value: unknown, label: { usages?: Record<string, number> }) =>
                      format.number(label.usages?.[usage] ?? 0),
                  })),
              ]}
            />
          )}
        </QueryView>
        <h3>{t.uses}</h3>
        <QueryView query={uses}>
          {(found) =>
            found.uses.length === 0 ? (
              <p className="soft">{t.notUsed}</p>
            ) : (
              <Facts rows={found.uses.map((use) => [use.resource_name, use.user_name] as const)} />
            )
          }
        </QueryView>
      </div>
    </Drawer>
  );
}
