import { describe, expect, it } from "vitest";

import { noFilters, queryOf, readFilters, searchOf, writeFilters, type Filters } from "./filters";

const many: Filters = {
  name: "leaf",
  state: "__ALL__",
  labels: ["oak", "a & b"],
  allLabels: true,
  author: "human/yard/admin",
  time: "20250101-20250131",
  hard: "1",
  folder: "/team/in/",
  attributes: [["oak", "season", "autumn"]],
  metadata: [["cluster", "3"]],
  score: [20, 90],
  measured: '{"x":"clarity","low":2}',
};

describe("filters", () => {
  it("come back from the address as they went in", () => {
    const address = new URLSearchParams("tab=samples&page=4");
    writeFilters(address, many);

    expect(readFilters(new URLSearchParams(address.toString()))).toEqual(many);
    expect(address.get("tab")).toBe("samples");
  });

  it("leave nothing in the address when there are none", () => {
    const address = new URLSearchParams("tab=samples&label=oak&score=1-2");
    writeFilters(address, noFilters);

    expect(address.toString()).toBe("tab=samples");
    expect(searchOf(noFilters)).toEqual({});
  });

  it("become conditions that all count", () => {
    const search = searchOf(many);

    expect(search).toMatchObject({ sample_state: "__ALL__", low_score: 0.2, high_score: 0.9 });
    expect(search.search_conditions).toEqual([
      { sample_name: "leaf" },
      { label_list: { labels: [{ name: "oak" }, { name: "a & b" }], op: "AND" } },
      { labeler: "human/yard/admin" },
      { sample_time: "20250101-20250131" },
      { hard: "1" },
      { sample_dir: "/team/in/" },
      { label_list: { labels: [{ name: "oak", property: { season: ["autumn"] } }] } },
      { metadata: { op: "AND", props: { cluster: ["3"] } } },
      { measured: { x: "clarity", low: 2 } },
    ]);
    expect(JSON.parse(String(queryOf(search)["search_conditions"]))).toHaveLength(9);
  });

  it("pass over an outline that cannot be read", () => {
    expect(searchOf({ ...noFilters, measured: "{" })).toEqual({});
  });

  it("do not take nonsense from the address", () => {
    expect(readFilters(new URLSearchParams("hard=7&score=90-20&attribute=x"))).toEqual(noFilters);
  });
});
