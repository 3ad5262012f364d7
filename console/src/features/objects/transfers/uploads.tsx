import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";

import { useProjectId, useSession } from "@/features/iam";
import { fill } from "@/i18n";
import { useFail } from "@/ui";
import { refreshObjects, useStartTask } from "../api";
import { nameOf, obsPath } from "../paths";
import { useObjectsText } from "../text";
import { browserPort } from "../upload/port";
import { UploadQueue } from "../upload/queue";
import type { Upload, UploadPlace } from "../upload/types";

interface Transfers {
  queue: UploadQueue;
  open: boolean;
  setOpen(open: boolean): void;
}

const TransfersContext = createContext<Transfers | null>(null);

// One queue for the life of the tab: uploads go on while people walk through the pages.
let theQueue: UploadQueue | null = null;
const queueOfTab = () => (theQueue ??= new UploadQueue(browserPort(), localStorage));

export function TransfersProvider({ children }: { children: ReactNode }) {
  const queue = useMemo(queueOfTab, []);
  const [open, setOpen] = useState(false);
  useAfterUpload(queue);
  useLeaveWarning(queue);
  const value = useMemo(() => ({ queue, open, setOpen }), [queue, open]);
  return <TransfersContext value={value}>{children}</TransfersContext>;
}

function useAfterUpload(queue: UploadQueue): void {
  const client = useQueryClient();
  const { message } = App.useApp();
  const t = useObjectsText().transfers;
  const fail = useFail();
  const start = useStartTask(useProjectId());

  const afterUpload = useCallback(
    (upload: Upload) => {
      const source = obsPath(upload.bucket, upload.key);
      const others = queue.snapshot().some((one) => one.state === "running" || one.state === "waiting");
      if (!others) {
        void refreshObjects(client, upload.projectId, upload.bucket);
        message.success(fill(t.done, { name: nameOf(upload.key) }));
      }
      if (upload.unpackTo !== null) {
        start.mutate(
          { kind: "extract", source, target: obsPath(upload.bucket, upload.unpackTo) },
          { onError: fail },
        );
      }
    },
    [client, fail, message, queue, start, t],
  );
  useEffect(() => {
    queue.onDone = afterUpload;
  }, [queue, afterUpload]);
}

function useLeaveWarning(queue: UploadQueue): void {
  useEffect(() => {
    function warn(event: BeforeUnloadEvent) {
      if (queue.snapshot().some((one) => one.state === "running" || one.state === "waiting"))
        event.preventDefault();
    }
    addEventListener("beforeunload", warn);
    return () => removeEventListener("beforeunload", warn);
  }, [queue]);
}

export function useTransfers(): Transfers {
  const transfers = useContext(TransfersContext);
  if (transfers === null) throw new Error("useTransfers outside TransfersProvider");
  return transfers;
}

/** The uploads of the signed-in user; another user of this browser sees none of them. */
export function useUploads(): readonly Upload[] {
  const { queue } = useTransfers();
  const { user } = useSession();
  const all = useSyncExternalStore(queue.subscribe, queue.snapshot);
  return useMemo(() => all.filter((one) => one.userId === user.id), [all, user.id]);
}

export function useUploadPlace(bucket: string): UploadPlace {
  const projectId = useProjectId();
  const { user } = useSession();
  return useMemo(() => ({ projectId, userId: user.id, bucket }), [projectId, user.id, bucket]);
}
