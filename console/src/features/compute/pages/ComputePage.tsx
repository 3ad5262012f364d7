import { Tabs } from "antd";

import { Page, useURLPatch, useURLValue } from "@/ui";
import { publicPool } from "../api";
import "../parts/compute.css";
import { FlavorsTab } from "../parts/FlavorsTab";
import { MachinesTab } from "../parts/MachinesTab";
import { PoolSelect, usePools } from "../parts/PoolSelect";
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
  if (usePools().length < 2) return null;
  return (
    <PoolSelect
      value={value === publicPool ? "" : value}
      onChange={(pool) => onChange(pool === "" ? publicPool : pool)}
    />
  );
}
