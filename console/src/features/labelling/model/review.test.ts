import { describe, expect, it, vi } from "vitest";

import { AppError, type Sample } from "@/client";
import { CONFLICT, Drafts, type Change } from "./drafts";
import { Review } from "./review";
import { types } from "./types";

const box = (name: string, score?: number) => ({
  name,
  type: types.objectDetection,
  property: {
    "@modelarts:shape": "bndbox",
    "@modelarts:feature": [
      [1, 2],
      [10, 20],
    ],
  },
  ...(score !== undefined && { score }),
});

function sample(id: string, ...labels: object[]): Sample {
  return {
    sample_id: id,
    sample_name: `${id}.png`,
    sample_dir: "/b/",
    sample_type: 0,
    sample_size: 1,
    sample_time: 1,
    sample_status: "MANUAL_ANNOTATION",
    labels: labels as Sample["labels"],
    metadata: {},
    revision: 3,
  };
}

function reviewing(...samples: Sample[]) {
  const save = vi.fn((_sample: Sample, _change: Change) => Promise.resolve({ revision: 4 }));
  const drafts = new Drafts(types.objectDetection, save);
  const review = new Review("cat", drafts);
  review.take(samples);
  const labels = (id: string) => drafts.get(id)?.now.marks.map((mark) => mark.label);
  const states = () => review.boxes.map((each) => review.stateOf(each));
  return { save, drafts, review, labels, states };
}

const [first, second] = [sample("a", box("cat"), box("dog"), box("cat")), sample("b", box("cat", 0.5))];

describe("boxes of a label over samples", () => {
  it("are those with the label, in the order of the samples", () => {
    const { review, states } = reviewing(first, second, sample("c", box("dog")));

    expect(review.boxes.map(({ sampleId }) => sampleId)).toEqual(["a", "a", "b"]);
    expect(states()).toEqual(["open", "open", "open"]);
  });

  it("stay in their places whatever becomes of them", async () => {
    const { review, save, states, labels } = reviewing(first, second);
    const [one, two, three] = review.boxes as [never, never, never];

    review.relabel([one], "dog");
    review.remove([two]);
    review.accept([three]);
    await review.flush();
    review.take([first, second]);

    expect(states()).toEqual(["relabelled", "removed", "accepted"]);
    expect(labels("a")).toEqual(["dog", "dog"]);
    expect(review.lastMarkOf(two)?.label).toBe("cat");
    expect(save).toHaveBeenCalledTimes(2);
  });

  it("that a model suggested become a person's word when they are accepted", () => {
    const { review, drafts } = reviewing(second);

    review.accept(review.boxes);

    expect(drafts.get("b")?.now.marks[0]?.score).toBeNull();
  });

  it("are decided many at a time, and all of that is undone at once", () => {
    const { review, states, labels } = reviewing(first, second);

    review.relabel(review.boxes, "dog");
    expect(states()).toEqual(["relabelled", "relabelled", "relabelled"]);
    review.undo();
    expect(states()).toEqual(["open", "open", "open"]);
    expect([labels("a"), labels("b")]).toEqual([["cat", "dog", "cat"], ["cat"]]);
    review.redo();
    expect(states()).toEqual(["relabelled", "relabelled", "relabelled"]);
  });

  it("that were ticked off are open again after undoing", () => {
    const { review, states } = reviewing(first);

    review.accept(review.boxes);
    review.accept(review.boxes);
    expect([states(), review.canRedo]).toEqual([["accepted", "accepted"], false]);
    review.undo();

    expect([states(), review.canUndo]).toEqual([["open", "open"], false]);
    review.undo();
    review.redo();
    review.redo();
    expect(states()).toEqual(["accepted", "accepted"]);
  });

  it("are those of somebody else after his state was taken", async () => {
    const { review, drafts, save, states } = reviewing(first);
    save.mockRejectedValueOnce(
      new AppError({
        kind: "conflict",
        status: 409,
        code: CONFLICT,
        message: "",
        requestId: null,
        params: {},
      }),
    );
    review.remove(review.boxes);
    await review.flush();
    expect(drafts.get("a")?.saving).toBe("conflict");

    drafts.replace({ ...sample("a", box("cat")), revision: 9 });
    review.take([first]);

    expect(states()).toEqual(["open"]);
    review.undo();
    expect(states()).toEqual(["open"]);
  });
});
