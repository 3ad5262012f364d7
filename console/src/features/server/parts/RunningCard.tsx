import { CoffeeOutlined } from "@ant-design/icons";

import type { Overview } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Card, EmptyView } from "@/ui";
import { useServerText } from "../text";

export function RunningCard({ running }: { running: Overview["running"] }) {
  const t = useServerText();
  const format = useFormat();
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const busy = running.filter((one) => one.count > 0);
  return (
    <Card title={t.running} className="overview-running" testId="running-card">
      {busy.length === 0 ? (
        <div className="compact">
          <EmptyView icon={<CoffeeOutlined />} title={t.idle} hint={t.idleHint} />
        </div>
      ) : (
        <ul className="running-list">
          {busy.map(({ kind, count }) => (
            <li key={kind}>
              <strong>{format.number(count)}</strong>
              <span className="soft">{kinds[kind] ?? fill(t.kinds.other, { kind })}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
