import { SwapOutlined } from "@ant-design/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Badge, Button, Tooltip } from "antd";
import { lazy, Suspense, useEffect, useRef } from "react";

import type { Task } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { isActive, refreshAllObjects, tasksQuery } from "../api";
import { useObjectsText } from "../text";
import { useTransfers, useUploads } from "./uploads";

const TransfersDrawer = lazy(() => import("./TransfersDrawer"));

export function TransfersButton() {
  const t = useObjectsText().transfers;
  const format = useFormat();
  const { open, setOpen } = useTransfers();
  const uploads = useUploads();
  const projectId = useProjectId();
  const tasks = useQuery(tasksQuery(projectId, open));
  useAfterTasks(projectId, tasks.data?.tasks);
  const active =
    uploads.filter((one) => ["running", "waiting", "lost"].includes(one.state)).length +
    (tasks.data?.tasks.filter(isActive).length ?? 0);
  const label = active > 0 ? fill(t.active, { count: format.number(active) }) : t.button;
  return (
    <>
      <Tooltip title={label}>
        <Badge count={active} size="small" offset={[-6, 6]}>
          <Button
            type="text"
            icon={<SwapOutlined rotate={90} />}
            aria-label={label}
            data-testid="transfers"
            onClick={() => setOpen(!open)}
          />
        </Badge>
      </Tooltip>
      {open && (
        <Suspense>
          <TransfersDrawer />
        </Suspense>
      )}
    </>
  );
}

/** What a task made or removed is seen as soon as the task is known to be over. */
function useAfterTasks(projectId: string, tasks: readonly Task[] | undefined): void {
  const client = useQueryClient();
  const over = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (tasks === undefined) return;
    const now = new Set(tasks.filter((one) => !isActive(one)).map((one) => one.id));
    const before = over.current;
    over.current = now;
    if (before !== null && [...now].some((id) => !before.has(id))) void refreshAllObjects(client, projectId);
  }, [client, projectId, tasks]);
}
