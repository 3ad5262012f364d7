import { AppError } from "@/client";
import { multipart, type Parts } from "./multipart";
import type { StoragePort } from "./port";
import type { Limits, Upload } from "./types";

interface Reports {
  /** All bytes of this file that count as sent, now. */
  progress(bytes: number): void;
  /** The multipart upload exists from here on and can be gone on with. */
  begun(uploadId: string): void;
  /** The multipart upload is not there any more. */
  forgotten(): void;
}

/** A refused signature is worth another try: a link ages while its request waits. */
function worthAnotherTry(problem: unknown, attempt: number): boolean {
  if (!(problem instanceof AppError)) return false;
  if (problem.kind === "forbidden") return attempt === 1 && problem.code !== "AccessDenied";
  return ["offline", "unavailable", "server", "too_many"].includes(problem.kind);
}

async function patiently<T>(
  port: StoragePort,
  limits: Limits,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (problem) {
      if (signal.aborted || attempt >= limits.tries || !worthAnotherTry(problem, attempt)) throw problem;
      await port.wait(Math.min(15_000, 500 * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2), signal);
    }
  }
}

/** Bring one file to the storage; a repeat goes on with the parts that are there. */
export async function runUpload(
  port: StoragePort,
  limits: Limits,
  upload: Upload,
  signal: AbortSignal,
  reports: Reports,
): Promise<void> {
  const { file } = upload;
  if (file === null) throw new Error("the file of this upload is not known");
  const again = <T>(work: () => Promise<T>) => patiently(port, limits, signal, work);

  if (upload.uploadId === null && file.size <= limits.singleBytes) {
    await again(async () => {
      const type = upload.contentType === "" ? {} : { content_type: upload.contentType };
      const signed = await port.sign(upload.projectId, {
        method: "PUT",
        bucket: upload.bucket,
        key: upload.key,
        ...type,
      });
      signal.throwIfAborted();
      await port.send(signed, file, { signal, onProgress: reports.progress });
    });
    return;
  }

  const calls = multipart(port, upload, signal);
  let uploadId = upload.uploadId;
  let parts: Parts = new Map();
  if (uploadId !== null) {
    try {
      parts = await again(() => calls.list(uploadId as string));
    } catch (problem) {
      if (!(problem instanceof AppError && problem.kind === "not_found")) throw problem;
      reports.forgotten();
      uploadId = null;
    }
  }
  if (uploadId === null) {
    uploadId = await again(() => calls.begin());
    reports.begun(uploadId);
  }

  const id = uploadId;
  const count = Math.max(1, Math.ceil(file.size / upload.partBytes));
  const sizeOf = (number: number) => Math.min(upload.partBytes, file.size - (number - 1) * upload.partBytes);
  const missing: number[] = [];
  for (let number = 1; number <= count; number++) {
    // A part of another size was cut short; it is sent again.
    if (parts.get(number)?.size !== sizeOf(number)) missing.push(number);
  }

  const moving = new Map<number, number>();
  const report = () => {
    let bytes = 0;
    for (const { size } of parts.values()) bytes += size;
    for (const sent of moving.values()) bytes += sent;
    reports.progress(Math.min(bytes, file.size));
  };
  report();

  let nameless = false;
  async function worker(): Promise<void> {
    for (let number = missing.shift(); number !== undefined; number = missing.shift()) {
      const at = number;
      const start = (at - 1) * upload.partBytes;
      const piece = (file as File).slice(start, start + sizeOf(at));
      const etag = await again(() =>
        calls.send(id, at, piece, (bytes) => {
          moving.set(at, bytes);
          report();
        }),
      );
      moving.delete(at);
      nameless ||= etag === null;
      parts.set(at, { etag: etag ?? "", size: piece.size });
      report();
    }
  }
  await Promise.all(Array.from({ length: Math.min(limits.parts, missing.length) }, worker));

  // Where the storage hides the ETag header from browsers, its own list has the names.
  if (nameless) parts = await again(() => calls.list(id));
  await again(() => calls.complete(id, parts));
}
