import { useCallback, useMemo, useRef, useState } from "react";

import type { Sample } from "@/client";
import type { SampleWindow } from "./useSamples";

export interface Selection {
  chosen: ReadonlyMap<string, Sample>;
  /** Everything that matches the filters, seen or not. */
  all: boolean;
  count: number;
  has(sample: Sample): boolean;
  /** Choose or drop a sample; with `extend` all from the last one to it. */
  toggle(index: number, sample: Sample, extend: boolean): void;
  add(samples: readonly Sample[]): void;
  chooseAll(): void;
  clear(): void;
}

const none: ReadonlyMap<string, Sample> = new Map();

/** The chosen samples. They are remembered as they were seen, so that a change can be taken back. */
export function useSelection(list: SampleWindow): Selection {
  const [chosen, setChosen] = useState(none);
  const [all, setAll] = useState(false);
  const last = useRef<number | null>(null);
  const { range, total = 0 } = list;

  const add = useCallback((samples: readonly Sample[]) => {
    setAll(false);
    setChosen((before) => new Map([...before, ...samples.map((one) => [one.sample_id, one] as const)]));
  }, []);
  const toggle = useCallback(
    (index: number, sample: Sample, extend: boolean) => {
      const from = last.current;
      last.current = index;
      if (extend && from !== null && from !== index) {
        void range(Math.min(from, index), Math.max(from, index)).then(add, () => undefined);
        return;
      }
      setAll(false);
      setChosen((before) => {
        const after = new Map(before);
        if (!after.delete(sample.sample_id)) after.set(sample.sample_id, sample);
        return after;
      });
    },
    [add, range],
  );
  const clear = useCallback(() => {
    last.current = null;
    setAll(false);
    setChosen(none);
  }, []);
  const chooseAll = useCallback(() => {
    setChosen(none);
    setAll(true);
  }, []);

  return useMemo(
    () => ({
      chosen,
      all,
      count: all ? total : chosen.size,
      has: (sample: Sample) => all || chosen.has(sample.sample_id),
      toggle,
      add,
      chooseAll,
      clear,
    }),
    [chosen, all, total, toggle, add, chooseAll, clear],
  );
}
