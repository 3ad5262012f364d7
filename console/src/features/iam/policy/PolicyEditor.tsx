import { CodeOutlined, BuildOutlined } from "@ant-design/icons";
import { Alert, Segmented } from "antd";
import { useState } from "react";

import { fill } from "@/i18n";
import { useIAMText } from "../text";
import { readPolicy, writePolicy, type Problem } from "./document";
import { JSONField } from "./JSONField";
import "./policy.css";
import { StatementList } from "./StatementList";

interface PolicyEditorProps {
  /** The policy as text: the JSON tab edits it freely, the visual tab writes it anew. */
  value: string;
  onChange(text: string): void;
  readOnly?: boolean;
}

export function useProblemText(): (problem: Problem) => string {
  const t = useIAMText().policies.problems;
  return ({ key, values }) => fill<string>(t[key], values);
}

/** Two views of one text, so that nothing typed in one is lost in the other. */
export function PolicyEditor({ value, onChange, readOnly = false }: PolicyEditorProps) {
  const t = useIAMText().policies;
  const problemText = useProblemText();
  const [view, setView] = useState<"visual" | "json">("visual");
  const reading = readPolicy(value);
  // An unfinished statement is no reason to hide the builder that finishes it.
  const draft = reading.ok ? reading.document : draftOf(value);
  return (
    <div className="policy-editor">
      <Segmented
        value={view}
        onChange={setView}
        options={[
          { value: "visual", label: t.visual, icon: <BuildOutlined /> },
          { value: "json", label: t.json, icon: <CodeOutlined /> },
        ]}
      />
      {view === "json" && <JSONField value={value} onChange={onChange} readOnly={readOnly} />}
      {view === "visual" &&
        (draft === null ? (
          <Alert type="info" showIcon title={t.visualNeedsValid} />
        ) : (
          <StatementList
            document={draft}
            readOnly={readOnly}
            onChange={(next) => onChange(writePolicy(next))}
          />
        ))}
      {!reading.ok && !readOnly && (
        <Alert type="warning" showIcon title={problemText(reading.problem)} data-testid="policy-problem" />
      )}
    </div>
  );
}

/** A text that is a policy but for empty action lists. */
function draftOf(text: string) {
  const filler = "a:b:c";
  const filled = text.replace(/("Action"\s*:\s*\[)\s*\]/g, `$1"${filler}"]`);
  const reading = readPolicy(filled);
  if (!reading.ok) return null;
  const Statement = reading.document.Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((name) => name !== filler),
  }));
  return { ...reading.document, Statement };
}
