import { useLocale } from "./provider";
import type { Shape } from "./shape";

export { fill, type Counted, type Shape } from "./shape";
export { LocaleProvider, useFormat, useLocale } from "./provider";
export { clock, headerLanguage, localeOf, makeFormat, type Format, type Language } from "./format";

/**
 * A hook that gives a feature's texts in the reader's language.
 *
 * The English table decides the type, so `fill` knows the placeholders; the Chinese one has the same keys
 * (the compiler) and the same placeholders (a test).
 */
export function textHook<T>(en: T, zh: Shape<T>): () => T {
  return function useText(): T {
    return useLocale().language === "zh" ? (zh as unknown as T) : en;
  };
}
