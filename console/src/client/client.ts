import { errorFromAnswer, offline } from "./errors";
import type { Answer, Method, Options, PathOf } from "./operations";

type Query = Readonly<Record<string, unknown>>;

const state = { csrf: "", language: "en-us" };
const listeners = new Set<() => void>();

/** The token of the session goes with every changing request; it lives in memory only. */
export function setCSRFToken(token: string): void {
  state.csrf = token;
}

export function setClientLanguage(language: string): void {
  state.language = language;
}

/** Called when a request finds that the session has ended. */
export function onSessionEnd(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function addressOf(template: string, path: Query | undefined, query: Query | undefined): string {
  const filled = template.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(path?.[name] ?? "")),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    // A list is the same name several times.
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one !== undefined && one !== null && one !== "") search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === "" ? filled : `${filled}?${text}`;
}

/**
 * Call one operation of the platform.
 *
 * Resolves to the JSON answer (undefined for 204); rejects with AppError.
 */
export async function call<M extends Method, P extends PathOf<M>>(
  method: M,
  template: P,
  options: Options<M, P>,
): Promise<Answer<M, P>> {
  const { path, query, body, signal } = options as {
    path?: Query;
    query?: Query;
    body?: unknown;
    signal?: AbortSignal;
  };
  const headers: Record<string, string> = { Accept: "application/json", "X-Language": state.language };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRF-Token"] = state.csrf;

  let answer: Response;
  try {
    answer = await fetch(new URL(addressOf(template, path, query), location.origin), {
      method,
      headers,
      credentials: "same-origin",
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (problem) {
    if (signal?.aborted) throw problem;
    throw offline(problem);
  }
  if (!answer.ok) {
    const problem = errorFromAnswer(answer.status, await answer.text(), answer.headers.get("X-Request-Id"));
    if (answer.status === 401 && !template.startsWith("/v2/sessions")) listeners.forEach((tell) => tell());
    throw problem;
  }
  const text = await answer.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer<M, P>;
}

/** What came back from something that is not an operation of the platform, such as a model. */
export interface RawAnswer {
  status: number;
  milliseconds: number;
  contentType: string;
  headers: Readonly<Record<string, string>>;
  body: Blob;
}

interface RawOptions {
  method: string;
  headers?: Readonly<Record<string, string>>;
  body?: BodyInit;
  signal?: AbortSignal;
}

/** Send what is given as it is, with the rights of this session; every status is an answer. */
export async function send(path: string, options: RawOptions): Promise<RawAnswer> {
  const { method, headers = {}, body, signal } = options;
  const began = performance.now();
  let answer: Response;
  try {
    answer = await fetch(new URL(path, location.origin), {
      method,
      headers: { ...headers, "X-CSRF-Token": state.csrf, "X-Language": state.language },
      credentials: "same-origin",
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  } catch (problem) {
    if (signal?.aborted) throw problem;
    throw offline(problem);
  }
  const content = await answer.blob();
  return {
    status: answer.status,
    milliseconds: performance.now() - began,
    contentType: answer.headers.get("Content-Type") ?? "",
    headers: Object.fromEntries(answer.headers),
    body: content,
  };
}
