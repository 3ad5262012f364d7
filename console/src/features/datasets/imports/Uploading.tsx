import { Alert, Button, Progress } from "antd";
import { useEffect, useRef } from "react";

import type { Dataset } from "@/client";
import { useSession } from "@/features/iam";
import { useTransfers, useUploads, type Upload } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { useFail } from "@/ui";
import { useDatasetsText } from "../text";
import { useStartImport } from "./api";
import { takePending, usePending, type PendingUpload } from "./pending";

/** Files on their way, on every tab of a dataset: when the last one is there, its import begins. */
export function Uploading({ dataset }: { dataset: Dataset }) {
  const { user } = useSession();
  const pending = usePending().filter(
    (one) => one.datasetId === dataset.dataset_id && one.userId === user.id,
  );
  return (
    <>
      {pending.map((one) => (
        <OneUpload key={one.prefix} pending={one} />
      ))}
    </>
  );
}

const isOn = ({ state }: Upload) => state === "waiting" || state === "running";

function OneUpload({ pending }: { pending: PendingUpload }) {
  const t = useDatasetsText().imports;
  const format = useFormat();
  const fail = useFail();
  const { queue, setOpen } = useTransfers();
  const start = useStartImport(pending.datasetId);
  const uploads = useUploads().filter(
    (one) => one.bucket === pending.bucket && one.key.startsWith(pending.prefix) && one.state !== "canceled",
  );
  const done = uploads.filter(({ state }) => state === "done").length;
  const bytes = uploads.reduce((sum, { size }) => sum + size, 0);
  const sent = uploads.reduce(
    (sum, { size, state, sentBytes }) => sum + (state === "done" ? size : sentBytes),
    0,
  );
  const finished = uploads.length > 0 && done === uploads.length;
  const stuck = uploads.filter(({ state }) => state === "failed" || state === "paused" || state === "lost");
  const begun = useRef(false);
  const begin = () => {
    if (begun.current || !takePending(pending)) return;
    begun.current = true;
    start.mutate(pending.body, { onError: fail });
  };
  useEffect(() => {
    if (finished) begin();
    // Only the end of the last upload begins the import.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [finished]);
  const resting = stuck.length > 0 && !uploads.some(isOn);
  return (
    <Alert
      type={resting || uploads.length === 0 ? "warning" : "info"}
      data-testid="uploading"
      title={
        uploads.length === 0
          ? t.lostUploads
          : fill(t.uploading, { done: format.number(done), total: format.number(uploads.length) })
      }
      description={
        uploads.length === 0 ? (
          t.lostHint
        ) : (
          <Progress size="small" percent={bytes === 0 ? 0 : Math.floor((100 * sent) / bytes)} />
        )
      }
      action={
        <span className="line">
          {stuck.some(({ state }) => state !== "lost") && (
            <Button size="small" onClick={() => stuck.forEach(({ id }) => queue.resume(id))}>
              {t.goOn}
            </Button>
          )}
          {uploads.length > 0 && (
            <Button size="small" onClick={() => setOpen(true)}>
              {t.showUploads}
            </Button>
          )}
          {(resting || uploads.length === 0) && (
            <Button size="small" onClick={begin}>
              {t.importThere}
            </Button>
          )}
          <Button
            size="small"
            onClick={() => {
              takePending(pending);
              uploads.filter(({ state }) => state !== "done").forEach(({ id }) => queue.cancel(id));
            }}
          >
            {t.giveUp}
          </Button>
        </span>
      }
    />
  );
}
