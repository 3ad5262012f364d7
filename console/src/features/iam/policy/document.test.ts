import { describe, expect, it } from "vitest";

import { conditionOf, conditionRows, readPolicy, templates, writePolicy } from "./document";

const statement = { Effect: "Allow", Action: ["obs:object:GetObject"] };
const policy = (...Statement: unknown[]) => JSON.stringify({ Version: "1.1", Statement });

describe("readPolicy", () => {
  it("takes every template but the empty one, which still needs an action", () => {
    for (const [name, template] of Object.entries(templates)) {
      expect(readPolicy(writePolicy(template)).ok, name).toBe(name !== "empty");
    }
  });

  it("takes any case of Effect and writes one", () => {
    const reading = readPolicy(policy({ ...statement, Effect: "deny" }));

    expect(reading.ok && reading.document.Statement[0]?.Effect).toBe("Deny");
  });

  it.each([
    ["{", "notJSON"],
    ["[]", "notObject"],
    [JSON.stringify({ Version: "5.0", Statement: [statement] }), "version"],
    [policy(), "noStatement"],
    [policy(...Array.from({ length: 9 }, () => statement)), "tooMany"],
    [policy({ ...statement, Effect: "Maybe" }), "effect"],
    [policy({ Effect: "Allow", Action: [] }), "noAction"],
    [policy({ Effect: "Allow", Action: ["obs:GetObject"] }), "badAction"],
    [policy({ ...statement, Resource: "x" }), "badResource"],
    [policy({ ...statement, Condition: { StringEquals: { "g:UserName": "lin" } } }), "badCondition"],
    [policy({ ...statement, Resource: ["r".repeat(7000)] }), "tooLong"],
  ])("refuses %s as %s", (text, key) => {
    const reading = readPolicy(text);

    expect(reading.ok ? null : reading.problem.key).toBe(key);
  });

  it("allows wildcards in every part of an action", () => {
    expect(readPolicy(policy({ Effect: "Allow", Action: ["modelarts:*:*delete*", "obs:object:*"] })).ok).toBe(
      true,
    );
  });
});

describe("conditions", () => {
  it("survive the way into rows and back", () => {
    const condition = { StringEquals: { "a:b": ["1", "2"], "c:d": ["3"] }, Bool: { "e:f": ["true"] } };

    expect(conditionOf(conditionRows(condition))).toEqual(condition);
  });

  it("disappear when there are none", () => expect(conditionOf([])).toBeUndefined());
});
