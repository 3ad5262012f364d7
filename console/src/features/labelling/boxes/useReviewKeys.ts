import type { DatasetLabel } from "@/client";
import type { Review } from "../model/review";
import { isCommand, useKeys } from "../parts/keys";
import { keyOf } from "../parts/LabelPalette";
import type { ChosenBoxes } from "./useChosen";

interface ReviewKeys {
  labels: readonly DatasetLabel[];
  chosen: ChosenBoxes;
  accept: () => void;
  remove: () => void;
  relabel: (to: string) => void;
  find: () => void;
  review: Review;
  act: (what: () => void) => void;
}

/** Everything by keys; the keys of labels come last. */
export function useReviewKeys({
  labels,
  chosen,
  accept,
  remove,
  relabel,
  find,
  review,
  act,
}: ReviewKeys): void {
  useKeys((event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const onButton = event.target instanceof Element && event.target.closest("button, a") !== null;
    if (isCommand(event)) {
      if (key === "z") act(() => (event.shiftKey ? review.redo() : review.undo()));
      else if (key === "y") act(() => review.redo());
      else if (key === "a") chosen.all();
      else return false;
      return true;
    }
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -chosen.columns,
      ArrowDown: chosen.columns,
    };
    const by = steps[event.key];
    if (by !== undefined) chosen.move(by, event.shiftKey);
    else if (key === " " && !onButton) chosen.toggle();
    else if (key === "y" || (key === "Enter" && !onButton)) accept();
    else if (key === "u" || key === "Delete" || key === "Backspace") remove();
    else if (key === "r") find();
    else if (key === "Escape") chosen.clear();
    else {
      const label = labels.find((one, at) => keyOf(one, at).toLowerCase() === key);
      if (label === undefined) return false;
      relabel(label.name);
    }
    return true;
  });
}
