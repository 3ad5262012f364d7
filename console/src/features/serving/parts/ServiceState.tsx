import type { ServiceItem } from "@/client";
import { Status } from "@/ui";
import { isMoving, statusOf, toneOf } from "../services";
import { useServingText } from "../text";

type Shown = Pick<ServiceItem, "status" | "progress">;

/** Where a service is; while it is being deployed, how far. */
export function ServiceState({ service }: { service: Shown }) {
  const t = useServingText();
  const status = statusOf(service);
  const progress = service.progress ?? 100;
  return (
    <span className={isMoving(service) ? "live" : ""} data-testid="service-status" data-status={status}>
      <Status tone={toneOf(status)}>
        {t.statuses[status]}
        {status === "deploying" && progress < 100 && <span className="faint"> {progress}%</span>}
      </Status>
    </span>
  );
}
