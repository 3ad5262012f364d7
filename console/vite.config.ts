import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { mockServer } from "./scripts/mock-server.ts";

const target = process.env["MODELYARD_ENDPOINT"] ?? "http://127.0.0.1:8000";

// Everything the gateway answers itself; the rest of the paths belong to the console.
const apiPaths = "^/(v[0-9]|version|healthz|openapi.json)";

export default defineConfig(({ mode }) => ({
  base: "/console/",
  plugins: [react(), ...(mode === "mock" ? [mockServer()] : [])],
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
