import type { PolicyDocument, Statement } from "@/client";
import type { en } from "../strings.en";

export const statementLimit = 8;
export const lengthLimit = 6144;

/** What is wrong with a policy, as a key of the texts and the values of its sentence. */
export interface Problem {
  key: keyof typeof en.policies.problems;
  values: Readonly<Record<string, string | number>>;
}

export type Reading = { ok: true; document: PolicyDocument } | { ok: false; problem: Problem };

const wrong = (key: Problem["key"], values: Problem["values"] = {}): Reading => ({
  ok: false,
  problem: { key, values },
});
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

const action = /^[A-Za-z0-9_*-]+:[A-Za-z0-9_*-]*:[A-Za-z0-9_*-]+$/;

/** Read a policy as people type it, with the first problem found; the server has the last word. */
export function readPolicy(text: string): Reading {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (problem) {
    return wrong("notJSON", { detail: problem instanceof Error ? problem.message : "" });
  }
  if (!isRecord(body)) return wrong("notObject");
  if (body["Version"] !== "1.1") return wrong("version");
  const statements = body["Statement"];
  if (!Array.isArray(statements) || statements.length === 0) return wrong("noStatement");
  if (statements.length > statementLimit) return wrong("tooMany", { limit: statementLimit });
  for (const [at, statement] of statements.entries()) {
    const problem = problemOf(statement, at + 1);
    if (problem !== null) return { ok: false, problem };
  }
  const length = JSON.stringify(body).length;
  if (length > lengthLimit) return wrong("tooLong", { length, limit: lengthLimit });
  return { ok: true, document: { Version: "1.1", Statement: statements.map(tidy) } };
}

function problemOf(statement: unknown, number: number): Problem | null {
  if (!isRecord(statement)) return { key: "notObject", values: {} };
  const effect = statement["Effect"];
  if (typeof effect !== "string" || !/^(allow|deny)$/i.test(effect))
    return { key: "effect", values: { number } };
  const actions = statement["Action"];
  if (!isTexts(actions) || actions.length === 0) return { key: "noAction", values: { number } };
  const bad = actions.find((one) => !action.test(one));
  if (bad !== undefined) return { key: "badAction", values: { number, action: bad } };
  const resource = statement["Resource"];
  if (resource !== undefined && !isTexts(resource)) return { key: "badResource", values: { number } };
  if (!isCondition(statement["Condition"])) return { key: "badCondition", values: { number } };
  return null;
}

function isCondition(condition: unknown): boolean {
  if (condition === undefined) return true;
  if (!isRecord(condition)) return false;
  return Object.values(condition).every((keys) => isRecord(keys) && Object.values(keys).every(isTexts));
}

/** One spelling of Effect, and no empty parts. */
function tidy(statement: Statement): Statement {
  const { Effect, Action, Resource, Condition } = statement;
  return {
    Effect: Effect.toLowerCase() === "deny" ? "Deny" : "Allow",
    Action,
    ...(Resource !== undefined && Resource.length > 0 && { Resource }),
    ...(Condition !== undefined && Object.keys(Condition).length > 0 && { Condition }),
  };
}

export function writePolicy(document: PolicyDocument): string {
  return JSON.stringify({ ...document, Statement: document.Statement.map(tidy) }, null, 2);
}

export const emptyStatement: Statement = { Effect: "Allow", Action: [] };

export type TemplateName = keyof typeof en.policies.templates;

export const templates: Record<TemplateName, PolicyDocument> = {
  empty: { Version: "1.1", Statement: [emptyStatement] },
  readBucket: {
    Version: "1.1",
    Statement: [
      {
        Effect: "Allow",
        Action: ["obs:bucket:HeadBucket", "obs:bucket:ListBucket", "obs:object:GetObject"],
        Resource: ["obs:*:*:bucket:my-bucket", "obs:*:*:object:my-bucket/*"],
      },
    ],
  },
  denyPublic: {
    Version: "1.1",
    Statement: [
      {
        Effect: "Deny",
        Action: ["modelarts:trainJob:create", "modelarts:notebook:create", "modelarts:service:create"],
        Condition: { StringEquals: { "modelarts:poolType": ["public"] } },
      },
    ],
  },
  notebooks: { Version: "1.1", Statement: [{ Effect: "Allow", Action: ["modelarts:notebook:*"] }] },
};

/** One line of a condition, as the builder shows it. */
export interface ConditionRow {
  operator: string;
  key: string;
  values: string[];
}

export function conditionRows(condition: Statement["Condition"]): ConditionRow[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
}

export function conditionOf(rows: readonly ConditionRow[]): Statement["Condition"] {
  const condition: Record<string, Record<string, string[]>> = {};
  for (const { operator, key, values } of rows) {
    const keys = (condition[operator] ??= {});
    keys[key] = [...(keys[key] ?? []), ...values];
  }
  return Object.keys(condition).length === 0 ? undefined : condition;
}

export const operators = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
  "StringStartWith",
  "StringEndWith",
  "StringEqualsIfExists",
  "StringEndWithIfExists",
  "NumberEquals",
  "NumberLessThan",
  "NumberGreaterThan",
  "Bool",
  "IpAddress",
  "NotIpAddress",
] as const;
