import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

import { makeFormat, localeOf, type Format, type Language } from "./format";

interface Locale {
  language: Language;
  setLanguage(language: Language): void;
  format: Format;
}

const LocaleContext = createContext<Locale | null>(null);
const storageKey = "modelyard.language";

function firstLanguage(): Language {
  const kept = localStorage.getItem(storageKey);
  if (kept === "en" || kept === "zh") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export function LocaleProvider({ children, initial }: { children: ReactNode; initial?: Language }) {
  const [language, setLanguage] = useState<Language>(() => initial ?? firstLanguage());

  useEffect(() => {
    localStorage.setItem(storageKey, language);
    document.documentElement.lang = localeOf[language];
  }, [language]);

  const value = useMemo(() => ({ language, setLanguage, format: makeFormat(language) }), [language]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useLocale(): Locale {
  const locale = useContext(LocaleContext);
  if (locale === null) throw new Error("useLocale outside LocaleProvider");
  return locale;
}

export function useFormat(): Format {
  return useLocale().format;
}
