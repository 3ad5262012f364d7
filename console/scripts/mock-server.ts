import type { IncomingMessage, ServerResponse } from "node:http";

import { getResponse, type RequestHandler } from "msw";
import type { Plugin } from "vite";

/** Answers the API from the test handlers, so that the console can be developed without a platform. */
export function mockServer(): Plugin {
  return {
    name: "mock-server",
    configureServer(server) {
      server.middlewares.use((incoming, outgoing, next) => {
        const url = incoming.url ?? "/";
        if (!/^\/(v[0-9]|version|mock-storage)/.test(url)) return next();
        void answer(url, incoming, outgoing).then((done) => (done ? undefined : next()), next);
      });

      async function answer(
        url: string,
        incoming: IncomingMessage,
        outgoing: ServerResponse,
      ): Promise<boolean> {
        const module = (await server.ssrLoadModule("/src/testing/handlers.ts")) as {
          handlers: RequestHandler[];
        };
        const body: Buffer[] = [];
        for await (const chunk of incoming) body.push(chunk as Buffer);
        const request = new Request(new URL(url, `http://${incoming.headers.host ?? "localhost"}`), {
          method: incoming.method ?? "GET",
          headers: incoming.headers as Record<string, string>,
          ...(body.length > 0 && { body: Buffer.concat(body) }),
        });
        const response = await getResponse(module.handlers, request);
        if (response === undefined) return false;
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
        return true;
      }
    },
  };
}
