import { SwapOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Badge, Button, Tooltip } from "antd";
import { lazy, Suspense } from "react";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { tasksQuery } from "../api";
import { useObjectsText } from "../text";
import { useTransfers, useUploads } from "./uploads";

const TransfersDrawer = lazy(() => import("./TransfersDrawer"));

export function TransfersButton() {
  const t = useObjectsText().transfers;
  const format = useFormat();
  const { open, setOpen } = useTransfers();
  const uploads = useUploads();
  const tasks = useQuery(tasksQuery(useProjectId(), open));
  const active =
    uploads.filter((one) => ["running", "waiting", "lost"].includes(one.state)).length +
    (tasks.data?.tasks.filter((one) => one.state === "running" || one.state === "waiting").length ?? 0);
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
