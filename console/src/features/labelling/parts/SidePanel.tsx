import { Checkbox, Input, Tooltip, type InputRef } from "antd";
import { useMemo, type ReactNode, type RefObject } from "react";

import type { DatasetLabel } from "@/client";
import type { Content, Draft } from "../model/drafts";
import { isClassification, types } from "../model/types";
import { useLabellingText } from "../text";
import { LabelPalette } from "./LabelPalette";
import { MarkDetails } from "./MarkDetails";
import { MarkList } from "./MarkList";
import { Suggestions } from "./Suggestions";
import { without, type Marking } from "./useBench";
import { decide } from "./useBenchKeys";

interface SidePanelProps {
  type: number;
  draft: Draft;
  labels: readonly DatasetLabel[];
  colourOf: (name: string, type?: number) => string;
  marking: Marking;
  active: DatasetLabel | null;
  choose: (label: DatasetLabel) => void;
  create: ((name: string) => void) | undefined;
  edit: (about: Partial<Content>, tag?: string) => void;
  search: RefObject<InputRef | null>;
  readOnly: boolean;
  actions: ReactNode;
}

/** Labels, what was said with them, and what is said about the sample as a whole. */
export function SidePanel(props: SidePanelProps) {
  const { type, draft, labels, colourOf, marking, active, choose, create, edit, search, readOnly, actions } =
    props;
  const t = useLabellingText();
  const { marks, hard, comment } = draft.now;
  const chosen = marks.find((mark) => mark.key === marking.selected);
  const isClass = isClassification(type);
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    if (isClass) return found;
    for (const label of labels) {
      const count = marks.filter((mark) => mark.label === label.name).length;
      if (count > 0) found.set(`${label.type} ${label.name}`, count);
    }
    return found;
  }, [isClass, labels, marks]);
  const isOn = (label: DatasetLabel) => {
    if (isClass) return marks.some((mark) => mark.label === label.name);
    return chosen === undefined || chosen.label === "" ? active === label : chosen.label === label.name;
  };
  return (
    <aside className="lab-side" aria-label={t.side}>
      {actions}
      {!readOnly && (
        <Suggestions
          marks={marks}
          edit={edit}
          decide={(isRight, all) => decide({ edit, marking, draft }, marks, isRight, all)}
        />
      )}
      {type !== types.speechContent && (labels.length > 0 || create !== undefined) && (
        <LabelPalette
          labels={labels}
          colourOf={colourOf}
          isOn={isOn}
          choose={choose}
          create={create}
          counts={counts}
          searchRef={search}
          readOnly={readOnly}
        />
      )}
      <MarkList
        marks={marks}
        places={draft.sample.sample_data?.[0] ?? ""}
        colourOf={colourOf}
        type={type}
        marking={marking}
        readOnly={readOnly}
        remove={(mark) => edit({ marks: without(marks, [mark]) })}
      />
      {chosen !== undefined && (
        <MarkDetails
          key={chosen.key}
          mark={chosen}
          label={labels.find(({ name }) => name === chosen.label)}
          readOnly={readOnly || marking.locked.has(chosen.key)}
          change={(mark, tag) => edit({ marks: marks.map((each) => (each === chosen ? mark : each)) }, tag)}
        />
      )}
      <section className="lab-about" aria-label={t.aboutSample}>
        <Tooltip title={t.hardHint} placement="left">
          <Checkbox
            checked={hard}
            disabled={readOnly}
            onChange={(event) => edit({ hard: event.target.checked })}
            data-testid="hard"
          >
            {t.hard} <kbd className="lab-key">Q</kbd>
          </Checkbox>
        </Tooltip>
        <Input.TextArea
          value={comment}
          disabled={readOnly}
          placeholder={t.comment}
          aria-label={t.comment}
          maxLength={1000}
          autoSize={{ minRows: 1, maxRows: 5 }}
          onChange={(event) => edit({ comment: event.target.value }, "comment")}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
          data-testid="comment"
        />
      </section>
    </aside>
  );
}
