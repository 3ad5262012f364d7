import { useMemo, useState, type RefObject } from "react";

import type { DatasetLabel } from "@/client";
import { lookOf, newMark, nextId, type Mark } from "../model/marks";
import { overlaps, Places, stops, trimmed, wordEdges } from "../model/spans";
import { types } from "../model/types";
import type { EditorProps } from "../parts/editor";
import { isCommand, useKeys } from "../parts/keys";

export type Problem = { kind: "overlap" } | { kind: "relation"; from: string; to: string } | null;

interface Cursor {
  anchor: number;
  at: number;
}

/** Marking text and drawing relations, by mouse and by keys. */
export function useSpans(editor: EditorProps, text: string, root: RefObject<HTMLElement | null>) {
  const { marks, change, select, selected, labels, type, readOnly } = editor;
  const places = useMemo(() => new Places(text), [text]);
  const edges = useMemo(() => ({ letters: stops(places), words: wordEdges(places) }), [places]);
  const [marked, setMarked] = useState<readonly [number, number] | null>(null);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [begun, setBegun] = useState<string | null>(null);
  const [pending, setPending] = useState<{ from: Mark; to: Mark } | null>(null);
  const [problem, setProblem] = useState<Problem>(null);

  const entities = marks.filter((mark) => mark.kind === "entity" && mark.span !== null);
  const entityOf = (key: string | null) => entities.find((mark) => mark.key === key);
  const fitting = (from: Mark, to: Mark): DatasetLabel[] =>
    labels.filter(
      (label) =>
        label.type === types.textTriplet &&
        lookOf(label, "from_type") === from.label &&
        lookOf(label, "to_type") === to.label,
    );

  const mark = (from: number, to: number) => {
    const span = trimmed(places, from, to);
    setMarked(span);
    setProblem(null);
    if (span !== null) select(null);
  };
  const relate = (from: Mark, to: Mark, label: DatasetLabel) => {
    const relation = newMark("relation", label.name, { link: [from.id, to.id], id: nextId(marks, "R") });
    change([...marks, relation]);
    select(relation.key);
    setPending(null);
    setBegun(null);
  };
  const propose = (fromKey: string, toKey: string) => {
    const [from, to] = [entityOf(fromKey), entityOf(toKey)];
    setBegun(null);
    if (readOnly || type !== types.textTriplet || from === undefined || to === undefined || from === to)
      return;
    const known = fitting(from, to);
    setProblem(known.length === 0 ? { kind: "relation", from: from.label, to: to.label } : null);
    if (known.length === 1) relate(from, to, known[0] as DatasetLabel);
    else if (known.length > 1) setPending({ from, to });
  };
  const takeLabel = (label: DatasetLabel): boolean => {
    if (pending !== null) {
      if (fitting(pending.from, pending.to).includes(label)) relate(pending.from, pending.to, label);
      return true;
    }
    if (marked === null) return false;
    if (type === types.textTriplet && label.type === types.textTriplet) return true;
    if (entities.some((entity) => overlaps(entity.span as [number, number], marked))) {
      setProblem({ kind: "overlap" });
      return true;
    }
    const entity = newMark("entity", label.name, { span: marked, id: nextId(marks, "E") });
    change([...marks, entity]);
    select(entity.key);
    setMarked(null);
    setCursor(null);
    return true;
  };

  const step = (event: KeyboardEvent): boolean => {
    const isRight = event.key === "ArrowRight";
    const isHome = event.key === "Home";
    if (!isRight && !isHome && event.key !== "ArrowLeft" && event.key !== "End") return false;
    const backwards = root.current !== null && getComputedStyle(root.current).direction === "rtl";
    const forward = isRight !== backwards;
    const chosen = entityOf(selected)?.span;
    const now = cursor?.at ?? marked?.[1] ?? chosen?.[1] ?? 0;
    const stopsAt = event.ctrlKey || event.metaKey || event.altKey ? edges.words : edges.letters;
    let at = forward
      ? (stopsAt.find((edge) => edge > now) ?? places.length)
      : (stopsAt.findLast((edge) => edge < now) ?? 0);
    if (isHome) at = 0;
    if (event.key === "End") at = places.length;
    const anchor = event.shiftKey ? (cursor?.anchor ?? now) : at;
    setCursor({ anchor, at });
    setProblem(null);
    select(null);
    setMarked(anchor === at ? null : trimmed(places, anchor, at));
    return true;
  };
  useKeys((event) => {
    if (readOnly) return false;
    if (step(event)) return true;
    if (isCommand(event) || event.altKey) return false;
    if (event.key === "Escape") {
      const had =
        marked !== null || pending !== null || begun !== null || cursor !== null || problem !== null;
      setMarked(null);
      setPending(null);
      setBegun(null);
      setCursor(null);
      setProblem(null);
      return had;
    }
    if (event.key.toLowerCase() === "r" && type === types.textTriplet) {
      if (begun !== null && selected !== null && selected !== begun) propose(begun, selected);
      else setBegun(entityOf(selected) === undefined ? null : selected);
      return true;
    }
    return false;
  }, true);

  return {
    places,
    entities,
    marked,
    cursor: cursor?.at ?? null,
    begun,
    pending,
    problem,
    mark,
    fitting,
    relate,
    propose,
    takeLabel,
    clear: () => {
      setMarked(null);
      setCursor(null);
    },
  };
}
