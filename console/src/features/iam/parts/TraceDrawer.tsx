import { Drawer } from "antd";

import type { Trace } from "@/client";
import { fill, useFormat } from "@/i18n";
import { CopyValue, JSONView, useUIText } from "@/ui";
import { useIAMText } from "../text";

/** CTS gives the user as an object, or as a text that holds one. */
export function traceUser({ user }: Trace): string {
  if (typeof user !== "string") return user?.name ?? user?.id ?? "–";
  try {
    const inner = JSON.parse(user) as { name?: string };
    return inner.name ?? user;
  } catch {
    return user;
  }
}

export function TraceDrawer({ trace, onClose }: { trace: Trace | null; onClose(): void }) {
  const t = useIAMText().audit;
  const ui = useUIText();
  const format = useFormat();
  if (trace === null) return null;
  const facts: [string, string][] = [
    [t.time, format.dateTime(trace.time)],
    [t.user, traceUser(trace)],
    [t.source, trace.source_ip],
    [t.service, trace.service_type],
    [t.resourceType, trace.resource_type],
    [t.resource, trace.resource_name],
    [t.code, trace.code],
  ];
  const ids: [string, string][] = [
    [t.resourceId, trace.resource_id],
    [ui.requestId, trace.request_id],
    [t.id, trace.trace_id],
  ];
  return (
    <Drawer
      open
      onClose={onClose}
      title={fill(t.details, { name: trace.trace_name })}
      size={640}
      data-testid="trace"
    >
      <dl className="facts" style={{ marginTop: 0 }}>
        {facts.map(([label, value]) => (
          <FactRow key={label} label={label} value={value} />
        ))}
        {ids
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <FactRow key={label} label={label} value={<CopyValue text={value} />} />
          ))}
      </dl>
      <h4>{t.request}</h4>
      <JSONView value={trace.request} />
      <h4>{t.response}</h4>
      <JSONView value={trace.response} />
    </Drawer>
  );
}

function FactRow({ label, value }: { label: string; value: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value || "–"}</dd>
    </>
  );
}
