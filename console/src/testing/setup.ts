import { cleanup, configure } from "@testing-library/react";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";

import { makeHandlers } from "./handlers";
import { makeWorld, type World } from "./world";

// Pages are loaded when they are first opened, which takes a while on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

export const server = setupServer();

let current = makeWorld();

/** The world of the running test. */
export function world(): World {
  return current;
}

beforeAll(() => server.listen());
beforeEach(() => {
  localStorage.clear();
  current = makeWorld();
  server.resetHandlers(...makeHandlers(current));
});
afterEach(() => {
  cleanup();
  document.body.innerHTML = "";
});
afterAll(() => server.close());

// What jsdom lacks and Ant Design asks for.
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
