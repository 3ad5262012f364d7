// Writes src/client/generated.ts from openapi.json: `npm run generate`.
import { readFile, writeFile } from "node:fs/promises";

import openapiTS, { astToString } from "openapi-typescript";

const source = new URL("../../openapi.json", import.meta.url);
const target = new URL("../src/client/generated.ts", import.meta.url);

const description = JSON.parse(await readFile(source, "utf8"));
// A field with a default may be left out of a request, so defaults do not make a field required.
const nodes = await openapiTS(description, { defaultNonNullable: false });
await writeFile(
  target,
  `// Written by scripts/generate-client.mjs from openapi.json; changes here are lost.\n\n${astToString(nodes)}`,
);
