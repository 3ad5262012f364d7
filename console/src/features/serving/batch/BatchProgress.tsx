import { Progress } from "antd";

import type { ServiceItem } from "@/client";
import { fill, useFormat } from "@/i18n";
import { useServingText } from "../text";
import "./batch.css";

/** How many of its inputs a batch has dealt with. */
export function BatchProgress({ service }: { service: Pick<ServiceItem, "batch" | "status"> }) {
  const t = useServingText().batch;
  const format = useFormat();
  const { batch } = service;
  if (batch === null || batch === undefined || batch.total === 0) return <span className="faint">–</span>;
  const { done, failed, total } = batch;
  const percent = Math.floor((100 * Math.min(total, done + failed)) / total);
  return (
    <div className="batch-progress" data-testid="batch-progress">
      <Progress
        percent={percent}
        showInfo={false}
        size="small"
        status={service.status === "running" ? "active" : failed > 0 ? "exception" : "normal"}
        aria-label={t.progress}
      />
      <span className="nowrap">
        {fill(t.of, { done: format.number(done + failed), total: format.number(total) })}
        {failed > 0 && (
          <span className="danger-text"> {fill(t.failedCount, { count: format.number(failed) })}</span>
        )}
      </span>
    </div>
  );
}
