import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>("../**/*.{ts,tsx,css}", {
  eager: true,
  query: "?raw",
  import: "default",
});

describe("colours", () => {
  it("live in tokens.ts alone", () => {
    const raw = /#[0-9a-f]{3,8}\b(?![\w-])|\brgba?\(|\bhsla?\(/i;
    const offenders = Object.entries(sources).filter(
      ([file, text]) =>
        !file.endsWith("tokens.ts") &&
        !file.includes(".test.") &&
        !file.includes("generated") &&
        raw.test(text),
    );

    expect(offenders.map(([file]) => file)).toEqual([]);
  });
});
