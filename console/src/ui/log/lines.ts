import type { LogLine } from "@/client";

/** A line as it is shown: repeats that follow each other are one row. */
export interface Row {
  line: LogLine;
  repeats: number;
}

const escapes = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** What a terminal would show of a line: no escape sequences, and of a progress bar only its last state. */
export function visible(raw: string): string {
  const plain = raw.replace(escapes, "").replace(/\r+$/, "");
  return plain.slice(plain.lastIndexOf("\r") + 1);
}

const stamp = /^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?\]?\s*/;

/** The rows to show. The server folds what it hands out in pages; lines that came one by one are folded here. */
export function rowsOf(lines: readonly LogLine[], fold: boolean): Row[] {
  const rows: Row[] = [];
  let last = "";
  for (const line of lines) {
    const text = line.text.replace(stamp, "");
    const before = rows[rows.length - 1];
    if (fold && before !== undefined && text === last && text !== "" && (line.period ?? 1) <= 1) {
      before.repeats += line.repeats ?? 1;
    } else rows.push({ line, repeats: line.repeats ?? 1 });
    last = text;
  }
  return rows;
}

/** The places of a word in a text, whatever its case. */
export function hitsIn(text: string, wanted: string): number[] {
  if (wanted === "") return [];
  const [hay, needle] = [text.toLowerCase(), wanted.toLowerCase()];
  const hits: number[] = [];
  for (let at = hay.indexOf(needle); at !== -1; at = hay.indexOf(needle, at + needle.length)) hits.push(at);
  return hits;
}
