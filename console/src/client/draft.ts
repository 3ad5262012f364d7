// Draft of what is not described yet: the list, the check before creation, flavors and engines.
import type { components } from "./generated";
import type { Job } from "./shapes";

type Schemas = components["schemas"];

export interface JobList {
  total: number;
  count: number;
  items: Job[];
}

export interface JobSearch {
  offset?: number;
  limit?: number;
  sort_by?: string;
  order?: "asc" | "desc";
  filters?: { key: string; operator?: string; value?: string[] }[];
}

interface Problem {
  field: string;
  error_code: string;
  error_msg: string;
}

export interface JobValidation {
  valid: boolean;
  problems: Problem[];
  warnings: Problem[];
  preview:
    | (Schemas["RuntimeAnswer"] & {
        inputs: Record<string, string>;
        outputs: Record<string, string>;
        image: string;
        code: { files: number; folders: number; bytes: number; requirements: string | null } | null;
        tasks: string[];
      })
    | null;
}

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

type Compute = import("./draft-compute").components["schemas"];
export type Pool = Compute["PoolShape"];
export type PoolNode = Compute["NodeShape"];
export type PoolWorkload = Compute["PoolWorkload"];
export type QueuedWorkload = Compute["QueuedWorkload"];
export type Quota = Compute["QuotaShape"];
