import type { SignedURLRequest } from "@/client";
import type { Sent, StoragePort } from "./port";
import type { Upload } from "./types";

/** Parts that lie on the server: number → ETag and size. */
export type Parts = Map<number, { etag: string; size: number }>;

function read(text: string): Document {
  return new DOMParser().parseFromString(text, "application/xml");
}

/** Text of a child, whatever the namespace of the answer is. */
function textOf(node: Document | Element, name: string): string {
  return node.getElementsByTagNameNS("*", name)[0]?.textContent ?? "";
}

/** The four calls of a multipart upload, in XML as the storage speaks it. */
export function multipart(port: StoragePort, upload: Upload, signal: AbortSignal) {
  async function ask(
    method: SignedURLRequest["method"],
    query: Record<string, string>,
    body: Blob | string | null = null,
    more: { contentType?: string; onProgress?: (bytes: number) => void } = {},
  ): Promise<Sent> {
    const request: SignedURLRequest = { method, bucket: upload.bucket, key: upload.key, query };
    if (more.contentType) request.content_type = more.contentType;
    const signed = await port.sign(upload.projectId, request);
    signal.throwIfAborted();
    return port.send(signed, body, { signal, ...(more.onProgress && { onProgress: more.onProgress }) });
  }

  return {
    async begin(): Promise<string> {
      const answer = await ask("POST", { uploads: "" }, null, { contentType: upload.contentType });
      const id = textOf(read(answer.text), "UploadId");
      if (id === "") throw new Error("the storage gave no upload id");
      return id;
    },

    async send(
      uploadId: string,
      number: number,
      piece: Blob,
      onProgress: (bytes: number) => void,
    ): Promise<string | null> {
      const query = { partNumber: String(number), uploadId };
      return (await ask("PUT", query, piece, { onProgress })).etag;
    },

    async list(uploadId: string): Promise<Parts> {
      const parts: Parts = new Map();
      let marker = "";
      for (;;) {
        const query: Record<string, string> = {
          uploadId,
          ...(marker !== "" && { "part-number-marker": marker }),
        };
        const answer = read((await ask("GET", query)).text);
        for (const part of answer.getElementsByTagNameNS("*", "Part")) {
          const size = Number(textOf(part, "Size"));
          parts.set(Number(textOf(part, "PartNumber")), { etag: textOf(part, "ETag"), size });
        }
        const next = textOf(answer, "NextPartNumberMarker");
        if (textOf(answer, "IsTruncated") !== "true" || next === "" || next === marker) return parts;
        marker = next;
      }
    },

    async complete(uploadId: string, parts: Parts): Promise<void> {
      const rows = [...parts]
        .sort(([a], [b]) => a - b)
        .map(
          ([number, { etag }]) =>
            `<Part><PartNumber>${number}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`,
        );
      const body = `<CompleteMultipartUpload>${rows.join("")}</CompleteMultipartUpload>`;
      await ask("POST", { uploadId }, body);
    },

    async abort(uploadId: string): Promise<void> {
      await ask("DELETE", { uploadId });
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
