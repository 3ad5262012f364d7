import { describe, expect, it } from "vitest";

import { makePassword, passwordProblem } from "../password";
import { credentialsCSV, environmentFile } from "./keyfiles";

describe("credentialsCSV", () => {
  it("quotes names that would break the columns", () => {
    expect(credentialsCSV('a,"b"', "AK", "SK")).toContain('"a,""b""",AK,SK');
  });
});

describe("environmentFile", () => {
  it("uses the names that the SDK reads", () => {
    const text = environmentFile({
      access: "AK",
      secret: "SK",
      projectId: "p",
      domainId: "d",
      endpoint: "http://x",
    });

    expect(text).toContain("export HUAWEICLOUD_SDK_AK=AK\n");
    expect(text).toContain("export HUAWEICLOUD_SDK_SK=SK\n");
  });
});

describe("passwords", () => {
  it("makes only passwords that the rule takes", () => {
    for (let n = 0; n < 200; n++) expect(passwordProblem(makePassword())).toBe(false);
  });

  it.each(["short", "alllowercase", "x".repeat(33) + "1"])("refuses %s", (text) =>
    expect(passwordProblem(text)).toBe(true),
  );
});
