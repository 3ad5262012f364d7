import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Drawer } from "antd";

import type { Sample } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { QueryView, useFail } from "@/ui";
import { getSample, historyQuery, restoreSample } from "../api";
import type { Drafts } from "../model/drafts";
import { authorOf } from "../parts/MarkDetails";
import { useLabellingText } from "../text";

interface HistoryDrawerProps {
  datasetId: string;
  sampleId: string;
  drafts: Drafts;
  open: boolean;
  onClose: () => void;
  onRestored: (sample: Sample) => void;
}

/** What was said about the sample before, by whom; any of it can be said again. */
export function HistoryDrawer(props: HistoryDrawerProps) {
  const { datasetId, sampleId, drafts, open, onClose, onRestored } = props;
  const t = useLabellingText().history;
  const format = useFormat();
  const fail = useFail();
  const projectId = useProjectId();
  const query = useQuery({ ...historyQuery(projectId, datasetId, sampleId), enabled: open });
  const restore = useMutation({
    mutationFn: async (before: number) => {
      await drafts.flush(sampleId);
      const revision = drafts.get(sampleId)?.revision;
      await restoreSample(projectId, datasetId, sampleId, before, revision);
      return getSample(projectId, datasetId, sampleId);
    },
    onSuccess: (sample) => {
      onRestored(drafts.replace(sample).sample);
      onClose();
    },
    onError: fail,
  });
  return (
    <Drawer open={open} onClose={onClose} title={t.title} size={420}>
      <QueryView query={query}>
        {(found) => (
          <ol className="lab-history" data-testid="history-list">
            {found.states.length === 0 && <li className="faint">{t.none}</li>}
            {found.states.map((state) => (
              <li key={state.before ?? "now"} data-testid="history-state">
                <div>
                  <b>{authorOf(state.changed_by)}</b>{" "}
                  <time className="faint" title={format.dateTime(state.changed_at)}>
                    {format.ago(state.changed_at)}
                  </time>
                  <p>{said(state.labels) || t.nothing}</p>
                </div>
                {state.before == null ? (
                  <span className="faint">{t.now}</span>
                ) : (
                  <Button
                    size="small"
                    loading={restore.isPending && restore.variables === state.before}
                    onClick={() => restore.mutate(state.before as number)}
                  >
                    {t.restore}
                  </Button>
                )}
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </Drawer>
  );
}

/** `3 × car, bus`: labels with how often they are there. */
function said(labels: readonly Readonly<Record<string, unknown>>[]): string {
  const counts = new Map<string, number>();
  for (const { name } of labels) counts.set(String(name ?? ""), (counts.get(String(name ?? "")) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${count} × ${name}` : name)).join(" · ");
}
