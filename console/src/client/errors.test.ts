import { describe, expect, it } from "vitest";

import { AppError, asAppError, errorFromAnswer, kindOf } from "./errors";

describe("errorFromAnswer", () => {
  it("reads our own body with its params", () => {
    const text = JSON.stringify({
      error_code: "ModelArts.0112",
      error_msg: "No permission.",
      params: { action: "obs:bucket:ListBucket", reason: "no_policy_allows" },
      request_id: "r1",
    });

    const error = errorFromAnswer(403, text, null);

    expect(error.kind).toBe("forbidden");
    expect(error.code).toBe("ModelArts.0112");
    expect(error.param("action")).toBe("obs:bucket:ListBucket");
    expect(error.requestId).toBe("r1");
  });

  it("reads the Keystone body", () => {
    const error = errorFromAnswer(
      400,
      `{"error":{"message":"akSkNumExceed","code":400,"title":"Bad Request"}}`,
      "r2",
    );

    expect(error).toMatchObject({ kind: "invalid", code: "400", message: "akSkNumExceed", requestId: "r2" });
  });

  it("reads the storage's XML", () => {
    const text = "<Error><Code>NoSuchUpload</Code><Message>gone</Message><RequestId>r3</RequestId></Error>";

    expect(errorFromAnswer(404, text, null)).toMatchObject({
      kind: "not_found",
      code: "NoSuchUpload",
      requestId: "r3",
    });
  });

  it("falls back to the status where a proxy answers with its own text", () => {
    expect(errorFromAnswer(503, "upstream connect error", "r4")).toMatchObject({
      kind: "unavailable",
      code: "503",
      message: "",
    });
  });
});

describe("kindOf", () => {
  it.each([
    [401, "unauthenticated"],
    [409, "conflict"],
    [413, "too_large"],
    [422, "invalid"],
    [429, "too_many"],
    [500, "server"],
    [504, "unavailable"],
  ])("takes %i for %s", (status, kind) => expect(kindOf(status)).toBe(kind));
});

describe("asAppError", () => {
  it("keeps what is one already and wraps everything else", () => {
    const known = errorFromAnswer(404, "{}", null);

    expect(asAppError(known)).toBe(known);
    expect(asAppError(new TypeError("oops"))).toBeInstanceOf(AppError);
    expect(asAppError(new TypeError("oops")).message).toBe("oops");
  });
});
