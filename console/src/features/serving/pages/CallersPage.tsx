import { Tabs } from "antd";

import { Page, useURLPatch, useURLValue } from "@/ui";
import { APIKeysCard } from "../callers/APIKeysCard";
import { AppsCard } from "../callers/AppsCard";
import "../callers/callers.css";
import { useServingText } from "../text";

/** What programs call services with: apps and API keys. */
export default function CallersPage() {
  const t = useServingText().callers;
  const [tab] = useURLValue("tab", "apps");
  const patch = useURLPatch();
  return (
    <Page title={t.title} hint={t.hint}>
      <Tabs
        activeKey={tab}
        onChange={(next) => patch({ tab: next === "apps" ? "" : next, q: "", page: "", app: "" })}
        destroyOnHidden
        items={[
          { key: "apps", label: t.apps, children: <AppsCard /> },
          { key: "keys", label: t.apiKeys, children: <APIKeysCard /> },
        ]}
      />
    </Page>
  );
}
