import type { AppError } from "@/client";

/** `lost`: begun before a reload; its bytes on the server wait, but the browser has forgotten the file. */
export type UploadState = "waiting" | "running" | "paused" | "lost" | "failed" | "done" | "canceled";

export interface UploadPlace {
  projectId: string;
  userId: string;
  bucket: string;
}

/** What is kept over a reload. */
export interface UploadRecord extends UploadPlace {
  id: string;
  key: string;
  name: string;
  size: number;
  lastModified: number;
  contentType: string;
  uploadId: string;
  partBytes: number;
}

export interface Upload extends Omit<UploadRecord, "uploadId"> {
  uploadId: string | null;
  state: UploadState;
  file: File | null;
  sentBytes: number;
  error: AppError | null;
  startedAt: number | null;
  /** Unpack into this folder when the upload is done. */
  unpackTo: string | null;
}

export interface Limits {
  /** Files at once. */
  files: number;
  /** Parts of one file at once. */
  parts: number;
  /** Up to this size a file goes in one request. */
  singleBytes: number;
  /** Smallest part; grows so that no upload needs more than 9,000 parts. */
  partBytes: number;
  /** Tries of one request before the file counts as failed. */
  tries: number;
}

export const usualLimits: Limits = {
  files: 4,
  parts: 4,
  singleBytes: 16 * 2 ** 20,
  partBytes: 16 * 2 ** 20,
  tries: 5,
};

export function partSize(fileBytes: number, smallest: number): number {
  // The protocol ends at 10,000 parts; 9,000 leaves room for rounding up to whole MiB.
  const needed = Math.ceil(fileBytes / 9_000);
  const step = 2 ** 20;
  return needed <= smallest ? smallest : Math.ceil(needed / step) * step;
}
