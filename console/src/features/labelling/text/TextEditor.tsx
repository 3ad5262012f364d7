import { Button } from "antd";
import { useEffect, useRef } from "react";

import { fill } from "@/i18n";
import { types } from "../model/types";
import type { EditorProps } from "../parts/editor";
import { useLabellingText } from "../text";
import { SpanText } from "./SpanText";
import { useSpans } from "./useSpans";

/** Texts: read, and marked where the labelling type says so. */
export default function TextEditor(editor: EditorProps) {
  const text = editor.sample.sample_data?.[0] ?? "";
  if (editor.type === types.textClassification) {
    return (
      <div className="lab-editor lab-reading">
        <p className="lab-text" dir="auto" data-testid="text">
          {text}
        </p>
      </div>
    );
  }
  return <Spans editor={editor} text={text} />;
}

function Spans({ editor, text }: { editor: EditorProps; text: string }) {
  const t = useLabellingText().text;
  const root = useRef<HTMLDivElement>(null);
  const spans = useSpans(editor, text, root);
  const { handle } = editor;
  const { takeLabel } = spans;
  useEffect(() => {
    handle.current = { takeLabel };
    return () => {
      handle.current = {};
    };
  }, [handle, takeLabel]);
  const { marked, pending, problem, begun } = spans;
  const isTriplet = editor.type === types.textTriplet;
  const hint = editor.readOnly
    ? null
    : marked !== null
      ? fill(t.marked, { from: marked[0], to: marked[1] })
      : begun !== null
        ? t.begun
        : isTriplet
          ? t.hintTriplet
          : t.hint;
  return (
    <div className="lab-editor lab-reading">
      <SpanText editor={editor} spans={spans} root={root} />
      <footer
        className={`lab-text-foot${problem === null ? "" : " bad"}`}
        role="status"
        data-testid="text-hint"
      >
        {pending !== null ? (
          <>
            {t.which}
            {spans.fitting(pending.from, pending.to).map((label) => (
              <Button
                key={label.name}
                size="small"
                onClick={() => spans.relate(pending.from, pending.to, label)}
                data-testid={`relation-${label.name}`}
              >
                {label.name}
              </Button>
            ))}
          </>
        ) : problem?.kind === "overlap" ? (
          t.overlap
        ) : problem?.kind === "relation" ? (
          fill(t.noRelation, { from: problem.from, to: problem.to })
        ) : (
          hint
        )}
      </footer>
    </div>
  );
}
