import { useEffect, useMemo, useState, useSyncExternalStore } from "react";

import type { Sample } from "@/client";
import { makeSave } from "../api";
import { Drafts, waits, type Draft } from "../model/drafts";
import { writeLabels } from "../model/marks";

/** The drafts of this page; what is not saved yet is not lost by closing the window without a question. */
export function useDrafts(
  projectId: string,
  datasetId: string,
  type: number,
  onSaved: (draft: Draft) => void,
): Drafts {
  const [told] = useState<{ tell: (draft: Draft) => void }>(() => ({ tell: onSaved }));
  useEffect(() => {
    told.tell = onSaved;
  }, [told, onSaved]);
  const drafts = useMemo(
    () => new Drafts(type, makeSave(projectId, datasetId, type), (draft) => told.tell(draft)),
    [projectId, datasetId, type, told],
  );
  // The strip shows what could not be saved.
  useSyncExternalStore(drafts.subscribe, () => drafts.trouble());
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (drafts.hasUnsaved()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [drafts]);
  return drafts;
}

/** The sample as the list would show it now. */
export function savedSample(draft: Draft, type: number): Sample {
  const { marks, hard, comment } = draft.kept;
  return {
    ...draft.sample,
    labels: writeLabels(marks, type).map((label) => ({ ...label })),
    metadata: { ...draft.sample.metadata, "@modelarts:hard": hard, comment },
    sample_status: waits(draft.sample, draft.kept)
      ? "AUTO_ANNOTATION"
      : marks.length > 0
        ? "MANUAL_ANNOTATION"
        : "UN_ANNOTATION",
    revision: draft.revision,
  };
}
