import { expect, test } from "vitest";

import { columnsOf, typeOf } from "./columns";

test("a column has the narrowest type that all its values have", () => {
  const columns = [
    ["1", "-2", ""],
    ["1", "3000000000"],
    ["1", "2.5e3"],
    ["true", "False"],
    ["2025-01-31"],
    ["2025-01-31 10:00:00"],
    ["1", "one"],
    ["", ""],
  ];
  expect(columns.map(typeOf)).toEqual([
    "INT",
    "LONG",
    "DOUBLE",
    "BOOLEAN",
    "DATE",
    "TIMESTAMP",
    "STRING",
    "STRING",
  ]);
});

test("columns are named by the first row only where it is a header", () => {
  const rows = [
    ["height", ""],
    ["3", "tall"],
  ];
  expect(columnsOf(rows, true)).toEqual([
    { name: "height", type: "INT" },
    { name: "attr_2", type: "STRING" },
  ]);
  expect(columnsOf(rows, false)[0]).toEqual({ name: "attr_1", type: "STRING" });
});
