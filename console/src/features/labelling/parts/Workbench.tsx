import type { InputRef } from "antd";
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from "react";

import type { DatasetLabel, Sample } from "@/client";
import { LoadingView } from "@/ui";
import type { Drafts } from "../model/drafts";
import { isSuggestion } from "../model/marks";
import { useLabelColours } from "./colours";
import { ConflictDialog } from "./ConflictDialog";
import { Editor } from "./Editor";
import type { EditorHandle } from "./editor";
import { SidePanel } from "./SidePanel";
import { useBenchKeys } from "./useBenchKeys";
import { useDraft, useEdit, useMarking, withLabel } from "./useBench";
import "./labelling.css";

export interface WorkbenchProps {
  /** The labelling type, such as 1 for objects in images. */
  type: number;
  sample: Sample;
  labels: readonly DatasetLabel[];
  /** Keeps what is changed, and saves it through the function that it was made with. */
  drafts: Drafts;
  /** Asks for the sample anew: with a fresh link, and as it is now. */
  refresh: () => Promise<Sample>;
  createLabel?: ((name: string) => Promise<DatasetLabel | null>) | undefined;
  onNext?: ((options: { withMarks: boolean }) => void) | undefined;
  onPrevious?: (() => void) | undefined;
  readOnly?: boolean;
  /** Stands above the labels: buttons of a review, for instance. */
  actions?: ReactNode;
}

/** The editor of one sample with its labels beside it. What is around it (which sample comes next) is the page's business. */
export function Workbench(props: WorkbenchProps) {
  const { type, sample, labels, drafts, refresh, createLabel, readOnly = false } = props;
  const id = sample.sample_id;
  const draft = useDraft(drafts, sample);
  const marking = useMarking(id);
  const [activeName, setActiveName] = useState<string | null>(null);
  const colourOf = useLabelColours(labels);
  const handle = useRef<EditorHandle>({});
  const search = useRef<InputRef>(null);
  const waiting = useRef<((label: DatasetLabel) => void) | null>(null);
  const edit = useEdit(drafts, id);
  const [source, setSource] = useState({ id, link: sample.source ?? "" });
  const link = source.id === id ? source.link : (sample.source ?? "");

  const active = labels.find(({ name }) => name === activeName) ?? labels[0] ?? null;
  const marks = useMemo(() => draft?.now.marks ?? [], [draft]);
  const change = useCallback((next: typeof marks, tag?: string) => edit({ marks: next }, tag), [edit]);
  const refreshSource = useCallback(() => {
    void refresh().then((fresh) => setSource({ id: fresh.sample_id, link: fresh.source ?? "" }));
  }, [refresh]);
  const { selected, locked } = marking;
  const choose = useCallback(
    (label: DatasetLabel) => {
      if (readOnly) return;
      setActiveName(label.name);
      const then = waiting.current;
      waiting.current = null;
      if (then !== null) return then(label);
      if (handle.current.takeLabel?.(label) === true) return;
      const next = withLabel(type, marks, label, selected, locked);
      if (next !== null) edit({ marks: next });
    },
    [readOnly, type, marks, selected, locked, edit],
  );
  const create = useCallback(
    async (name: string) => {
      const label = await createLabel?.(name);
      if (label) choose(label);
    },
    [createLabel, choose],
  );
  const askLabel = useCallback((then: (label: DatasetLabel) => void) => {
    waiting.current = then;
    search.current?.focus();
  }, []);
  const first = readOnly || sample.sample_status !== "AUTO_ANNOTATION" ? undefined : marks.find(isSuggestion);
  const { select } = marking;
  useEffect(() => {
    // Whoever comes to look at suggestions has the first of them in hand.
    if (first !== undefined && first.kind !== "class") select(first.key);
    // Only when a sample is opened: what is decided leads on by itself.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, draft === undefined]);
  useBenchKeys({ ...props, draft, marking, choose, edit, search, readOnly });

  if (draft === undefined) return <LoadingView rows={8} />;
  return (
    <div className="lab-bench">
      <Editor
        key={id}
        type={type}
        sample={sample}
        labels={labels}
        colourOf={colourOf}
        marks={marks}
        change={change}
        edit={edit}
        selected={marking.selected}
        select={marking.select}
        active={active}
        askLabel={askLabel}
        hidden={marking.hidden}
        locked={marking.locked}
        readOnly={readOnly}
        handle={handle}
        source={link}
        refreshSource={refreshSource}
      />
      <SidePanel
        type={type}
        draft={draft}
        labels={labels}
        colourOf={colourOf}
        marking={marking}
        active={active}
        choose={choose}
        create={createLabel === undefined ? undefined : (name) => void create(name)}
        edit={edit}
        search={search}
        readOnly={readOnly}
        actions={props.actions}
      />
      {draft.saving === "conflict" && (
        <ConflictDialog type={type} draft={draft} drafts={drafts} refresh={refresh} colourOf={colourOf} />
      )}
    </div>
  );
}
