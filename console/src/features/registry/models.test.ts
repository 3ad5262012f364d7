import { describe, expect, it } from "vitest";

import { apisOf, inputOf } from "./apis";
import { nextVersion } from "./models";

describe("nextVersion", () => {
  it.each([
    ["0.0.1", "0.0.2"],
    ["1.2.99", "1.3.0"],
    ["1.99.99", "2.0.0"],
    ["nonsense", "0.0.1"],
  ])("follows %s with %s", (before, after) => expect(nextVersion(before)).toBe(after));
});

describe("inputOf", () => {
  const api = (request: object, type = "application/json") =>
    apisOf(
      JSON.stringify([{ url: "/", method: "post", request: { "Content-type": type, data: request } }]),
    )[0]!;

  it("finds the file of a form", () => {
    const input = inputOf(
      api({ type: "object", properties: { images: { type: "file" } } }, "multipart/form-data"),
    );
    expect(input).toEqual({ kind: "file", field: "images" });
  });

  it("finds the fields of a record, also where records come in a list", () => {
    const record = { type: "object", properties: { age: { type: "number" }, name: { type: "string" } } };
    const data = {
      type: "object",
      properties: {
        data: { type: "object", properties: { req_data: { type: "array", items: [record] } } },
      },
    };
    expect(inputOf(api(data))).toEqual({
      kind: "fields",
      path: ["data", "req_data", 0],
      fields: [
        { name: "age", type: "number", description: "" },
        { name: "name", type: "string", description: "" },
      ],
      example: { data: { req_data: [{ age: 0, name: "" }] } },
    });
  });

  it("falls back to JSON where nothing is said", () => {
    expect(inputOf(undefined)).toEqual({ kind: "json", example: {} });
    expect(inputOf(api({ type: "array", items: { type: "array", items: { type: "number" } } }))).toEqual({
      kind: "json",
      example: [[0]],
    });
  });
});
