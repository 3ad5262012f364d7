/** What went wrong, in the words the console has texts for. */
export type ErrorKind =
  | "offline"
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "too_large"
  | "too_many"
  | "unavailable"
  | "server";

interface Details {
  kind: ErrorKind;
  status: number;
  code: string;
  message: string;
  requestId: string | null;
  params: Readonly<Record<string, unknown>>;
}

/** Every failure of a call, whatever shape the answer had. */
export class AppError extends Error implements Details {
  readonly kind: ErrorKind;
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly params: Readonly<Record<string, unknown>>;

  constructor(details: Details) {
    super(details.message);
    this.name = "AppError";
    this.kind = details.kind;
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
    this.params = details.params;
  }

  /** One of the named values of the refusal as text, such as `action` of a 403. */
  param(name: string): string | null {
    const value = this.params[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  }
}

export function kindOf(status: number): ErrorKind {
  const known: Record<number, ErrorKind> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    412: "conflict",
    413: "too_large",
    429: "too_many",
    502: "unavailable",
    503: "unavailable",
    504: "unavailable",
  };
  return known[status] ?? (status >= 500 ? "server" : "invalid");
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const pick = (body: Json, ...names: string[]): string | null => {
  for (const name of names) {
    const value = body[name];
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return null;
};

/**
 * Read any of the published error bodies: ours, the Keystone part's `{"error": {"message", "code", "title"}}`,
 * the gateway's plain text and the storage's XML.
 */
export function errorFromAnswer(status: number, text: string, requestId: string | null): AppError {
  const outer = parse(text);
  const inner = isRecord(outer["error"]) ? outer["error"] : outer;
  const params = isRecord(inner["params"])
    ? inner["params"]
    : isRecord(outer["params"])
      ? outer["params"]
      : {};
  return new AppError({
    kind: kindOf(status),
    status,
    code: pick(inner, "error_code", "errorCode", "code") ?? String(status),
    message: pick(inner, "error_msg", "errorMsg", "message", "title") ?? "",
    requestId: pick(inner, "request_id", "requestId") ?? pick(outer, "request_id") ?? requestId,
    params,
  });
}

function parse(text: string): Json {
  if (text.startsWith("<")) return parseXML(text);
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : {};
  } catch {
    // A proxy between us and the platform may answer with text of its own; the status says enough.
    return {};
  }
}

function parseXML(text: string): Json {
  const one = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return {
    ...(one("Code") && { error_code: one("Code") }),
    ...(one("Message") && { error_msg: one("Message") }),
    ...(one("RequestId") && { request_id: one("RequestId") }),
  };
}

export function offline(cause: unknown): AppError {
  const message = cause instanceof Error ? cause.message : "";
  return new AppError({ kind: "offline", status: 0, code: "", message, requestId: null, params: {} });
}

/** Any thrown thing as an AppError, so that pages have one shape to show. */
export function asAppError(problem: unknown): AppError {
  if (problem instanceof AppError) return problem;
  const message = problem instanceof Error ? problem.message : String(problem);
  return new AppError({ kind: "server", status: 0, code: "", message, requestId: null, params: {} });
}
