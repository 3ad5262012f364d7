import path from "node:path";

import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const root = path.resolve(import.meta.dirname, "src");

/** Which part of the console a file belongs to: ["features", "iam"], ["ui"], ... */
function place(file) {
  const parts = path.relative(root, file).split(path.sep);
  return parts[0] === "features" ? [parts[0], parts[1], parts[2]] : [parts[0]];
}

function target(from, specifier) {
  if (specifier.startsWith("@/")) return path.resolve(root, specifier.slice(2));
  if (specifier.startsWith(".")) return path.resolve(path.dirname(from), specifier);
  return null;
}

function verdict(from, to) {
  const [here, feature] = place(from);
  const [there, otherFeature, inside] = place(to);
  const low = ["client", "i18n", "ui"];
  if (low.includes(here) && ["features", "app"].includes(there)) return `${here} knows no ${there}`;
  if (here === "client" && there === "ui") return "client knows no ui";
  if (here === "features" && there === "app") return "features do not know the shell";
  if (there === "features" && here !== "testing" && (here !== "features" || feature !== otherFeature)) {
    if (inside !== undefined && inside !== "index") return `import ${otherFeature} through its index`;
  }
  return null;
}

/** Holds the import rules between app, features, ui, i18n and client. */
const boundaries = {
  meta: { type: "problem", schema: [] },
  create(context) {
    function check(node) {
      const specifier = node.source?.value;
      if (typeof specifier !== "string") return;
      const to = target(context.filename, specifier);
      if (to === null || !to.startsWith(root)) return;
      const message = verdict(context.filename, to);
      if (message) context.report({ node, message });
    }
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/client/generated.ts"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks, console: { rules: { boundaries } } },
    rules: {
      "console/boundaries": "error",
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "max-lines": ["error", { max: 260, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    // Tables of strings and typed test worlds are long by nature.
    files: ["**/strings.*.ts", "src/testing/**", "**/*.test.{ts,tsx}"],
    rules: { "max-lines": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
