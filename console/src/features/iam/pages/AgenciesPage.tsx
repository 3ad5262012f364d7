import { Tabs } from "antd";

import { Page, useURLPatch, useURLValue } from "@/ui";
import { AgencyList } from "../parts/AgencyList";
import { AuthorizationList } from "../parts/AuthorizationList";
import { useIAMText } from "../text";

export default function AgenciesPage() {
  const t = useIAMText().agencies;
  const [tab] = useURLValue("tab", "agencies");
  const patch = useURLPatch();
  return (
    <Page title={t.title} hint={t.hint}>
      <Tabs
        activeKey={tab}
        onChange={(next) => patch({ tab: next === "agencies" ? "" : next, page: "" })}
        destroyOnHidden
        items={[
          { key: "agencies", label: t.tabs.agencies, children: <AgencyList /> },
          { key: "authorizations", label: t.tabs.authorizations, children: <AuthorizationList /> },
        ]}
      />
    </Page>
  );
}
