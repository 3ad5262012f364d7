import { useCallback, useEffect, useState, useSyncExternalStore } from "react";

import type { DatasetLabel, Sample } from "@/client";
import type { Content, Draft, Drafts } from "../model/drafts";
import { changed, newMark, type Mark } from "../model/marks";
import { isClassification } from "../model/types";

/** The draft of a sample, begun when the sample comes, and kept while others are worked on. */
export function useDraft(drafts: Drafts, sample: Sample): Draft | undefined {
  const id = sample.sample_id;
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(id));
  useEffect(() => {
    drafts.open(sample);
  }, [drafts, sample]);
  useEffect(() => () => void drafts.flush(id), [drafts, id]);
  return draft;
}

export interface Marking {
  selected: string | null;
  select: (key: string | null) => void;
  hidden: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  toggleHidden: (keys: readonly string[]) => void;
  toggleLocked: (key: string) => void;
}

interface Ways {
  id: string;
  selected: string | null;
  hidden: ReadonlySet<string>;
  locked: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

/** What is selected, hidden and locked: of this page only, and of one sample. */
export function useMarking(id: string): Marking {
  const [kept, setKept] = useState<Ways>({ id, selected: null, hidden: none, locked: none });
  const ways = kept.id === id ? kept : { id, selected: null, hidden: none, locked: none };
  const put = useCallback(
    (about: (before: Ways) => Partial<Ways>) =>
      setKept((before) => {
        const now = before.id === id ? before : { id, selected: null, hidden: none, locked: none };
        return { ...now, ...about(now) };
      }),
    [id],
  );
  const select = useCallback((selected: string | null) => put(() => ({ selected })), [put]);
  const toggleHidden = useCallback(
    (keys: readonly string[]) =>
      put(({ hidden }) => {
        const shows = keys.every((key) => hidden.has(key));
        const next = new Set(hidden);
        for (const key of keys)
          if (shows) next.delete(key);
          else next.add(key);
        return { hidden: next };
      }),
    [put],
  );
  const toggleLocked = useCallback(
    (key: string) =>
      put(({ locked }) => {
        const next = new Set(locked);
        if (!next.delete(key)) next.add(key);
        return { locked: next };
      }),
    [put],
  );
  return { ...ways, select, toggleHidden, toggleLocked };
}

/** The marks after a label was chosen: switched on or off for the whole sample, or given to what is selected. */
export function withLabel(
  type: number,
  marks: readonly Mark[],
  label: DatasetLabel,
  selected: string | null,
  locked: ReadonlySet<string>,
): readonly Mark[] | null {
  if (isClassification(type)) {
    const has = marks.some((mark) => mark.label === label.name);
    return has ? marks.filter((mark) => mark.label !== label.name) : [...marks, newMark("class", label.name)];
  }
  const mark = marks.find(({ key }) => key === selected);
  if (mark === undefined || locked.has(mark.key) || mark.label === label.name) return null;
  const isRelation = label.property?.["@modelarts:from_type"] !== undefined;
  if (["transcript"].includes(mark.kind) || (mark.kind === "relation") !== isRelation) return null;
  return marks.map((each) => (each === mark ? changed(mark, { label: label.name }) : each));
}

/** Taking away an entity takes its relations with it. */
export function without(marks: readonly Mark[], gone: readonly Mark[]): Mark[] {
  const ids = new Set(gone.flatMap((mark) => (mark.kind === "entity" && mark.id !== "" ? [mark.id] : [])));
  return marks.filter(
    (mark) => !gone.includes(mark) && !(mark.link !== null && mark.link.some((end) => ids.has(end))),
  );
}

export function useEdit(drafts: Drafts, id: string): (about: Partial<Content>, tag?: string) => void {
  return useCallback((about, tag) => drafts.edit(id, about, tag), [drafts, id]);
}

/** A choice that the browser remembers. */
export function usePreference<T>(name: string, fallback: T): [T, (value: T) => void] {
  const key = `modelyard.labelling.${name}`;
  const [value, setValue] = useState<T>(() => {
    try {
      const kept = localStorage.getItem(key);
      return kept === null ? fallback : (JSON.parse(kept) as T);
    } catch {
      return fallback;
    }
  });
  const put = useCallback(
    (next: T) => {
      setValue(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
    [key],
  );
  return [value, put];
}
