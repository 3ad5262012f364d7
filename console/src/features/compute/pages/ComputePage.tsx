import { useQuery } from "@tanstack/react-query";
import { Select, Tabs } from "antd";

import { useProjectId } from "@/features/iam";
import { Page, useURLPatch, useURLValue } from "@/ui";
import { poolsQuery, publicPool } from "../api";
import "../parts/compute.css";
import { FlavorsTab } from "../parts/FlavorsTab";
import { MachinesTab } from "../parts/MachinesTab";
import { QueueTab } from "../parts/QueueTab";
import { QuotasTab } from "../parts/QuotasTab";
import { useComputeText } from "../text";

export default function ComputePage() {
  const t = useComputeText();
  const [tab] = useURLValue("tab", "pools");
  const [pool, setPool] = useURLValue("pool", publicPool);
  const patch = useURLPatch();
  return (
    <Page title={t.title} hint={t.hint} actions={<PoolPicker value={pool} onChange={setPool} />}>
      <Tabs
        activeKey={tab}
        onChange={(next) => patch({ tab: next === "pools" ? "" : next, page: "" })}
        destroyOnHidden
        items={[
          { key: "pools", label: t.tabs.pools, children: <MachinesTab pool={pool} /> },
          { key: "queue", label: t.tabs.queue, children: <QueueTab pool={pool} /> },
          { key: "flavors", label: t.tabs.flavors, children: <FlavorsTab pool={pool} /> },
          { key: "quotas", label: t.tabs.quotas, children: <QuotasTab /> },
        ]}
      />
    </Page>
  );
}

/** Nothing to pick where there is only the public pool. */
function PoolPicker({ value, onChange }: { value: string; onChange(pool: string): void }) {
  const t = useComputeText();
  const query = useQuery(poolsQuery(useProjectId()));
  const dedicated = query.data?.items ?? [];
  if (dedicated.length === 0) return null;
  return (
    <Select
      aria-label={t.pool}
      style={{ minWidth: 220 }}
      value={value}
      onChange={onChange}
      options={[
        { value: publicPool, label: t.publicPool },
        ...dedicated.map(({ metadata }) => ({
          value: metadata.name,
          label: metadata.labels?.["os.modelarts/name"] ?? metadata.name,
        })),
      ]}
      data-testid="pool-picker"
    />
  );
}
