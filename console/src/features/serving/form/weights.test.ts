import { describe, expect, it } from "vitest";

import { even, withOneMore, withWeight, without } from "./weights";

const sum = (weights: readonly number[]) => weights.reduce((a, b) => a + b, 0);

describe("weights", () => {
  it("give the rest to the others as they shared before", () => {
    expect(withWeight([100, 0], 1, 10)).toEqual([90, 10]);
    expect(withWeight([50, 25, 25], 0, 70)).toEqual([70, 15, 15]);
    expect(withWeight([0, 0, 100], 2, 40)).toEqual([30, 30, 40]);
  });

  it("of one version are all of it", () => expect(withWeight([100], 0, 3)).toEqual([100]));

  it("add up to 100 whatever happens", () => {
    let weights = even(7);
    for (let step = 0; step < 200; step += 1) {
      weights = withWeight(weights, step % weights.length, (step * 37) % 131);
      expect(sum(weights)).toBe(100);
      expect(weights.every((weight) => weight >= 0 && Number.isInteger(weight))).toBe(true);
    }
    expect(sum(without(weights, 3))).toBe(100);
  });

  it("begin with nothing for a new version", () => {
    expect(withOneMore([])).toEqual([100]);
    expect(withOneMore([90, 10])).toEqual([90, 10, 0]);
  });
});
