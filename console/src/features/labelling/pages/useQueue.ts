import { useCallback, useEffect, useRef, useState } from "react";

import { asAppError, type AppError, type Sample } from "@/client";
import { listSamples, pageSize, type SampleFilter } from "../api";

export interface Queue {
  samples: readonly Sample[];
  total: number;
  loading: boolean;
  error: AppError | null;
  /** Whether there are more than those that are here. */
  hasMore: boolean;
  more: () => Promise<Sample[]>;
  reload: () => void;
  /** Puts what was saved in the place of what was listed. */
  update: (sample: Sample) => void;
}

interface Kept {
  of: string;
  samples: readonly Sample[];
  total: number;
  loading: boolean;
  error: AppError | null;
}

const empty = { samples: [], total: 0, loading: true, error: null };

/**
 * The samples that wait to be labelled, page after page.
 *
 * A sample that no longer meets the filter, because it has just been labelled, stays where it was until the list is asked for
 * anew: nobody loses his place. What has left the filter moves the pages of the server forward, so the page to ask for next is
 * found by counting those that still meet it.
 */
export function useQueue(projectId: string, datasetId: string, filter: SampleFilter): Queue {
  const of = JSON.stringify([projectId, datasetId, filter]);
  const [kept, setKept] = useState<Kept>({ of, ...empty });
  const [round, setRound] = useState(0);
  const left = useRef(new Set<string>());
  const running = useRef<Promise<Sample[]> | null>(null);

  const ask = useCallback(
    async (have: readonly Sample[]): Promise<Sample[]> => {
      const still = have.filter((sample) => !left.current.has(sample.sample_id)).length;
      const page = Math.floor(still / pageSize);
      const answer = await listSamples(projectId, datasetId, filter, page);
      const known = new Set(have.map((sample) => sample.sample_id));
      const fresh = answer.samples.filter((sample) => !known.has(sample.sample_id));
      setKept({
        of,
        samples: [...have, ...fresh],
        total: answer.sample_count + left.current.size,
        loading: false,
        error: null,
      });
      return fresh;
    },
    // The filter is in `of`, by its values.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [of],
  );

  useEffect(() => {
    let isOld = false;
    left.current = new Set();
    setKept({ of, ...empty });
    ask([]).catch((problem: unknown) => {
      if (!isOld) setKept({ of, ...empty, loading: false, error: asAppError(problem) });
    });
    return () => {
      isOld = true;
    };
  }, [ask, of, round]);

  const now = kept.of === of ? kept : { of, ...empty };
  const more = useCallback((): Promise<Sample[]> => {
    running.current ??= ask(now.samples).finally(() => {
      running.current = null;
    });
    return running.current;
  }, [ask, now.samples]);
  const update = useCallback(
    (sample: Sample) => {
      const { state, label } = filter;
      const has = label === "" || sample.labels.some(({ name }) => name === label);
      if (has && (state === "" || state === "__ALL__")) left.current.delete(sample.sample_id);
      else left.current.add(sample.sample_id);
      setKept((before) => ({
        ...before,
        samples: before.samples.map((each) => (each.sample_id === sample.sample_id ? sample : each)),
      }));
    },
    // The filter is in `of`, by its values.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [of],
  );
  return {
    ...now,
    hasMore: now.samples.length < now.total,
    more,
    reload: useCallback(() => setRound((before) => before + 1), []),
    update,
  };
}
