import { call } from "@/client";
import { useChange, type Grade } from "./api";

const tasks = "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks";
const one = "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}";

export interface TaskWish {
  task_name: string;
  description?: string;
  teams: string[];
  members: string[];
  assignment: "even" | "manual";
  repetition: number;
  synchronize_data: boolean;
  synchronize_auto_labeling_data: boolean;
}

export const useCreateTask = (datasetId: string) =>
  useChange(
    (projectId, { teams, members: chosen, ...wish }: TaskWish & { byTeam: Map<string, string[]> }) => {
      const { byTeam, ...body } = wish;
      const workforces = teams.map((id) => ({
        workforce_id: id,
        workers: (byTeam.get(id) ?? [])
          .filter((each) => chosen.includes(each))
          .map((each) => ({ worker_id: each })),
      }));
      return call("POST", tasks, {
        path: { project_id: projectId, dataset_id: datasetId },
        body: {
          ...body,
          workforces_config: { workforces: workforces.filter(({ workers }) => workers.length > 0) },
        },
      });
    },
  );

export const useTaskChange = (datasetId: string, taskId: string) => {
  const path = (projectId: string) => ({
    project_id: projectId,
    dataset_id: datasetId,
    workforce_task_id: taskId,
  });
  return {
    update: useChange((projectId, body: { task_name?: string; description?: string; end?: boolean }) =>
      call("PUT", one, { path: path(projectId), body }),
    ),
    remove: useChange((projectId) => call("DELETE", one, { path: path(projectId) })),
    assign: useChange((projectId, body: Assignment) =>
      call("POST", `${one}/assignments`, { path: path(projectId), body }),
    ),
    notify: useChange((projectId, emails: string[]) =>
      call("POST", `${one}/notify`, { path: path(projectId), body: { emails } }),
    ),
    review: useChange((projectId, comments: Verdict[]) =>
      call("POST", `${one}/data-annotations/review`, { path: path(projectId), body: { comments } }),
    ),
    draw: useChange((projectId, body: { sampling_rate?: number; sampling_num?: number }) =>
      call("POST", `${one}/acceptance`, { path: path(projectId), body }),
    ),
    judge: useChange((projectId, comments: Verdict[]) =>
      call("POST", `${one}/acceptance/batch-comment`, { path: path(projectId), body: { comments } }),
    ),
    finish: useChange((projectId, body: { action: number; overwrite_last_result?: boolean }) =>
      call("PUT", `${one}/acceptance/status`, { path: path(projectId), query: { locale: "en-us" }, body }),
    ),
    rollBack: useChange((projectId) => call("POST", `${one}/acceptance/rollback`, { path: path(projectId) })),
  };
};

export interface Assignment {
  to_worker_id: string;
  from_worker_id?: string;
  samples?: string[];
  /** The first `most` that a list with these filters shows, and that are free. */
  search?: object;
  most?: number;
}

export interface Verdict {
  sample_id: string;
  worker_id: string;
  accept: boolean;
  score?: Grade;
  comment?: string;
}
