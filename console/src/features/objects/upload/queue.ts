import { asAppError } from "@/client";
import { multipart } from "./multipart";
import type { StoragePort } from "./port";
import { runUpload } from "./run";
import {
  partSize,
  usualLimits,
  type Limits,
  type Upload,
  type UploadPlace,
  type UploadRecord,
} from "./types";

const storageKey = "modelyard.uploads";

export interface NewFile {
  file: File;
  key: string;
  unpackTo?: string | null;
}

const isActive = (upload: Upload) => upload.state === "running" || upload.state === "waiting";

/**
 * All uploads of this browser tab: runs a few at a time, and keeps the multipart ones in mind over a reload.
 *
 * Listeners are told at most ten times a second while bytes move, and at once when a state changes.
 */
export class UploadQueue {
  private uploads: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<string, AbortController>();
  private tick: ReturnType<typeof setTimeout> | null = null;
  onDone: (upload: Upload) => void = () => undefined;

  constructor(
    private readonly port: StoragePort,
    private readonly keep: Pick<Storage, "getItem" | "setItem">,
    private readonly limits: Limits = usualLimits,
  ) {
    this.uploads = this.records().map((record) => ({
      ...record,
      state: "lost",
      file: null,
      sentBytes: 0,
      error: null,
      startedAt: null,
      unpackTo: null,
    }));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): readonly Upload[] => this.uploads;

  /** Queue files; one that was interrupted before (same place, size and date) goes on where it was. */
  add(place: UploadPlace, files: readonly NewFile[]): void {
    const fresh: Upload[] = [];
    for (const { file, key, unpackTo = null } of files) {
      const former = this.uploads.find(
        (one) =>
          one.state === "lost" && one.bucket === place.bucket && one.key === key && this.isFileOf(one, file),
      );
      if (former !== undefined) {
        this.change(former.id, { file, unpackTo, state: "waiting" });
        continue;
      }
      fresh.push({
        ...place,
        id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
        key,
        name: file.name,
        size: file.size,
        lastModified: file.lastModified,
        contentType: file.type,
        uploadId: null,
        partBytes: partSize(file.size, this.limits.partBytes),
        state: "waiting",
        file,
        sentBytes: 0,
        error: null,
        startedAt: null,
        unpackTo,
      });
    }
    this.uploads = [...fresh, ...this.uploads];
    this.tell();
    this.pump();
  }

  /** Give an interrupted upload its file back; false when it is not the same file. */
  reclaim(id: string, file: File): boolean {
    const upload = this.find(id);
    if (upload === undefined || !this.isFileOf(upload, file)) return false;
    this.change(id, { file, state: "waiting" });
    this.pump();
    return true;
  }

  pause(id: string): void {
    const upload = this.find(id);
    if (upload === undefined || !isActive(upload)) return;
    this.change(id, { state: "paused" });
    this.running.get(id)?.abort();
    this.pump();
  }

  /** Go on after a pause or a failure. */
  resume(id: string): void {
    const upload = this.find(id);
    if (upload?.state !== "paused" && upload?.state !== "failed") return;
    this.change(id, { state: upload.file === null ? "lost" : "waiting", error: null });
    this.pump();
  }

  pauseAll(): void {
    this.uploads.filter(isActive).forEach((one) => this.pause(one.id));
  }

  resumeAll(): void {
    this.uploads.filter((one) => one.state === "paused").forEach((one) => this.resume(one.id));
  }

  cancel(id: string): void {
    const upload = this.find(id);
    if (upload === undefined) return;
    this.change(id, { state: "canceled", uploadId: null });
    this.running.get(id)?.abort();
    if (upload.uploadId !== null) {
      // Tidying up on the server may fail; it forgets unfinished uploads in time by itself.
      void multipart(this.port, upload, new AbortController().signal)
        .abort(upload.uploadId)
        .catch(() => undefined);
    }
    this.pump();
  }

  clearFinished(): void {
    this.uploads = this.uploads.filter((one) => one.state !== "done" && one.state !== "canceled");
    this.tell();
  }

  private isFileOf(upload: Upload, file: File): boolean {
    return (
      upload.name === file.name && upload.size === file.size && upload.lastModified === file.lastModified
    );
  }

  private find(id: string): Upload | undefined {
    return this.uploads.find((one) => one.id === id);
  }

  private pump(): void {
    for (const upload of [...this.uploads].reverse()) {
      if (this.running.size >= this.limits.files) return;
      if (upload.state === "waiting" && !this.running.has(upload.id)) void this.start(upload.id);
    }
  }

  private async start(id: string): Promise<void> {
    const control = new AbortController();
    this.running.set(id, control);
    this.change(id, { state: "running", error: null, startedAt: Date.now() });
    const upload = this.find(id) as Upload;
    try {
      await runUpload(this.port, this.limits, upload, control.signal, {
        progress: (bytes) => this.moved(id, bytes),
        begun: (uploadId) => this.change(id, { uploadId }),
        forgotten: () => this.change(id, { uploadId: null }),
      });
      this.change(id, { state: "done", sentBytes: upload.size, uploadId: null, file: null });
      this.onDone(upload);
    } catch (problem) {
      // Pausing and cancelling set their own state before they abort.
      if (!control.signal.aborted) this.change(id, { state: "failed", error: asAppError(problem) });
      // The other parts of a failed file stop too.
      control.abort();
    } finally {
      this.running.delete(id);
      this.pump();
    }
  }

  private moved(id: string, bytes: number): void {
    this.uploads = this.uploads.map((one) =>
      one.id === id && one.state === "running" ? { ...one, sentBytes: bytes } : one,
    );
    this.tick ??= setTimeout(() => this.tell(), 100);
  }

  private change(id: string, patch: Partial<Upload>): void {
    this.uploads = this.uploads.map((one) => (one.id === id ? { ...one, ...patch } : one));
    if ("uploadId" in patch) this.write();
    this.tell();
  }

  private tell(): void {
    if (this.tick !== null) clearTimeout(this.tick);
    this.tick = null;
    this.listeners.forEach((listener) => listener());
  }

  private records(): UploadRecord[] {
    try {
      const kept: unknown = JSON.parse(this.keep.getItem(storageKey) ?? "[]");
      return Array.isArray(kept) ? (kept as UploadRecord[]) : [];
    } catch {
      return [];
    }
  }

  private write(): void {
    const records = this.uploads.flatMap((one): UploadRecord[] => {
      if (one.uploadId === null) return [];
      const {
        id,
        projectId,
        userId,
        bucket,
        key,
        name,
        size,
        lastModified,
        contentType,
        uploadId,
        partBytes,
      } = one;
      return [
        { id, projectId, userId, bucket, key, name, size, lastModified, contentType, uploadId, partBytes },
      ];
    });
    this.keep.setItem(storageKey, JSON.stringify(records));
  }
}
