/** The keys of an English table with any text: what a translation has to satisfy. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

/** Names between braces in a text: `Placeholders<"{done} of {total}">` is `"done" | "total"`. */
export type Placeholders<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

export type Values<T extends string> = string extends T
  ? Readonly<Record<string, string | number>>
  : Readonly<Record<Placeholders<T>, string | number>>;

/** Put values into the placeholders of a whole sentence. */
export function fill<T extends string>(text: T, values: Values<T>): string {
  const table = values as Readonly<Record<string, string | number>>;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = table[name];
    return value === undefined ? whole : String(value);
  });
}

/** Forms of a counted sentence; Chinese uses `other` for every number. */
export interface Counted {
  readonly one: string;
  readonly other: string;
}
