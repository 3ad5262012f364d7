import type { paths } from "./generated";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The addresses that answer to a method (to each of them, where several are given). */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<Lowercase<M>, object> ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][Lowercase<M> & keyof paths[P]];

/** The names between braces of an address: descriptions may leave parameters out that a router takes itself. */
type NamesIn<P> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

type PathPart<P> = [NamesIn<P>] extends [never] ? object : { path: Record<NamesIn<P>, string> };
type QueryPart<O> = O extends { parameters: { query?: infer V } } ? { query?: V } : object;
type BodyPart<O> = O extends { requestBody: { content: { "application/json": infer V } } }
  ? { body: V }
  : O extends { requestBody?: infer B }
    ? [NonNullable<B>] extends [{ content: { "application/json": infer V } }]
      ? [NonNullable<B>] extends [never]
        ? object
        : { body?: V }
      : object
    : object;

export type Options<M extends Method, P extends PathOf<M>> = PathPart<P> &
  QueryPart<Operation<M, P>> &
  BodyPart<Operation<M, P>> & { signal?: AbortSignal };

type Good<R> =
  R extends Record<200, infer A>
    ? A
    : R extends Record<201, infer A>
      ? A
      : R extends Record<202, infer A>
        ? A
        : undefined;

type Content<A> = A extends { content: { "application/json": infer V } } ? V : undefined;

/** What a call resolves to; undefined where the answer has no body. */
export type Answer<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer R } ? Content<Good<R>> : undefined;
