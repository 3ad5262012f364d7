import { CodeOutlined, LockOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";

import type { Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, EmptyView, LoadingView } from "@/ui";
import type { TerminalEnd } from "@/ui/terminal/Terminal";
import { InstancePicker, useInstance } from "../parts/InstancePicker";
import { useServingText } from "../text";

const Terminal = lazy(() => import("@/ui/terminal/Terminal"));

/** A shell in a running instance. */
export default function TerminalTab({ service }: { service: Service }) {
  const t = useServingText().terminal;
  const projectId = useProjectId();
  const { query, instances, instance, choose } = useInstance(service);
  const [session, setSession] = useState(0);
  const [end, setEnd] = useState<TerminalEnd | null>(null);
  const running = instances.filter((one) => one.status !== "ended" && one.status !== "new");
  if (query.isPending) return <LoadingView />;
  if (instance === undefined || (running.length === 0 && session === 0)) {
    return (
      <Card testId="terminal-not">
        <EmptyView icon={<CodeOutlined />} title={t.notRunning} hint={t.notRunningHint} />
      </Card>
    );
  }
  const id = instance.instance_id;
  if (session === 0 || end !== null) {
    return (
      <Card testId="terminal-start">
        <EmptyView
          icon={end?.kind === "forbidden" ? <LockOutlined /> : <CodeOutlined />}
          title={end === null ? t.start : t.ends[end.kind]}
          hint={end === null || end.message === "" ? t.hint : end.message}
          action={
            <>
              <InstancePicker instances={running} value={id} onChange={choose} />
              <Button
                type="primary"
                onClick={() => {
                  setEnd(null);
                  setSession(session + 1);
                }}
                data-testid="open-terminal"
              >
                {end === null ? t.open : t.again}
              </Button>
            </>
          }
        />
      </Card>
    );
  }
  const label = fill(t.label, { instance: instance.instance_name });
  return (
    <Card flush className="terminal-card" title={label}>
      <Suspense fallback={<LoadingView />}>
        <Terminal
          key={`${session} ${id}`}
          path={`/v1/${projectId}/services/${service.service_id}/instances/${id}/terminal`}
          label={label}
          onEnd={setEnd}
        />
      </Suspense>
    </Card>
  );
}
