import { App } from "antd";
import { useNavigate } from "react-router";

import { asAppError, type Job } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useFail, useUIText } from "@/ui";
import { useDeleteJob, useStopJob } from "../api";
import { useTrainingText } from "../text";

interface JobActions {
  stop(jobs: readonly Job[], after?: () => void): void;
  remove(jobs: readonly Job[], after?: () => void): void;
  rebuild(job: Job): void;
}

/** What people do with one job or several: asked first, told afterwards. */
export function useJobActions(): JobActions {
  const t = useTrainingText().actions;
  const ui = useUIText();
  const format = useFormat();
  const navigate = useNavigate();
  const fail = useFail();
  const { modal, message } = App.useApp();
  const projectId = useProjectId();
  const stopOne = useStopJob(projectId);
  const deleteOne = useDeleteJob(projectId);

  /** All of them, whatever becomes of some; says how many worked. */
  async function each(jobs: readonly Job[], act: (id: string) => Promise<unknown>, done: string) {
    const results = await Promise.allSettled(jobs.map((job) => act(job.metadata.id)));
    const failed = results.filter((result) => result.status === "rejected");
    const first = failed[0];
    if (first === undefined) void message.success(done);
    else if (jobs.length === 1) fail(first.reason);
    else {
      const values = {
        done: jobs.length - failed.length,
        total: jobs.length,
        reason: asAppError(first.reason).message,
      };
      void message.warning(fill(t.failedMany, values));
    }
  }

  const one = (jobs: readonly Job[]) => (jobs.length === 1 ? jobs[0]?.metadata.name : undefined);
  return {
    stop(jobs, after) {
      const name = one(jobs);
      modal.confirm({
        title: name === undefined ? format.counted(t.stopMany, jobs.length) : fill(t.stopTitle, { name }),
        content: t.stopHint,
        okText: t.stop,
        cancelText: ui.cancel,
        onOk: async () => {
          const done =
            name === undefined ? format.counted(t.stoppedMany, jobs.length) : fill(t.stopped, { name });
          await each(jobs, (id) => stopOne.mutateAsync(id), done);
          after?.();
        },
      });
    },
    remove(jobs, after) {
      const name = one(jobs);
      modal.confirm({
        title: name === undefined ? format.counted(t.deleteMany, jobs.length) : fill(t.deleteTitle, { name }),
        content: t.deleteHint,
        okText: t.delete,
        cancelText: ui.cancel,
        okButtonProps: { danger: true },
        autoFocusButton: "cancel",
        onOk: async () => {
          const done =
            name === undefined ? format.counted(t.deletedMany, jobs.length) : fill(t.deleted, { name });
          await each(jobs, (id) => deleteOne.mutateAsync(id), done);
          after?.();
        },
      });
    },
    rebuild: (job) => void navigate(`/training/jobs/new?from=${job.metadata.id}`),
  };
}
