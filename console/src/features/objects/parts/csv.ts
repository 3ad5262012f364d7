/** Rows and cells of RFC 4180 text: quotes, doubled quotes, line breaks inside quotes; guesses `,` `;` or tab. */
export function parseCSV(text: string, separator = guess(text)): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (letter === '"' && cell === "") quoted = true;
    else if (letter === separator) {
      row.push(cell);
      cell = "";
    } else if (letter === "\n") endRow();
    else if (letter !== "\r") cell += letter;
  }
  endRow();
  return rows;
}

function guess(text: string): string {
  const line = text.slice(0, text.indexOf("\n") >>> 0);
  const counts = [",", ";", "\t"].map((one) => [line.split(one).length, one] as const);
  return counts.sort(([a], [b]) => b - a)[0]?.[1] ?? ",";
}
