import { useCallback } from "react";

import type { DatasetLabel } from "@/client";
import { labelColours } from "@/ui";
import { lookOf } from "../model/marks";

/** The colour of a label: its own, or one that its neighbours do not have. */
export function useLabelColours(labels: readonly DatasetLabel[]): (name: string, type?: number) => string {
  return useCallback(
    (name, type) => {
      const at = labels.findIndex(
        (label) => label.name === name && (type === undefined || label.type === type),
      );
      const own = at < 0 ? "" : lookOf(labels[at] as DatasetLabel, "color");
      return own !== "" ? own : (labelColours[Math.max(at, 0) % labelColours.length] as string);
    },
    [labels],
  );
}

/** Black or white: what can be read on a colour. */
export function readableOn(colour: string): "black" | "white" {
  const hex = colour.replace("#", "");
  const whole = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16) || 0);
  return 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0) > 150 ? "black" : "white";
}
