import type { ReactNode } from "react";

import type { Said } from "./annotations";

/** A text with its entities marked. Where some lie over each other, the one that begins first is drawn. */
export function MarkedText({
  text,
  said,
  colour,
}: {
  text: string;
  said: readonly Said[];
  colour(name: string): string;
}) {
  // Places count characters as people do, not halves of them.
  const letters = [...text];
  const spans = said
    .flatMap((one) => (one.span === null ? [] : [{ name: one.name, start: one.span[0], end: one.span[1] }]))
    .sort((a, b) => a.start - b.start);
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { name, start, end } of spans) {
    if (start < at || end > letters.length) continue;
    parts.push(letters.slice(at, start).join(""));
    parts.push(
      <mark key={start} className="entity" style={{ borderColor: colour(name) }}>
        {letters.slice(start, end).join("")}
        <small style={{ color: colour(name) }}>{name}</small>
      </mark>,
    );
    at = end;
  }
  parts.push(letters.slice(at).join(""));
  return <p className="marked-text">{parts}</p>;
}
