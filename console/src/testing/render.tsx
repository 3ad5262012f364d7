import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { createMemoryRouter } from "react-router";
import { RouterProvider } from "react-router/dom";

import { routes } from "@/app/router";
import { LocaleProvider, type Language } from "@/i18n";
import { ThemeProvider } from "@/ui";
import { server } from "./setup";

/** The whole console at one address, as a signed-in administrator unless the world says otherwise. */
export function renderConsole(path: string, language: Language = "en") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createMemoryRouter(routes, { initialEntries: [path] });
  const screen = render(
    <LocaleProvider initial={language}>
      <ThemeProvider initial="light">
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </ThemeProvider>
    </LocaleProvider>,
  );
  return { ...screen, router, user: userEvent.setup() };
}

/** Let one call of the API be refused, for want of a permission. */
export function forbid(method: "get" | "post" | "put" | "delete", path: string, action: string): void {
  const body = {
    error_code: "ModelArts.0112",
    error_msg: "You have no permission for this.",
    params: { action, resource: "*", reason: "no_policy_allows" },
    request_id: "req-403",
  };
  server.use(http[method](path, () => HttpResponse.json(body, { status: 403 })));
}

export function breakDown(method: "get" | "post", path: string): void {
  const body = {
    error_code: "ModelArts.9000",
    error_msg: "The database is away.",
    params: {},
    request_id: "req-500",
  };
  server.use(http[method](path, () => HttpResponse.json(body, { status: 500 })));
}

/** Let one call of the API hang, as a slow server does. */
export function delayForever(path: string): void {
  server.use(http.get(path, () => new Promise<never>(() => undefined)));
}
