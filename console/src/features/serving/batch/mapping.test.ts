import { describe, expect, it } from "vitest";

import { leavesOf, requestOf, RowProblem, ruleOf, sampleOf, withColumn } from "./mapping";

const schema = {
  type: "object",
  properties: {
    data: {
      type: "object",
      properties: {
        req_data: {
          type: "array",
          items: [
            {
              type: "object",
              properties: { width: { type: "float" }, name: { type: "string" }, good: { type: "boolean" } },
            },
          ],
        },
      },
    },
  },
};
const rule = ruleOf(schema) ?? {};

describe("a mapping", () => {
  it("takes the columns in the order of the schema", () => {
    expect(leavesOf(rule)).toEqual([
      { path: "data.req_data[0].width", type: "number", index: 0 },
      { path: "data.req_data[0].name", type: "string", index: 1 },
      { path: "data.req_data[0].good", type: "boolean", index: 2 },
    ]);
    expect(sampleOf(rule)).toBe("1.5,text,true");
  });

  it("makes the request of a row", () => {
    expect(requestOf(rule, ["2.5", "a", "NO", "more"])).toEqual({
      data: { req_data: [{ width: 2.5, name: "a", good: false }] },
    });
  });

  it("leaves out what has no column, and takes another one", () => {
    const changed = withColumn(withColumn(rule, 0, 3), 1, -1);
    expect(requestOf(changed, ["", "", "t", "7"])).toEqual({
      data: { req_data: [{ width: 7, good: true }] },
    });
  });

  it.each([
    [["x", "a", "1"], 0, "x"],
    [["", "a", "1"], 0, ""],
    [["1", "a"], 2, null],
    [["1", "a", "maybe"], 2, "maybe"],
  ])("says which column of a row is wrong: %j", (row, column, cell) => {
    expect(() => requestOf(rule, row)).toThrow(expect.objectContaining({ column, cell }) as RowProblem);
  });

  it("knows an item without a list around it, and whole numbers", () => {
    const short = { type: "array", item: { type: "integer", index: 0 } };
    expect([requestOf(short, ["3"]), leavesOf(short)]).toEqual([
      [3],
      [{ path: "[0]", type: "integer", index: 0 }],
    ]);
    expect(() => requestOf(short, ["3.5"])).toThrow(RowProblem);
    expect(leavesOf(withColumn(short, 0, 4))[0]?.index).toBe(4);
  });

  it("is none for a schema without leaves", () => {
    expect([ruleOf({}), ruleOf({ type: "object", properties: { image: { type: "file" } } })]).toEqual([
      null,
      null,
    ]);
  });
});
