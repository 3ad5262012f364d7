/** A name with a value. */
export interface Pair {
  name: string;
  value: string;
}

/** `a=1;b=2`, or the same on lines: how people carry parameters from one place to another. */
export function readPairs(pasted: string): Pair[] {
  if (!pasted.includes("=")) return [];
  return pasted
    .split(/[;\n]/)
    .map((part) => part.trim().replace(/^--/, ""))
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at === -1
        ? { name: part, value: "" }
        : { name: part.slice(0, at).trim(), value: part.slice(at + 1).trim() };
    });
}
