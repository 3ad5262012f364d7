import { expect, it } from "vitest";

import { readPairs } from "./pairs";

it("reads pairs from one line or several", () => {
  expect(readPairs("batchsize=4;lr=0.01;flag")).toEqual([
    { name: "batchsize", value: "4" },
    { name: "lr", value: "0.01" },
    { name: "flag", value: "" },
  ]);
  expect(readPairs("--a=1\n--b = x=y ")).toEqual([
    { name: "a", value: "1" },
    { name: "b", value: "x=y" },
  ]);
  expect(readPairs("plain")).toEqual([]);
});
