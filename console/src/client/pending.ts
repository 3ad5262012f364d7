/** The storage tasks of the contract; goes away when the API describes them. */
export type TaskState = "waiting" | "running" | "succeeded" | "failed" | "canceled";
export type TaskKind = "extract" | "import" | "delete";

export interface Task {
  id: string;
  kind: TaskKind;
  source: string;
  target: string | null;
  state: TaskState;
  done_files: number;
  total_files: number | null;
  done_bytes: number;
  total_bytes: number | null;
  error: { error_code: string; error_msg: string } | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
  user_name: string;
}

export interface TaskCreate {
  kind: TaskKind;
  source: string;
  target?: string;
}

interface InProject {
  path: { project_id: string };
}

interface JSONContent<T> {
  content: { "application/json": T };
}

export interface TaskOperations {
  "/v2/{project_id}/storage/tasks": {
    get: {
      parameters: InProject & { query?: { state?: string; kind?: string; offset?: number; limit?: number } };
      responses: { 200: JSONContent<{ tasks: Task[]; total_count: number; count: number }> };
    };
    post: {
      parameters: InProject;
      requestBody: JSONContent<TaskCreate>;
      responses: { 202: JSONContent<Task> };
    };
  };
  "/v2/{project_id}/storage/tasks/{task_id}/cancel": {
    post: {
      parameters: { path: { project_id: string; task_id: string } };
      responses: { 202: JSONContent<Task> };
    };
  };
}
