// Draft of the wire until the routes are described: replaced by the generated client.
import type { components } from "./draft-generated";

type Schemas = components["schemas"];

export type Job = Schemas["JobAnswer"];
export type JobList = Schemas["JobListAnswer"];
export type JobCreate = Schemas["JobCreate"];
export type JobSearch = Schemas["JobSearch"];
export type JobValidation = Schemas["ValidationAnswer"];
export type LogLine = Required<Schemas["LogLine"]>;
export type LogLines = Omit<Schemas["LogLines"], "lines"> & { lines: LogLine[] };
export type LogHits = Schemas["LogHits"];
export type JobEvents = Schemas["JobEvents"];
export type JobStages = Schemas["JobStages"];
export type StageRecord = Schemas["StageRecord"];
export type JobCurves = Schemas["JobCurves"];
export type TaskCurves = Schemas["TaskCurves"];

export interface FlavorInfo {
  max_num?: number | null;
  cpu?: { arch: string; core_num: number } | null;
  gpu?: { unit_num: number; product_name: string; memory: string } | null;
  npu?: { unit_num: string | number; product_name: string; memory: string } | null;
  memory?: { size: number; unit: string } | null;
  disk?: { size: number; unit: string } | null;
}
export interface Flavor {
  flavor_id: string;
  flavor_name?: string | null;
  flavor_type: string;
  max_num?: number | null;
  flavor_info?: FlavorInfo | null;
  free_now?: number | null;
}

/** Any path, until the generated client knows these. */
export type DraftCall = (
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  options: { path?: object; query?: object; body?: unknown; signal?: AbortSignal },
) => Promise<never>;
