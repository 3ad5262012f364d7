import { describe, expect, it } from "vitest";

import { asCurl, asPython, bodyOf, joined, valueOf } from "./requests";

describe("bodyOf", () => {
  const field = (name: string, type: "number" | "string" | "boolean" | "json") => ({
    name,
    type,
    description: "",
  });

  it("puts the record where the model wants it", () => {
    const input = {
      kind: "fields" as const,
      path: ["data", "req_data", 0],
      fields: [
        field("age", "number"),
        field("name", "string"),
        field("tall", "boolean"),
        field("tags", "json"),
      ],
      example: {},
    };
    expect(bodyOf(input, { age: "41", name: "Ann", tall: "true", tags: "[1, 2]" })).toEqual({
      data: { req_data: [{ age: 41, name: "Ann", tall: true, tags: [1, 2] }] },
    });
    expect(bodyOf({ ...input, path: [] }, { age: "" })).toEqual({ name: "" });
  });

  it("keeps what does not fit, so that the model can say so", () => {
    expect(valueOf({ type: "number" }, "many")).toBe("many");
    expect(valueOf({ type: "json" }, "{")).toBe("{");
  });
});

describe("as code", () => {
  const call = {
    url: "http://h/v1/infers/s",
    method: "POST",
    contentType: "application/json",
    body: `{"a": "it's"}`,
  };

  it("is a shell line that no value can leave", () => expect(asCurl(call)).toContain(`'{"a": "it'\\''s"}'`));

  it("uploads files as forms", () => {
    const file = { field: "images", name: "cat.png" };
    expect(asCurl({ ...call, file })).toContain("-F 'images=@cat.png'");
    expect(asPython({ ...call, file })).toContain('files={"images": upload}');
  });

  it("reads what it sends from JSON", () => expect(asPython(call)).toContain("json=json.loads(body)"));
});

it("joins addresses", () => {
  expect([joined("/v1/infers/s", "/"), joined("/v1/infers/s", "/predict")]).toEqual([
    "/v1/infers/s",
    "/v1/infers/s/predict",
  ]);
});
