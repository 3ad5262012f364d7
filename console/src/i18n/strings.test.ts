import { describe, expect, it } from "vitest";

type Table = { readonly [key: string]: string | Table };

const english = import.meta.glob<{ en: Table }>("../**/strings.en.ts", { eager: true });
const chinese = import.meta.glob<{ zh: Table }>("../**/strings.zh.ts", { eager: true });

function flat(table: Table, path = ""): Map<string, string> {
  const rows = Object.entries(table).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : [...flat(value, `${path}${key}.`)],
  );
  return new Map(rows);
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each(Object.keys(english))("%s", (file) => {
  const en = flat(english[file]!.en);
  const zh = flat(chinese[file.replace("strings.en", "strings.zh")]?.zh ?? {});

  it("has every key in both languages", () => expect([...zh.keys()]).toEqual([...en.keys()]));

  it("has the same placeholders in both languages", () => {
    // A singular may leave its number out, but no language may ask for a value that is not given.
    for (const [key, text] of en) expect(placeholders(zh.get(key) ?? ""), key).toEqual(placeholders(text));
  });

  it("leaves no text empty and no Chinese text in English punctuation", () => {
    for (const [key, text] of en) expect(text.trim(), key).not.toBe("");
    for (const [key, text] of zh) expect(text, key).not.toMatch(/[\u4e00-\u9fff][,;!?]/);
  });
});
