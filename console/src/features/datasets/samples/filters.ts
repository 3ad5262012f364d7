import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

import type { MeasuredSearch } from "@/client";

/** What samples are filtered by; all of it counts together. */
export interface Filters {
  /** Part of the name. */
  name: string;
  state: string;
  labels: readonly string[];
  /** Whether samples need all of the labels or any of them. */
  allLabels: boolean;
  author: string;
  /** `day`, `month`, or `20250101-20250131`. */
  time: string;
  hard: "" | "0" | "1";
  folder: string;
  /** Label, name and value of attributes. */
  attributes: readonly (readonly [label: string, name: string, value: string])[];
  metadata: readonly (readonly [name: string, value: string])[];
  /** Confidence in hundredths. */
  score: readonly [low: number, high: number] | null;
  /** A bar or an outline of a plot, as JSON. */
  measured: string;
}

/** What an analysis measured: a metric between two bounds, or an outline over two metrics or over the map. */
export type Measured = Partial<MeasuredSearch>;

export const noFilters: Filters = {
  name: "",
  state: "",
  labels: [],
  allLabels: false,
  author: "",
  time: "",
  hard: "",
  folder: "",
  attributes: [],
  metadata: [],
  score: null,
  measured: "",
};

/** The filters as the server takes them in a body. */
export interface SamplesSearch {
  /** Samples as they are in a version; only lists know it. */
  version_id?: string;
  sample_state?: string;
  low_score?: number;
  high_score?: number;
  search_conditions?: Condition[];
}

export interface Condition {
  label_list?: {
    labels: { name: string; op?: "OR" | "AND"; property?: Record<string, string[]> }[];
    op?: "OR" | "AND";
  };
  metadata?: { op: "AND"; props: Record<string, string[]> };
  hard?: "0" | "1";
  labeler?: string;
  sample_name?: string;
  sample_dir?: string;
  sample_time?: string;
  measured?: Measured;
}

export function searchOf(filters: Filters): SamplesSearch {
  const conditions: Condition[] = [];
  const name = filters.name.trim();
  if (name !== "") conditions.push({ sample_name: name });
  if (filters.labels.length > 0) {
    const labels = filters.labels.map((label) => ({ name: label }));
    conditions.push({ label_list: { labels, op: filters.allLabels ? "AND" : "OR" } });
  }
  if (filters.author !== "") conditions.push({ labeler: filters.author });
  if (filters.time !== "") conditions.push({ sample_time: filters.time });
  if (filters.hard !== "") conditions.push({ hard: filters.hard });
  if (filters.folder !== "") conditions.push({ sample_dir: filters.folder });
  for (const [label, attribute, value] of filters.attributes) {
    conditions.push({ label_list: { labels: [{ name: label, property: { [attribute]: [value] } }] } });
  }
  for (const [attribute, value] of filters.metadata) {
    conditions.push({ metadata: { op: "AND", props: { [attribute]: [value] } } });
  }
  const measured = measuredOf(filters.measured);
  if (measured !== null) conditions.push({ measured });
  return {
    ...(filters.state !== "" && { sample_state: filters.state }),
    ...(filters.score !== null && { low_score: filters.score[0] / 100, high_score: filters.score[1] / 100 }),
    ...(conditions.length > 0 && { search_conditions: conditions }),
  };
}

function measuredOf(text: string): Measured | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" ? (found as Measured) : null;
  } catch {
    return null;
  }
}

/** The same as a list takes it in its address. */
export function queryOf(search: SamplesSearch) {
  const { search_conditions: conditions, ...plain } = search;
  return { ...plain, ...(conditions !== undefined && { search_conditions: JSON.stringify(conditions) }) };
}

export const isFiltered = (filters: Filters): boolean => Object.keys(searchOf(filters)).length > 0;

// Names of parameters in the address; several of one name are several values.
const between = "\u001f";

export function readFilters(address: URLSearchParams): Filters {
  const hard = address.get("hard") ?? "";
  const [low, high] = (address.get("score") ?? "").split("-").map(Number);
  const good = low !== undefined && high !== undefined && low >= 0 && high <= 100 && low <= high;
  const parts = (name: string, count: number) =>
    address
      .getAll(name)
      .map((text) => text.split(between))
      .filter((found) => found.length === count);
  return {
    name: address.get("q") ?? "",
    state: address.get("state") ?? "",
    labels: address.getAll("label"),
    allLabels: address.get("labels") === "all",
    author: address.get("author") ?? "",
    time: address.get("time") ?? "",
    hard: hard === "0" || hard === "1" ? hard : "",
    folder: address.get("folder") ?? "",
    attributes: parts("attribute", 3) as unknown as [string, string, string][],
    metadata: parts("meta", 2) as unknown as [string, string][],
    score: address.has("score") && good ? [low, high] : null,
    measured: address.get("measured") ?? "",
  };
}

export function writeFilters(address: URLSearchParams, filters: Filters): void {
  const set = (name: string, values: readonly string[]) => {
    address.delete(name);
    for (const value of values) if (value !== "") address.append(name, value);
  };
  set("q", [filters.name]);
  set("state", [filters.state]);
  set("label", filters.labels);
  set("labels", [filters.allLabels && filters.labels.length > 1 ? "all" : ""]);
  set("author", [filters.author]);
  set("time", [filters.time]);
  set("hard", [filters.hard]);
  set("folder", [filters.folder]);
  set(
    "attribute",
    filters.attributes.map((one) => one.join(between)),
  );
  set(
    "meta",
    filters.metadata.map((one) => one.join(between)),
  );
  set("score", [filters.score === null ? "" : filters.score.join("-")]);
  set("measured", [filters.measured]);
}

/** The filters in the address bar. A change goes back to the first page. */
export function useFilters(): [Filters, (change: Partial<Filters>) => void] {
  const [address, setAddress] = useSearchParams();
  const filters = useMemo(() => readFilters(address), [address]);
  const change = useCallback(
    (patch: Partial<Filters>) =>
      setAddress(
        (before) => {
          const next = new URLSearchParams(before);
          writeFilters(next, { ...readFilters(before), ...patch });
          next.delete("page");
          return next;
        },
        { replace: true },
      ),
    [setAddress],
  );
  return [filters, change];
}
