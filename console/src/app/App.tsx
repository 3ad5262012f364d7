import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useMemo, type ReactNode } from "react";
import { RouterProvider } from "react-router/dom";

import { AppError, setClientLanguage } from "@/client";
import { headerLanguage, LocaleProvider, useLocale } from "@/i18n";
import { ThemeProvider } from "@/ui";
import { makeRouter } from "./router";

/** Ask again only where asking again can help. */
function shouldRetry(failures: number, problem: unknown): boolean {
  if (failures >= 2) return false;
  return problem instanceof AppError ? ["offline", "unavailable"].includes(problem.kind) : false;
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: shouldRetry, staleTime: 5_000, refetchOnWindowFocus: false } },
  });
}

/** Answers carry messages in the reader's language, so a switch asks for them again. */
function ServerLanguage({ client, children }: { client: QueryClient; children: ReactNode }) {
  const { language } = useLocale();
  useMemo(() => setClientLanguage(headerLanguage[language]), [language]);
  useEffect(() => {
    void client.invalidateQueries({ predicate: (query) => query.state.status === "error" });
  }, [client, language]);
  return children;
}

export function App() {
  const client = useMemo(makeQueryClient, []);
  const router = useMemo(() => makeRouter(), []);
  return (
    <LocaleProvider>
      <ThemeProvider>
        <QueryClientProvider client={client}>
          <ServerLanguage client={client}>
            <RouterProvider router={router} />
          </ServerLanguage>
        </QueryClientProvider>
      </ThemeProvider>
    </LocaleProvider>
  );
}
