import { CopyButton } from "./copy";

export function CodeBlock({ text, label, wrap = false }: { text: string; label?: string; wrap?: boolean }) {
  return (
    <div className="code-block">
      <div className="code-block-copy">
        <CopyButton text={text} {...(label !== undefined && { label })} />
      </div>
      <pre className={wrap ? "mono wrap" : "mono"} tabIndex={0}>
        {text}
      </pre>
    </div>
  );
}

/** Any JSON, indented; a text that is JSON inside is shown as JSON too. */
export function JSONView({ value }: { value: unknown }) {
  return <CodeBlock text={prettyJSON(value)} wrap />;
}

export function prettyJSON(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
