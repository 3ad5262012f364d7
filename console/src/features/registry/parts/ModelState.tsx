import type { ModelItem } from "@/client";
import { Status } from "@/ui";
import { isLive, statusOf, toneOf } from "../models";
import { useRegistryText } from "../text";

type Shown = Pick<ModelItem, "model_status" | "status_message">;

/** Where a model is, with the reason where it is not well. */
export function ModelState({ model, explained = false }: { model: Shown; explained?: boolean }) {
  const t = useRegistryText();
  const status = statusOf(model);
  const message = model.status_message ?? "";
  return (
    <>
      <span className={isLive(model) ? "live" : ""} data-testid="model-status" data-status={status}>
        <Status tone={toneOf(status)}>{t.statuses[status]}</Status>
      </span>
      {explained && message !== "" && status !== "published" && (
        <span className="row-sub two-lines" title={message}>
          {message}
        </span>
      )}
    </>
  );
}
