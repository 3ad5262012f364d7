import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** One value in the address bar, so that a link or a reload shows the same page. */
export function useURLValue(name: string, fallback = ""): [string, (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (value: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === "" || value === fallback) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [name, fallback, setSearch],
  );
  return [search.get(name) ?? fallback, set];
}

/** Several values changed at once (a filter that goes back to the first page). */
export function useURLPatch(): (patch: Readonly<Record<string, string>>) => void {
  const [, setSearch] = useSearchParams();
  return useCallback(
    (patch) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(patch)) {
            if (value === "") next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
}

export interface PageState {
  page: number;
  size: number;
  offset: number;
  setPage(page: number, size: number): void;
}

export function useURLPage(defaultSize = 20): PageState {
  const [search] = useSearchParams();
  const patch = useURLPatch();
  const page = Math.max(1, Number(search.get("page")) || 1);
  const size = Number(search.get("size")) || defaultSize;
  const setPage = useCallback(
    (next: number, nextSize: number) =>
      patch({ page: next === 1 ? "" : String(next), size: nextSize === defaultSize ? "" : String(nextSize) }),
    [patch, defaultSize],
  );
  return { page, size, offset: (page - 1) * size, setPage };
}
