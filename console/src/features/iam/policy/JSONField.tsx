import { useRef } from "react";

import { useIAMText } from "../text";

interface JSONFieldProps {
  value: string;
  onChange(text: string): void;
  readOnly: boolean;
}

/** A text field for code: line numbers, and Tab indents. Escape then Tab leaves it, as the keyboard rules ask. */
export function JSONField({ value, onChange, readOnly }: JSONFieldProps) {
  const t = useIAMText().policies;
  const gutter = useRef<HTMLDivElement>(null);
  const leaving = useRef(false);
  const lines = value.split("\n").length;

  function onKeyDown(event: React.KeyboardEvent<HTMLTextAreaElement>) {
    if (event.key === "Escape") leaving.current = true;
    if (event.key !== "Tab" || event.shiftKey || readOnly || leaving.current) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end } = event.currentTarget;
    event.currentTarget.setRangeText("  ", start, end, "end");
    onChange(event.currentTarget.value);
  }

  return (
    <div className="json-field">
      <div className="json-gutter mono" ref={gutter} aria-hidden="true">
        {Array.from({ length: lines }, (_, at) => at + 1).join("\n")}
      </div>
      <textarea
        className="mono"
        aria-label={t.json}
        data-testid="policy-json"
        spellCheck={false}
        wrap="off"
        rows={Math.min(28, Math.max(12, lines + 1))}
        readOnly={readOnly}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={() => (leaving.current = false)}
        onScroll={(event) => {
          if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
