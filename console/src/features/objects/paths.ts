/** `obs://bucket/key`, the one spelling of a place that every part of the platform takes. */
export function obsPath(bucket: string, key = ""): string {
  return `obs://${bucket}/${key}`;
}

export interface StoragePath {
  bucket: string;
  key: string;
}

/** A place in any spelling that people carry with them: `obs://b/k`, `obs:/b/k`, `s3://b/k`, `/b/k`; null for others. */
export function readPath(typed: string): StoragePath | null {
  const text = typed.trim().replace(/^["']|["']$/g, "");
  const match = /^(?:(?:obs|s3):\/+|\/+)([^/]+)(?:\/+(.*))?$/i.exec(text);
  const bucket = match?.[1] ?? "";
  return isBucketName(bucket) ? { bucket, key: match?.[2] ?? "" } : null;
}

/** The address of the object browser that shows a place; a file opens in its preview. */
export function browserAddress({ bucket, key }: StoragePath): string {
  const prefix = key.slice(0, key.lastIndexOf("/") + 1);
  const query = new URLSearchParams();
  if (prefix !== "") query.set("prefix", prefix);
  if (key !== prefix) query.set("preview", key);
  const text = query.toString();
  return text === "" ? `/storage/${bucket}` : `/storage/${bucket}?${text}`;
}

/** The last name of a key or folder: `a/b/c.txt` → `c.txt`, `a/b/` → `b`. */
export function nameOf(key: string): string {
  const parts = key.replace(/\/$/, "").split("/");
  return parts[parts.length - 1] ?? key;
}

/** A folder as people type it, as a prefix: no leading slash, one slash at the end; "" is the bucket itself. */
export function asPrefix(typed: string): string {
  const parts = typed
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.length === 0 ? "" : `${parts.join("/")}/`;
}

export interface Step {
  name: string;
  prefix: string;
}

export function stepsOf(prefix: string): Step[] {
  const names = prefix.split("/").filter((part) => part !== "");
  return names.map((name, at) => ({ name, prefix: `${names.slice(0, at + 1).join("/")}/` }));
}

const archives = /\.(zip|tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz|tar\.zst|tzst)$/i;

export function isArchive(key: string): boolean {
  return archives.test(key);
}

/** `a/flowers.tar.gz` → `a/flowers/`, where an archive is unpacked unless somebody says otherwise. */
export function unpackPlace(key: string): string {
  return key.replace(archives, "/");
}

export type FileKind = "image" | "video" | "audio" | "csv" | "json" | "text" | "archive" | "other";

const kinds: readonly [FileKind, RegExp][] = [
  // SVG is left out: it can carry scripts, and a preview is not the place to find out.
  ["image", /\.(png|jpe?g|gif|webp|bmp|avif|ico)$/i],
  ["video", /\.(mp4|webm|mov|m4v|ogv)$/i],
  ["audio", /\.(wav|mp3|flac|ogg|oga|m4a|aac|opus)$/i],
  ["csv", /\.(csv|tsv)$/i],
  ["json", /\.(json|jsonl|ndjson|ipynb|geojson|manifest)$/i],
  ["archive", archives],
  [
    "text",
    /(\.(txt|md|rst|log|ya?ml|toml|ini|cfg|conf|env|py|js|ts|sh|sql|xml|html?|css|c|h|cpp|hpp|java|go|rs|r|tex|svg|properties|lock)|(^|\/)(Dockerfile|Makefile|LICENSE|README))$/i,
  ],
];

export function kindOfFile(key: string): FileKind {
  return kinds.find(([, pattern]) => pattern.test(key))?.[0] ?? "other";
}

const bucketName = /^(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export function isBucketName(name: string): boolean {
  return bucketName.test(name);
}
