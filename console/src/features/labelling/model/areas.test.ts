import { describe, expect, it } from "vitest";

import { covered, difference, has, isEmpty, outlines, ringsOf, stroke, union, type Runs } from "./areas";
import type { Point } from "./marks";

const size = { width: 60, height: 40 };

function areaFrom(picture: string): Runs {
  const rows = picture.trim().split("\n");
  const runs = new Map<number, [number, number][]>();
  rows.forEach((line, row) => {
    const parts = [...line.trim().matchAll(/#+/g)].map((part): [number, number] => [
      part.index,
      part.index + part[0].length,
    ]);
    if (parts.length > 0) runs.set(row, parts);
  });
  return runs;
}

const count = (runs: Runs) => [...runs.values()].flat().reduce((sum, [start, end]) => sum + end - start, 0);
const again = (runs: Runs): Runs =>
  outlines(runs).reduce<Runs>((all, ring) => union(all, covered(ring, size)), new Map());
const plain = (runs: Runs) => [...runs].sort(([one], [other]) => one - other);

describe("painted areas", () => {
  it("are as large as the brush", () => {
    const dot = stroke([[20, 20]], 5, size);

    expect(count(dot)).toBeGreaterThan(70);
    expect(count(dot)).toBeLessThan(90);
    expect(has(dot, [20, 20])).toBe(true);
    expect(has(dot, [26, 20])).toBe(false);
  });

  it("have no gaps between the places where the pointer was seen", () => {
    const line = stroke(
      [
        [5, 5],
        [50, 30],
      ],
      1.5,
      size,
    );

    for (let share = 0; share <= 1; share += 0.01)
      expect(has(line, [5 + 45 * share, 5 + 25 * share])).toBe(true);
  });

  it("are a single pixel for the smallest brush, and stay in the picture", () => {
    expect(plain(stroke([[7.9, 3.1]], 0.5, size))).toEqual([[3, [[7, 8]]]]);
    expect(isEmpty(stroke([[-30, -30]], 5, size))).toBe(true);
    expect(Math.max(...[...stroke([[59, 39]], 9, size).values()].flat(2))).toBe(60);
  });

  it("become polygons and are the same again", () => {
    const shapes = [
      "##\n##",
      "####\n#..#\n####",
      "#.#\n.#.\n#.#",
      "#####\n#.#.#\n#####\n..#..",
      "#######\n#.....#\n#.###.#\n#.#.#.#\n#.###.#\n#.....#\n#######",
      ".##\n##.\n.##\n#.#",
    ];
    for (const shape of shapes) expect(plain(again(areaFrom(shape)))).toEqual(plain(areaFrom(shape)));
  });

  it("of every form are the same again", () => {
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 60; round += 1) {
      const lines = Array.from({ length: 9 }, () =>
        Array.from({ length: 9 }, () => (random() < 0.6 ? "#" : ".")).join(""),
      );
      const runs = areaFrom(`${lines.join("\n")}`);
      expect(plain(again(runs))).toEqual(plain(runs));
    }
  });

  it("can be taken away from", () => {
    const left = difference(areaFrom("#####\n#####"), areaFrom(".##..\n#####"));

    expect(plain(left)).toEqual([
      [
        0,
        [
          [0, 1],
          [3, 5],
        ],
      ],
    ]);
  });

  it("have their holes told apart from the line around them", () => {
    const [ring = []] = outlines(areaFrom("#######\n#.###.#\n#######"));

    expect(ringsOf(ring).map((each) => each.length)).toEqual([4, 4, 4]);
    const triangle: Point[] = [
      [0, 0],
      [4, 0],
      [0, 4],
    ];
    expect(ringsOf(triangle)).toEqual([triangle]);
  });
});
