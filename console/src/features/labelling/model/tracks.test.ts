import { describe, expect, it } from "vitest";

import { newMark, type Mark } from "./marks";
import { atMoment, keyFrame, momentOf, newTrack, seenAt, tracksOf } from "./tracks";

const box = (moment: number, left: number, track = "T1"): Mark =>
  newMark("shape", "car", {
    shape: {
      kind: "bndbox",
      points: [
        [left, 10],
        [left + 20, 30],
      ],
      radius: 0,
    },
    rest: atMoment(moment, track),
  });
const lefts = (marks: readonly Mark[]) => marks.map((mark) => mark.shape?.points[0]?.[0]);

describe("tracks", () => {
  const marks = [box(3000, 130), box(1000, 30), box(1000, 200, "")];

  it("are their key frames in order of time", () => {
    const [track] = tracksOf(marks);

    expect(track?.keys.map(momentOf)).toEqual([1000, 3000]);
    expect(tracksOf(marks)).toHaveLength(1);
    expect(newTrack(marks)).toBe("T2");
  });

  it("are seen between their key frames, and nowhere else", () => {
    expect(lefts(seenAt(marks, 2000, null))).toEqual([80]);
    expect(lefts(seenAt(marks, 1010, null)).sort()).toEqual([200, 30]);
    expect(seenAt(marks, 500, null)).toEqual([]);
    expect(seenAt(marks, 4000, null)).toEqual([]);
  });

  it("are seen beyond them while they are selected", () => {
    expect(lefts(seenAt(marks, 4000, marks[1]?.key ?? ""))).toEqual([130]);
  });

  it("get a key frame where they are", () => {
    const [seen] = seenAt(marks, 2000, null);
    const made = keyFrame(seen as Mark, 2000);

    expect(momentOf(made)).toBe(2000);
    expect(lefts(seenAt([...marks, made], 2500, null))).toEqual([105]);
  });

  it("keep the form that they had where it changes", () => {
    const circle = {
      ...box(3000, 0),
      shape: { kind: "circle" as const, points: [[5, 5] as const], radius: 3 },
    };

    expect(seenAt([box(1000, 30), circle], 2000, null)[0]?.shape?.kind).toBe("bndbox");
  });
});
