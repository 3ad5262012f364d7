import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

import { mockServer } from "./scripts/mock-server.ts";

const target = process.env["MODELYARD_ENDPOINT"] ?? "http://127.0.0.1:8000";

// Everything the gateway answers itself; the rest of the paths belong to the console.
const apiPaths = "^/(v[0-9]|version|healthz|openapi.json)";

/**
 * Icons are pictures beside words. Left alone each adds its own English name to what a screen reader says
 * ("plus Create bucket"); buttons with nothing but an icon carry a label of their own.
 */
function quietIcons(): Plugin {
  const named = /role:\s*"img",\s*"aria-label":\s*icon\.name/;
  return {
    name: "quiet-icons",
    transform(code, id) {
      if (!/@ant-design\/icons\/(es|lib)\/components\/AntdIcon\.js/.test(id)) return null;
      if (!named.test(code)) throw new Error("icons name themselves in another way now: see quietIcons");
      return { code: code.replace(named, '"aria-hidden": true'), map: null };
    },
  };
}

export default defineConfig(({ mode }) => ({
  base: "/console/",
  plugins: [react(), quietIcons(), ...(mode === "mock" ? [mockServer()] : [])],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: mode === "mock" ? {} : { proxy: { [apiPaths]: { target, changeOrigin: false } } },
  build: {
    target: "es2022",
    // Inlined assets would need data: URLs in the content security policy for fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: "react",
              test: /node_modules[\\/](react|react-dom|react-router|scheduler|@tanstack)[\\/]/,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    globals: false,
    setupFiles: ["./src/testing/setup.ts"],
    css: false,
    restoreMocks: true,
    testTimeout: 20_000,
    maxWorkers: 2,
  },
}));
