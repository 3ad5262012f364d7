import { describe, expect, it } from "vitest";

import { makeFormat } from "./format";
import { fill } from "./shape";

describe("makeFormat", () => {
  const en = makeFormat("en");
  const zh = makeFormat("zh");

  it.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [2.4 * 2 ** 40, "2.4 TiB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(en.bytes(bytes)).toBe(text));

  it("writes a dash for a moment that never came", () => {
    expect([en.dateTime(null), en.ago(0), en.dateTime("nonsense")]).toEqual(["–", "–", "–"]);
  });

  it("counts in each language's way", () => {
    const forms = { one: "{count} file", other: "{count} files" };

    expect([en.counted(forms, 1), en.counted(forms, 1200), zh.counted(forms, 1)]).toEqual([
      "1 file",
      "1,200 files",
      "1 files",
    ]);
  });

  it("says how long ago", () => expect(en.ago(1, 3 * 3_600_000)).toBe("3 hr. ago"));
});

describe("fill", () => {
  it("leaves unknown names visible, so that a mistake is seen", () => {
    expect(fill<string>("{a} of {b}", { a: 1 })).toBe("1 of {b}");
  });
});
