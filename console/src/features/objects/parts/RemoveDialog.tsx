import { useQueryClient } from "@tanstack/react-query";
import { App, Modal, Progress } from "antd";
import { useEffect, useState } from "react";

import type { DeletionResult } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { ErrorAlert, useUIText } from "@/ui";
import { deleteObjects, refreshObjects, useStartTask } from "../api";
import { obsPath } from "../paths";
import { useObjectsText } from "../text";
import { useTransfers } from "../transfers/uploads";
import type { Entry } from "./entries";

interface RemoveDialogProps {
  bucket: string;
  entries: readonly Entry[];
  onClose(gone: boolean): void;
}

const batchSize = 1000;

/** Objects go at once with a bar; folders become a task, for nobody knows how much is in them. */
export function RemoveDialog({ bucket, entries, onClose }: RemoveDialogProps) {
  const t = useObjectsText().remove;
  const ui = useUIText();
  const format = useFormat();
  const remove = useRemove(bucket, entries, onClose);
  const folders = entries.some((entry) => entry.folder);
  const [only] = entries;
  const title =
    entries.length === 1 && only !== undefined
      ? fill(t.one, { name: only.name })
      : format.counted(t.title, entries.length);
  return (
    <Modal
      open={entries.length > 0}
      title={title}
      okText={ui.delete}
      cancelText={remove.over ? ui.close : ui.cancel}
      okButtonProps={{ danger: true, disabled: remove.over }}
      confirmLoading={remove.busy}
      onOk={() => void remove.start()}
      onCancel={() => onClose(remove.over)}
      mask={{ closable: false }}
    >
      <p>{t.hint}</p>
      {folders && <p className="soft">{t.folders}</p>}
      {remove.busy && entries.length > 1 && (
        <Progress
          percent={Math.round((remove.done / entries.length) * 100)}
          format={() =>
            fill(t.progress, { done: format.number(remove.done), total: format.number(entries.length) })
          }
        />
      )}
      {remove.failed.length > 0 && (
        <>
          <strong>{format.counted(t.failed, remove.failed.length)}</strong>
          <ul>
            {remove.failed.slice(0, 20).map((one) => (
              <li key={one.key}>
                <span className="mono">{one.key}</span>: {one.error_msg}{" "}
                <span className="faint mono">{one.error_code}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {remove.error !== null && <ErrorAlert error={remove.error} />}
    </Modal>
  );
}

function useRemove(bucket: string, entries: readonly Entry[], onClose: (gone: boolean) => void) {
  const t = useObjectsText().remove;
  const format = useFormat();
  const { message } = App.useApp();
  const { setOpen } = useTransfers();
  const projectId = useProjectId();
  const client = useQueryClient();
  const startTask = useStartTask(projectId);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [done, setDone] = useState(0);
  const [failed, setFailed] = useState<DeletionResult["failed"]>([]);
  const [error, setError] = useState<unknown>(null);

  useEffect(() => {
    setOver(false);
    setDone(0);
    setFailed([]);
    setError(null);
  }, [entries]);

  async function start() {
    setBusy(true);
    setError(null);
    const keys = entries.filter((entry) => !entry.folder).map((entry) => entry.key);
    const folders = entries.filter((entry) => entry.folder);
    const refused: DeletionResult["failed"] = [];
    try {
      for (let at = 0; at < keys.length; at += batchSize) {
        const answer = await deleteObjects(projectId, bucket, keys.slice(at, at + batchSize));
        refused.push(...answer.failed);
        setDone(Math.min(keys.length, at + batchSize));
      }
      for (const folder of folders)
        await startTask.mutateAsync({ kind: "delete", source: obsPath(bucket, folder.key) });
      if (folders.length > 0) {
        message.success(t.started);
        setOpen(true);
      } else if (refused.length === 0) {
        message.success(format.counted(t.done, keys.length));
      }
      setFailed(refused);
      setOver(true);
      if (refused.length === 0) onClose(true);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
      void refreshObjects(client, projectId, bucket);
    }
  }
  return { busy, over, done, failed, error, start };
}
