import { describe, expect, it } from "vitest";

import type { Sample } from "@/client";
import { authorName, namesOf, saidOf, sizeOf } from "./annotations";

const sample = (labels: Sample["labels"], metadata: Sample["metadata"] = {}): Sample => ({
  sample_id: "s",
  sample_name: "1.jpg",
  sample_dir: "/team/in/",
  sample_type: 0,
  sample_size: 10,
  sample_time: 1,
  sample_status: "MANUAL_ANNOTATION",
  labels,
  metadata,
  revision: 1,
});

describe("what is said about a sample", () => {
  it("has shapes, with the radius of circles", () => {
    const [box, circle] = saidOf(
      sample([
        {
          name: "car",
          type: 1,
          property: {
            "@modelarts:shape": "bndbox",
            "@modelarts:feature": [
              [1, 2],
              [3, 4],
            ],
          },
        },
        {
          name: "sun",
          type: 1,
          property: { "@modelarts:shape": "circle", "@modelarts:feature": [[5, 6], [7]] },
        },
      ]),
    );

    expect(box!.shape).toEqual({
      kind: "bndbox",
      points: [
        [1, 2],
        [3, 4],
      ],
      radius: 0,
    });
    expect(circle!.shape).toEqual({ kind: "circle", points: [[5, 6]], radius: 7 });
  });

  it("keeps attributes of people apart from those of the platform", () => {
    const [one] = saidOf(
      sample([{ name: "oak", type: 0, property: { season: "autumn", "@modelarts:hard": "true" } }]),
    );

    expect([one!.attributes, one!.hard, one!.shape, one!.span]).toEqual([
      [["season", "autumn"]],
      true,
      null,
      null,
    ]);
  });

  it("is counted by label", () => {
    const said = saidOf(sample([{ name: "a" }, { name: "b" }, { name: "a" }, { name: "" }]));

    expect(namesOf(said)).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });

  it("has authors and sizes as people read them", () => {
    expect([authorName("human/yard/li"), authorName("modelarts/active-learning")]).toEqual([
      "li",
      "modelarts/active-learning",
    ]);
    expect(sizeOf(sample([], { "@modelarts:size": [40, 30, 3] }))).toEqual([40, 30]);
    expect(sizeOf(sample([], { "@modelarts:size": "wide" }))).toBeNull();
  });
});
