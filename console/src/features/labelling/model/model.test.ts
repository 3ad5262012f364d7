import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { AppError, type Sample } from "@/client";
import { contentOf, Drafts, type Change } from "./drafts";
import { handles, joined, moved, resized, spanned, stretched, withoutPoint } from "./geometry";
import { newMark, nextId, readMarks, writeLabels } from "./marks";
import { Places, pieces, stops, trimmed, wordEdges } from "./spans";
import { clock, milliseconds, shortClock } from "./times";

const size = { width: 100, height: 80 };

function sample(about: Partial<Sample> = {}): Sample {
  return {
    sample_id: "s1",
    sample_name: "a.png",
    sample_dir: "/b/",
    sample_type: 0,
    sample_size: 1,
    sample_time: 1,
    sample_status: "UN_ANNOTATION",
    labels: [],
    metadata: {},
    revision: 3,
    ...about,
  };
}

describe("shapes", () => {
  it("are drawn inside the picture", () => {
    expect(spanned("bndbox", [90, 90], [-5, 10], size)?.points).toEqual([
      [0, 10],
      [90, 80],
    ]);
    expect(spanned("circle", [10, 40], [60, 40], size)).toEqual({
      kind: "circle",
      points: [[10, 40]],
      radius: 10,
    });
  });

  it("are nothing when they are too small", () => {
    expect(spanned("bndbox", [1, 1], [1.5, 20], size)).toBeNull();
    expect(
      joined(
        "polygon",
        [
          [1, 1],
          [2, 2],
        ],
        size,
      ),
    ).toBeNull();
  });

  it("move until they reach the edge", () => {
    const box = spanned("bndbox", [10, 10], [30, 20], size)!;

    expect(moved(box, 500, -500, size).points).toEqual([
      [80, 0],
      [100, 10],
    ]);
  });

  it("are resized by any handle, even past the other side", () => {
    const box = spanned("bndbox", [10, 10], [30, 20], size)!;

    expect(resized(box, 7, [40, 0], size)?.points).toEqual([
      [30, 10],
      [40, 20],
    ]);
    expect(resized(box, 1, [99, 5], size)?.points).toEqual([
      [10, 5],
      [30, 20],
    ]);
    expect(stretched(box, 5, -2, size).points[1]).toEqual([35, 18]);
  });

  it("win and lose points", () => {
    const area = joined(
      "polygon",
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      size,
    )!;

    expect(handles(area).filter((handle) => handle.between)).toHaveLength(3);
    expect(resized(area, 3, [5, 4], size)?.points).toEqual([
      [0, 0],
      [5, 4],
      [10, 0],
      [10, 10],
    ]);
    expect(withoutPoint(area, 0, size)).toBeNull();
  });
});

describe("marks", () => {
  it("go back as they came", () => {
    const labels = [
      {
        name: "car",
        type: 1,
        annotated_by: "human/a/b",
        score: 0.5,
        property: { "@modelarts:shape": "circle", "@modelarts:feature": [[5, 6], [3]], colour: "red" },
      },
      {
        name: "tree",
        type: 1,
        annotated_by: "human/a/b",
        property: {
          "@modelarts:shape": "bndbox",
          "@modelarts:feature": [
            [1, 2],
            [3, 4],
          ],
        },
      },
    ];

    expect(writeLabels(readMarks({ labels }, 1), 1)).toEqual(labels);
  });

  it("of triplets have the types of entities and relations", () => {
    const labels = [
      {
        name: "Person",
        type: 103,
        id: "E1",
        property: { "@modelarts:start_index": 0, "@modelarts:end_index": 3 },
      },
      {
        name: "Place",
        type: 103,
        id: "E2",
        property: { "@modelarts:start_index": 5, "@modelarts:end_index": 7 },
      },
      { name: "lives", type: 102, id: "R1", property: { "@modelarts:from": "E1", "@modelarts:to": "E2" } },
    ];
    const marks = readMarks({ labels }, 102);

    expect(marks.map((mark) => mark.kind)).toEqual(["entity", "entity", "relation"]);
    expect(writeLabels(marks, 102)).toEqual(labels);
    expect(nextId(marks, "E")).toBe("E3");
  });

  it("in time are written as clocks", () => {
    const [mark] = readMarks(
      {
        labels: [
          {
            name: "x",
            property: { "@modelarts:start_time": "00:00:01.5", "@modelarts:end_time": "01:00:00.001" },
          },
        ],
      },
      202,
    );

    expect(mark?.time).toEqual([1500, 3_600_001]);
    expect(clock(3_600_001)).toBe("01:00:00.001");
    expect(milliseconds("1:x")).toBeNull();
    expect(shortClock(61_240)).toBe("1:01.2");
  });
});

describe("places in a text", () => {
  const places = new Places("a😀é שלום b");

  it("are counted as the server counts them", () => {
    expect(places.length).toBe(10);
    expect(places.unit(2)).toBe(3);
    expect(places.point(3)).toBe(2);
    expect(places.slice(1, 2)).toBe("😀");
    expect(places.slice(4, 8)).toBe("שלום");
  });

  it("lose blanks at their ends", () => {
    expect(trimmed(places, 9, 3)).toEqual([4, 8]);
    expect(trimmed(places, 3, 4)).toBeNull();
  });

  it("never stand inside what is seen as one character", () => {
    const family = new Places("a👨‍👩‍👧b");

    expect(stops(family)).toEqual([0, 1, 6, 7]);
  });

  it("stop at words", () => expect(wordEdges(new Places("one, two"))).toEqual([0, 3, 5, 8]));

  it("cut the text where spans begin and end", () => {
    const found = pieces(new Places("abcdef"), [
      [1, 4],
      [2, 6],
    ]);

    expect(found.map((piece) => [piece.text, piece.covered])).toEqual([
      ["a", []],
      ["b", [0]],
      ["cd", [0, 1]],
      ["ef", [1]],
    ]);
  });
});

describe("drafts", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const conflict = () =>
    new AppError({
      kind: "conflict",
      status: 409,
      code: "Modelyard.7000",
      message: "",
      requestId: null,
      params: {},
    });

  it("save themselves once, on the revision of the save before", async () => {
    const seen: number[] = [];
    const save = vi.fn(async (_sample: Sample, change: Change) => {
      seen.push(change.revision);
      return { revision: change.revision + 10 };
    });
    const drafts = new Drafts(0, save);
    drafts.open(sample());
    drafts.edit("s1", { marks: [newMark("class", "cat")] });
    drafts.edit("s1", { marks: [newMark("class", "dog")] });
    await vi.runAllTimersAsync();
    drafts.edit("s1", { hard: true });
    await drafts.flush("s1");

    expect(seen).toEqual([3, 13]);
    expect(drafts.get("s1")).toMatchObject({ saving: "saved", revision: 23 });
  });

  it("send what came while a save was under way afterwards", async () => {
    const gates: (() => void)[] = [];
    const sent: number[] = [];
    const drafts = new Drafts(0, (_sample, change) => {
      sent.push(change.content.marks.length);
      return new Promise((done) => gates.push(() => done({ revision: change.revision + 1 })));
    });
    drafts.open(sample());
    drafts.edit("s1", { marks: [newMark("class", "cat")] });
    const all = drafts.flush("s1");
    drafts.edit("s1", { marks: [newMark("class", "cat"), newMark("class", "dog")] });
    gates[0]!();
    await vi.advanceTimersByTimeAsync(0);
    gates[1]!();
    await all;

    expect(sent).toEqual([1, 2]);
    expect(drafts.get("s1")).toMatchObject({ saving: "saved", revision: 5 });
  });

  it("undo and redo; changes with one tag go together", () => {
    const drafts = new Drafts(0, async () => ({ revision: 4 }));
    drafts.open(sample());
    drafts.edit("s1", { comment: "a" }, "comment");
    drafts.edit("s1", { comment: "ab" }, "comment");
    drafts.edit("s1", { hard: true });
    drafts.undo("s1");
    expect(drafts.get("s1")?.now).toMatchObject({ comment: "ab", hard: false });
    drafts.undo("s1");
    expect(drafts.get("s1")?.now.comment).toBe("");
    drafts.redo("s1");
    expect(drafts.get("s1")?.now.comment).toBe("ab");
  });

  it("stop at a conflict until somebody decides", async () => {
    const save = vi.fn().mockRejectedValueOnce(conflict()).mockResolvedValueOnce({ revision: 9 });
    const drafts = new Drafts(0, save);
    drafts.open(sample());
    drafts.edit("s1", { marks: [newMark("class", "cat")] });
    await vi.runAllTimersAsync();
    expect(drafts.get("s1")?.saving).toBe("conflict");
    drafts.edit("s1", { hard: true });
    await vi.runAllTimersAsync();
    expect(save).toHaveBeenCalledTimes(1);

    await drafts.insist("s1", sample({ revision: 8 }));

    expect(save.mock.lastCall?.[1]).toMatchObject({ revision: 8 });
    expect(drafts.get("s1")).toMatchObject({ saving: "saved", revision: 9 });
  });

  it("read what is said about the sample as a whole", () => {
    const metadata = { "@modelarts:hard": true, comment: "look" };

    expect(contentOf(sample({ metadata }), 0)).toMatchObject({ hard: true, comment: "look", marks: [] });
  });
});
