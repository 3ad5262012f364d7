import type { InputRef } from "antd";
import type { RefObject } from "react";

import type { DatasetLabel } from "@/client";
import type { Content, Draft, Drafts } from "../model/drafts";
import { accepted, isSuggestion, lookOf, newKey, nextId, type Mark } from "../model/marks";
import { digitOf, isCommand, useKeys } from "./keys";
import { without, type Marking } from "./useBench";

interface BenchKeys {
  labels: readonly DatasetLabel[];
  drafts: Drafts;
  draft: Draft | undefined;
  marking: Marking;
  choose: (label: DatasetLabel) => void;
  edit: (about: Partial<Content>, tag?: string) => void;
  search: RefObject<InputRef | null>;
  readOnly: boolean;
  onNext?: ((options: { withMarks: boolean }) => void) | undefined;
  onPrevious?: (() => void) | undefined;
}

/** What was copied; it goes from sample to sample. */
let copied: readonly Mark[] = [];

/** A copy that is somebody's own: with keys and ids of its own. */
export function copyOf(marks: readonly Mark[], among: readonly Mark[]): Mark[] {
  const known: Mark[] = [...among];
  const renamed = new Map<string, string>();
  const order = [...marks].sort((one, other) => Number(one.link !== null) - Number(other.link !== null));
  return order.map((mark) => {
    const id = mark.id === "" ? "" : nextId(known, mark.kind === "relation" ? "R" : "E");
    if (mark.kind === "entity") renamed.set(mark.id, id);
    const [from = "", to = ""] = mark.link?.map((end) => renamed.get(end) ?? end) ?? [];
    const copy = {
      ...mark,
      key: newKey(),
      id,
      author: "",
      score: null,
      link: mark.link && ([from, to] as const),
    };
    known.push(copy);
    return copy;
  });
}

/** Keys that mean the same in every editor. */
export function useBenchKeys(bench: BenchKeys): void {
  useKeys((event) => {
    if (bench.draft === undefined) return false;
    return isCommand(event) ? onCommand(bench, bench.draft, event) : onKey(bench, bench.draft, event);
  });
}

function onCommand(bench: BenchKeys, draft: Draft, event: KeyboardEvent): boolean {
  const { drafts, marking, edit, readOnly } = bench;
  const { sample_id: id } = draft.sample;
  const { marks } = draft.now;
  const key = event.key.toLowerCase();
  if (key === "s") {
    void drafts.flush(id);
    return true;
  }
  if (key === "c") {
    const chosen = marks.filter((mark) => mark.key === marking.selected);
    if (chosen.length === 0) return false;
    copied = chosen;
    return true;
  }
  if (readOnly) return false;
  if (key === "z") {
    if (event.shiftKey) drafts.redo(id);
    else drafts.undo(id);
    return true;
  }
  if (key === "y") {
    drafts.redo(id);
    return true;
  }
  if (key === "v" && copied.length > 0) {
    const copy = copyOf(copied, marks);
    edit({ marks: [...marks, ...copy] });
    marking.select(copy[0]?.key ?? null);
    return true;
  }
  return false;
}

function onKey(bench: BenchKeys, draft: Draft, event: KeyboardEvent): boolean {
  const { labels, marking, choose, edit, readOnly } = bench;
  const { marks } = draft.now;
  const chosen = marks.find((mark) => mark.key === marking.selected);
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (!readOnly && !event.altKey) {
    const own = labels.find((label) => lookOf(label, "shortcut").toLowerCase() === key && !event.shiftKey);
    const numbered = event.shiftKey ? null : digitOf(event);
    const label = own ?? (numbered === null || numbered === 0 ? undefined : labels[numbered - 1]);
    if (label !== undefined) {
      choose(label);
      return true;
    }
    if (key === "Delete" && event.shiftKey) {
      edit({ marks: marks.filter((mark) => marking.locked.has(mark.key)) });
      marking.select(null);
      return true;
    }
    if ((key === "Delete" || key === "Backspace") && chosen !== undefined) {
      if (!marking.locked.has(chosen.key)) {
        edit({ marks: without(marks, [chosen]) });
        marking.select(isSuggestion(chosen) ? nextSuggestion(marks, chosen) : null);
      }
      return true;
    }
    if ((key === "y" || key === "u") && marks.some(isSuggestion)) {
      decide(bench, marks, key === "y", event.shiftKey);
      return true;
    }
    if (key === "q") {
      edit({ hard: !draft.now.hard });
      return true;
    }
  }
  if (event.altKey) return false;
  return (
    onWalk(bench, marks, chosen, key, event.shiftKey) || onLook(bench, marks, chosen, key, event.shiftKey)
  );
}

/** The suggestion after one, or the first of all. */
function nextSuggestion(marks: readonly Mark[], after: Mark): string | null {
  const at = marks.indexOf(after);
  const others = [...marks.slice(at + 1), ...marks.slice(0, at)];
  return others.find(isSuggestion)?.key ?? null;
}

/** Accept or refuse the suggestion that is selected, and go to the next one; or all of them. */
export function decide(
  { edit, marking, draft }: Pick<BenchKeys, "edit" | "marking" | "draft">,
  marks: readonly Mark[],
  isRight: boolean,
  all: boolean,
): void {
  const open = marks.filter((mark) => isSuggestion(mark) && !marking.locked.has(mark.key));
  const chosen = open.find((mark) => mark.key === marking.selected) ?? open[0];
  if (chosen === undefined || draft === undefined) return;
  // Nothing is decided unseen: what has a place is shown first.
  if (!all && chosen.kind !== "class" && chosen.key !== marking.selected) return marking.select(chosen.key);
  const these = all ? open : [chosen];
  edit({ marks: isRight ? accepted(marks, (mark) => these.includes(mark)) : without(marks, these) });
  marking.select(all ? null : nextSuggestion(marks, chosen));
}

/** From sample to sample, and from mark to mark. */
function onWalk(
  bench: BenchKeys,
  marks: readonly Mark[],
  chosen: Mark | undefined,
  key: string,
  shift: boolean,
): boolean {
  const { onNext, onPrevious, marking, drafts, draft, readOnly } = bench;
  if (key === "Tab" && marks.length > 0) {
    const at = chosen === undefined ? (shift ? 0 : -1) : marks.indexOf(chosen);
    const next = (at + (shift ? -1 : 1) + marks.length) % marks.length;
    marking.select(marks[next]?.key ?? null);
    return true;
  }
  if (key === "Escape") {
    marking.select(null);
    return chosen !== undefined;
  }
  const isFree = chosen === undefined;
  if (key === "d" || key === "PageDown" || (key === "ArrowRight" && isFree)) {
    onNext?.({ withMarks: key === "d" && shift && !readOnly });
    return onNext !== undefined;
  }
  if (key === "a" || key === "PageUp" || (key === "ArrowLeft" && isFree)) {
    onPrevious?.();
    return onPrevious !== undefined;
  }
  if (key === "Enter" && onNext !== undefined) {
    if (!readOnly && draft !== undefined) void drafts.confirm(draft.sample.sample_id);
    onNext({ withMarks: false });
    return true;
  }
  return false;
}

function onLook(
  bench: BenchKeys,
  marks: readonly Mark[],
  chosen: Mark | undefined,
  key: string,
  shift: boolean,
): boolean {
  const { marking, search } = bench;
  if (key === "h") {
    if (shift || chosen === undefined) marking.toggleHidden(marks.map((mark) => mark.key));
    else marking.toggleHidden([chosen.key]);
    return true;
  }
  if (key === "l" && chosen !== undefined) {
    marking.toggleLocked(chosen.key);
    return true;
  }
  if (key === "/") {
    search.current?.focus();
    return true;
  }
  return false;
}
