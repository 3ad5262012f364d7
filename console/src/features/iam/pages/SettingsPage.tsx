import { useQuery } from "@tanstack/react-query";
import { App, Radio } from "antd";

import { fill } from "@/i18n";
import { Card, Page, QueryView, useFail, useUIText } from "@/ui";
import { modeQuery, useSetMode } from "../api/account";
import { useProjectId, useSession } from "../session/session";
import { useIAMText } from "../text";

export default function SettingsPage() {
  const t = useIAMText().settings;
  const { domain } = useSession().user;
  const query = useQuery(modeQuery(useProjectId()));
  return (
    <Page title={t.title} hint={fill(t.hint, { domain: domain.name })} width="narrow">
      <Card title={t.mode}>
        <p className="soft" style={{ marginTop: 0 }}>
          {t.modeHint}
        </p>
        <QueryView query={query}>{({ strict }) => <Mode strict={strict} />}</QueryView>
      </Card>
    </Page>
  );
}

function Mode({ strict }: { strict: boolean }) {
  const t = useIAMText().settings;
  const ui = useUIText();
  const { modal, message } = App.useApp();
  const fail = useFail();
  const set = useSetMode(useProjectId());
  function ask(next: boolean) {
    if (next === strict) return;
    modal.confirm({
      title: next ? t.confirmStrict : t.confirmLoose,
      content: next ? t.confirmStrictHint : t.confirmLooseHint,
      okText: t.change,
      cancelText: ui.cancel,
      onOk: () => set.mutateAsync(next).then(() => message.success(t.saved), fail),
    });
  }
  return (
    <Radio.Group className="choices" value={strict} onChange={(event) => ask(event.target.value as boolean)}>
      <Radio value={true} data-testid="mode-strict">
        {t.strict}
        <span className="row-sub">{t.strictHint}</span>
      </Radio>
      <Radio value={false} data-testid="mode-loose">
        {t.loose}
        <span className="row-sub">{t.looseHint}</span>
      </Radio>
    </Radio.Group>
  );
}
