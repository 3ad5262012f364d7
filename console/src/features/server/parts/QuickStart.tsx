import { Button, Tabs } from "antd";
import { Link } from "react-router";

import type { Overview } from "@/client";
import { useProject, useSession } from "@/features/iam";
import { Card, CodeBlock, useURLValue } from "@/ui";
import { useServerText } from "../text";
import { snippets, type SnippetName } from "./snippets";

const names: readonly SnippetName[] = ["env", "obs", "boto3", "cli"];

export function QuickStart({ endpoints }: { endpoints: Overview["endpoints"] }) {
  const t = useServerText();
  const { user } = useSession();
  const { project } = useProject();
  const [shown, show] = useURLValue("snippet", "env");
  const texts = snippets({
    api: endpoints["api"] ?? "",
    storage: endpoints["storage"] ?? "",
    projectId: project?.id ?? "",
    domainId: user.domain.id,
  });
  const items = names.map((name) => ({
    key: name,
    label: t.snippets[name],
    children: <CodeBlock text={texts[name]} label={t.copySnippet} />,
  }));
  const create = (
    <Link to="/profile?tab=keys">
      <Button>{t.createKey}</Button>
    </Link>
  );
  return (
    <Card title={t.start} extra={create} className="overview-start">
      <p className="soft" style={{ marginTop: 0 }}>
        {t.startHint}
      </p>
      <Tabs items={items} activeKey={shown} onChange={show} />
    </Card>
  );
}
