import { describe, expect, it, vi } from "vitest";

import type { LogLine } from "@/client";
import { hitsIn, rowsOf, visible } from "./lines";
import { keptLines, LogStore, type LogAdded, type LogPage, type LogSource } from "./store";

const line = (offset: number, text: string, more: Partial<LogLine> = {}): LogLine => ({
  offset,
  next_offset: offset + 10,
  source: "user",
  level: "plain",
  text,
  truncated: false,
  repeats: 1,
  period: 1,
  ...more,
});

describe("lines", () => {
  it("shows what a terminal would show", () => {
    expect(visible("\u001b[32mok\u001b[0m")).toBe("ok");
    expect(visible(" 10%\r 50%\r100%\r")).toBe("100%");
  });

  it("folds repeats, also under new times, and those that the server folded already", () => {
    const texts = ["2026-01-01 10:00:00 slow", "2026-01-01 10:00:01 slow", "fast", "slow"];
    const lines = texts.map((text, at) => line(at * 10, text, { repeats: at === 1 ? 3 : 1 }));

    expect(rowsOf(lines, true).map((row) => row.repeats)).toEqual([4, 1, 1]);
    expect(rowsOf(lines, false)).toHaveLength(4);
  });

  it("finds words in any case", () => expect(hitsIn("Loss loss", "loss")).toEqual([0, 5]));
});

/** A log of numbered lines of ten bytes each. */
class Numbered implements LogSource {
  tell: ((added: LogAdded) => void) | null = null;

  constructor(
    private readonly count: number,
    private readonly ended: boolean,
    private readonly passes: (n: number) => boolean = () => true,
  ) {}

  private page(from: number, to: number, complete: boolean): LogPage {
    const numbers = Array.from({ length: to - from }, (_, at) => from + at).filter(this.passes);
    return {
      lines: numbers.map((n) => line(n * 10, `line ${n}`)),
      previous_offset: from * 10,
      next_offset: to * 10,
      size: this.count * 10,
      ended: this.ended,
      complete,
    };
  }

  after(offset: number) {
    const from = offset / 10;
    const to = Math.min(this.count, from + 500);
    return Promise.resolve(this.page(from, to, to === this.count));
  }

  before(offset: number | null) {
    const to = offset === null ? this.count : offset / 10;
    const from = Math.max(0, to - 500);
    return Promise.resolve(this.page(from, to, from === 0));
  }

  follow(_offset: number, onAdded: (added: LogAdded) => void) {
    this.tell = onAdded;
    return () => (this.tell = null);
  }
}

const texts = (store: LogStore) => store.snapshot().lines.map((one) => one.text);

describe("LogStore", () => {
  it("shows the end of a large log, and loads what comes before", async () => {
    const store = new LogStore(new Numbered(100_000, true));

    await store.openEnd();
    expect(texts(store)[0]).toBe("line 99500");
    expect(texts(store).at(-1)).toBe("line 99999");

    expect(await store.earlier()).toBe(500);
    expect(texts(store)[0]).toBe("line 99000");
    expect(store.snapshot()).toMatchObject({ following: false, atStart: false, loading: null });
  });

  it("follows what is added, and replaces a line that was written in pieces", async () => {
    const source = new Numbered(0, false);
    const store = new LogStore(source);
    await store.openEnd();
    expect(store.snapshot().following).toBe(true);

    source.tell?.({ lines: [line(0, "ha")], next_offset: 2, size: 2, ended: false });
    source.tell?.({ lines: [line(0, "half"), line(5, "next")], next_offset: 9, size: 9, ended: true });

    expect(texts(store)).toEqual(["half", "next"]);
    expect(store.snapshot()).toMatchObject({ following: false, ended: true, end: 9 });
    expect(source.tell).toBeNull();
  });

  it("forgets what lies far away on either side", async () => {
    const store = new LogStore(new Numbered(100_000, true));
    await store.open(0);
    for (let n = 0; n < 50; n += 1) await store.later();

    expect(store.snapshot().lines).toHaveLength(keptLines);
    expect(store.snapshot()).toMatchObject({ end: 255_000, start: 55_000, atStart: false });

    for (let n = 0; n < 20; n += 1) await store.earlier();
    expect(store.snapshot()).toMatchObject({ start: 0, atStart: true, end: keptLines * 10 });
  });

  it("passes over pages in which nothing passes the filters", async () => {
    const store = new LogStore(new Numbered(5_000, true, (n) => n < 10));

    await store.openEnd();

    expect(texts(store)).toHaveLength(10);
    expect(store.snapshot()).toMatchObject({ start: 0, end: 50_000, atStart: true });
  });

  it("opens in the middle, with what lies before", async () => {
    const store = new LogStore(new Numbered(5_000, true));
    await store.open(20_000);

    expect(texts(store)[0]).toBe("line 1500");
    expect(texts(store).at(-1)).toBe("line 2499");
  });

  it("keeps what is there when a page cannot be loaded, and says so", async () => {
    const source = new Numbered(5_000, true);
    const store = new LogStore(source);
    await store.openEnd();
    vi.spyOn(source, "before").mockRejectedValue(new Error("away"));

    expect(await store.earlier()).toBe(0);
    expect(texts(store)).toHaveLength(500);
    expect(store.snapshot().problem).toEqual(new Error("away"));
  });
});
