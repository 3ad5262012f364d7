import { useCallback } from "react";

import type { DatasetLabel } from "@/client";
import { useSeriesColours } from "@/ui";
import { lookOf } from "../model/marks";

/** The colour of a label: its own, or one by its place in the list. */
export function useLabelColours(labels: readonly DatasetLabel[]): (name: string, type?: number) => string {
  const colours = useSeriesColours();
  return useCallback(
    (name, type) => {
      const at = labels.findIndex(
        (label) => label.name === name && (type === undefined || label.type === type),
      );
      const own = at < 0 ? "" : lookOf(labels[at] as DatasetLabel, "color");
      return own !== "" ? own : at < 0 ? "var(--y-text-faint)" : (colours[at % colours.length] ?? "");
    },
    [labels, colours],
  );
}

/** Black or white: what can be read on a colour. */
export function readableOn(colour: string): "black" | "white" {
  const hex = colour.replace("#", "");
  const whole = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16) || 0);
  return 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0) > 150 ? "black" : "white";
}
