import { useState, type MouseEvent } from "react";

import type { Box, Review } from "../model/review";
import { isCommand } from "../parts/keys";

export type ChosenBoxes = ReturnType<typeof useChosen>;

/** What is meant: the boxes that are chosen, or the one that is looked at. */
export function useChosen(review: Review) {
  const { boxes } = review;
  const [focus, setFocus] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [columns, setColumns] = useState(1);
  const last = boxes.length - 1;
  const between = (one: number, other: number) =>
    new Set(boxes.slice(Math.min(one, other), Math.max(one, other) + 1).map(({ key }) => key));
  const toggle = (index: number) => {
    const key = boxes[index]?.key;
    if (key === undefined) return;
    const next = new Set(keys);
    if (!next.delete(key)) next.add(key);
    setKeys(next);
    setAnchor(index);
  };
  return {
    focus,
    keys,
    count: keys.size,
    columns,
    setColumns,
    these: (): readonly Box[] => {
      const one = boxes[focus];
      if (keys.size > 0) return boxes.filter(({ key }) => keys.has(key));
      return one === undefined ? [] : [one];
    },
    /** After a decision about one box the next one is looked at. */
    next: () => {
      if (keys.size === 0) setFocus(Math.min(focus + 1, last));
      setKeys(new Set());
    },
    move: (by: number, extend: boolean) => {
      const to = Math.max(0, Math.min(focus + by, last));
      setFocus(to);
      if (extend) setKeys(between(keys.size === 0 ? focus : anchor, to));
      if (!extend || keys.size === 0) setAnchor(extend ? focus : to);
    },
    toggle: () => toggle(focus),
    pick: (index: number, event: MouseEvent) => {
      setFocus(index);
      if (event.shiftKey) setKeys(between(anchor, index));
      else if (isCommand(event)) toggle(index);
      else {
        setKeys(new Set());
        setAnchor(index);
      }
    },
    all: () => setKeys(new Set(boxes.map(({ key }) => key))),
    clear: () => setKeys(new Set()),
  };
}
