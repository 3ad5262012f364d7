import { Alert } from "antd";

import type { Overview } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Card, CopyValue, Gauge } from "@/ui";
import { useServerText } from "../text";

export function StorageCard({ storage }: { storage: Overview["storage"] }) {
  const t = useServerText();
  const format = useFormat();
  const { total_bytes: total, free_bytes: free, used_bytes: used } = storage;
  if (total === null || free === null || used === null) {
    return (
      <Card title={t.storage} className="overview-storage" testId="storage-card">
        <dl className="facts">
          <dt>{t.engine}</dt>
          <dd>{storage.engine}</dd>
          <dt>{t.location}</dt>
          <dd>
            <CopyValue text={storage.location} />
          </dd>
        </dl>
      </Card>
    );
  }
  const freeShare = total > 0 ? free / total : 0;
  const tone = freeShare < 0.1 ? "danger" : freeShare < 0.2 ? "warning" : "success";
  const label = fill(t.gauge, { free: format.bytes(free), total: format.bytes(total) });
  return (
    <Card title={t.storage} className="overview-storage" testId="storage-card">
      <div className="storage-body">
        <Gauge share={1 - freeShare} tone={tone} label={label}>
          <strong>{format.percent(1 - freeShare)}</strong>
          {t.full}
        </Gauge>
        <dl className="facts">
          <dt>{t.free}</dt>
          <dd>{format.bytes(free)}</dd>
          <dt>{t.used}</dt>
          <dd>{format.bytes(used)}</dd>
          <dt>{t.total}</dt>
          <dd>{format.bytes(total)}</dd>
          <dt>{t.engine}</dt>
          <dd>{storage.engine}</dd>
          <dt>{t.location}</dt>
          <dd>
            <CopyValue text={storage.location} />
          </dd>
        </dl>
      </div>
      {freeShare < 0.1 && <Alert type="warning" showIcon title={t.low} style={{ marginTop: 16 }} />}
    </Card>
  );
}
