import { describe, expect, it } from "vitest";

import { errorFromAnswer, offline, type SignedURL, type SignedURLRequest } from "@/client";
import type { SendOptions, Sent, StoragePort } from "./port";
import { UploadQueue } from "./queue";
import { partSize, type Limits, type Upload } from "./types";

const place = { projectId: "p", userId: "u", bucket: "b" };
const limits: Limits = { files: 2, parts: 2, singleBytes: 10, partBytes: 10, tries: 3 };

interface Call {
  method: string;
  key: string;
  query: Record<string, string>;
  body: string;
}

/** A storage in memory that can be told to fail before it answers. */
class MemoryStorage implements StoragePort {
  calls: Call[] = [];
  objects = new Map<string, string>();
  parts = new Map<number, string>();
  hidesETag = false;
  before: (call: Call, signal: AbortSignal) => Promise<void> | void = () => undefined;

  async sign(_projectId: string, request: SignedURLRequest): Promise<SignedURL> {
    return { method: request.method, url: JSON.stringify(request), headers: {} };
  }

  async send(
    signed: SignedURL,
    body: Blob | string | null,
    { signal, onProgress }: SendOptions,
  ): Promise<Sent> {
    const { key, query = {} } = JSON.parse(signed.url) as SignedURLRequest;
    const text = body instanceof Blob ? await body.text() : (body ?? "");
    const call = { method: signed.method, key, query, body: text };
    this.calls.push(call);
    await this.before(call, signal);
    signal.throwIfAborted();
    onProgress?.(text.length);
    return this.answer(call);
  }

  async wait(): Promise<void> {}

  private answer({ method, key, query, body }: Call): Sent {
    const part = Number(query["partNumber"]);
    if (method === "POST" && "uploads" in query)
      return { etag: null, text: "<R xmlns='x'><UploadId>up-1</UploadId></R>" };
    if (method === "PUT" && part > 0) {
      this.parts.set(part, body);
      return { etag: this.hidesETag ? null : `"e${part}"`, text: "" };
    }
    if (method === "GET") {
      const rows = [...this.parts].map(
        ([n, text]) =>
          `<Part><PartNumber>${n}</PartNumber><ETag>"e${n}"</ETag><Size>${text.length}</Size></Part>`,
      );
      return { etag: null, text: `<R>${rows.join("")}<IsTruncated>false</IsTruncated></R>` };
    }
    if (method === "POST") {
      const numbers = [...body.matchAll(/<PartNumber>(\d+)</g)].map((match) => Number(match[1]));
      this.objects.set(key, numbers.map((n) => this.parts.get(n) ?? "").join(""));
    }
    if (method === "PUT") this.objects.set(key, body);
    return { etag: null, text: "" };
  }
}

const fileOf = (text: string, name = "a.txt") => new File([text], name, { lastModified: 7 });
const long = "0123456789abcdefghijKLMNO";

async function settled(queue: UploadQueue): Promise<Upload[]> {
  await expect
    .poll(() => queue.snapshot().every((one) => !["waiting", "running"].includes(one.state)))
    .toBe(true);
  return [...queue.snapshot()];
}

describe("UploadQueue", () => {
  it("sends a small file in one request", async () => {
    const storage = new MemoryStorage();
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.add(place, [{ file: fileOf("short"), key: "f/a.txt" }]);
    const [upload] = await settled(queue);

    expect(upload).toMatchObject({ state: "done", sentBytes: 5 });
    expect(storage.objects.get("f/a.txt")).toBe("short");
    expect(storage.calls).toHaveLength(1);
  });

  it("sends a large file in parts and puts them together in order", async () => {
    const storage = new MemoryStorage();
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.add(place, [{ file: fileOf(long), key: "a.txt" }]);
    await settled(queue);

    expect(storage.objects.get("a.txt")).toBe(long);
    expect(storage.parts.size).toBe(3);
  });

  it("tries a part again when the network fails, and counts it once", async () => {
    const storage = new MemoryStorage();
    let failures = 2;
    storage.before = ({ query }) => {
      if (query["partNumber"] === "2" && failures-- > 0) throw offline(new Error("gone"));
    };
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.add(place, [{ file: fileOf(long), key: "a.txt" }]);
    const [upload] = await settled(queue);

    expect(upload).toMatchObject({ state: "done", sentBytes: long.length });
    expect(storage.objects.get("a.txt")).toBe(long);
  });

  it("fails visibly after the last try, and goes on with the missing parts when asked again", async () => {
    const storage = new MemoryStorage();
    storage.before = ({ query }) => {
      if (query["partNumber"] === "3") throw offline(new Error("gone"));
    };
    const queue = new UploadQueue(storage, localStorage, limits);
    queue.add(place, [{ file: fileOf(long), key: "a.txt" }]);
    const [failed] = await settled(queue);
    expect(failed).toMatchObject({ state: "failed", error: { kind: "offline" } });

    storage.before = () => undefined;
    storage.calls = [];
    queue.resume(failed!.id);
    await settled(queue);

    expect(storage.objects.get("a.txt")).toBe(long);
    const resent = storage.calls.filter((call) => call.query["partNumber"] !== undefined);
    expect(resent.map((call) => call.query["partNumber"])).toEqual(["3"]);
  });

  it("does not try again what the storage refuses", async () => {
    const storage = new MemoryStorage();
    storage.before = () => {
      throw errorFromAnswer(403, "<Error><Code>AccessDenied</Code></Error>", null);
    };
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.add(place, [{ file: fileOf("short"), key: "a.txt" }]);
    const [upload] = await settled(queue);

    expect(upload).toMatchObject({ state: "failed", error: { kind: "forbidden" } });
    expect(storage.calls).toHaveLength(1);
  });

  it("goes on after a reload when the same file is chosen again", async () => {
    const storage = new MemoryStorage();
    storage.before = ({ query }) => {
      if (query["partNumber"] === "2") throw errorFromAnswer(400, "{}", null);
    };
    const before = new UploadQueue(storage, localStorage, { ...limits, parts: 1 });
    before.add(place, [{ file: fileOf(long), key: "a.txt" }]);
    await settled(before);
    storage.before = () => undefined;
    storage.calls = [];

    const after = new UploadQueue(storage, localStorage, limits);
    const [lost] = after.snapshot();
    expect(lost).toMatchObject({ state: "lost", uploadId: "up-1", key: "a.txt" });
    expect(after.reclaim(lost!.id, fileOf("another", "b.txt"))).toBe(false);
    expect(after.reclaim(lost!.id, fileOf(long))).toBe(true);
    await settled(after);

    expect(storage.objects.get("a.txt")).toBe(long);
    const sent = storage.calls.filter((call) => call.query["partNumber"] !== undefined);
    expect(sent.map((call) => call.query["partNumber"])).toEqual(["2", "3"]);
    expect(localStorage.getItem("modelyard.uploads")).toBe("[]");
  });

  it("begins anew when the storage has forgotten the upload", async () => {
    const storage = new MemoryStorage();
    const record = {
      id: "1",
      ...place,
      key: "a.txt",
      name: "a.txt",
      size: long.length,
      lastModified: 7,
      contentType: "",
      uploadId: "old",
      partBytes: 10,
    };
    localStorage.setItem("modelyard.uploads", JSON.stringify([record]));
    storage.before = ({ method }) => {
      if (method === "GET") throw errorFromAnswer(404, "<Error><Code>NoSuchUpload</Code></Error>", null);
    };
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.reclaim("1", fileOf(long));
    const [upload] = await settled(queue);

    expect(upload?.state).toBe("done");
    expect(storage.objects.get("a.txt")).toBe(long);
  });

  it("stops at a pause, keeps what is sent, and ends a cancelled upload on the server", async () => {
    const storage = new MemoryStorage();
    let release = () => {};
    storage.before = ({ query }, signal) => {
      if (query["partNumber"] !== "3") return;
      return new Promise((resolve, reject) => {
        release = resolve;
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    };
    const queue = new UploadQueue(storage, localStorage, limits);
    queue.add(place, [{ file: fileOf(long), key: "a.txt" }]);
    await expect.poll(() => storage.parts.size).toBe(2);
    const id = queue.snapshot()[0]!.id;

    queue.pause(id);
    release();
    await expect.poll(() => queue.snapshot()[0]?.state).toBe("paused");
    queue.cancel(id);

    await expect.poll(() => storage.calls.some((call) => call.method === "DELETE")).toBe(true);
    expect(storage.objects.size).toBe(0);
  });

  it("asks the storage for the names of parts when the browser may not read them", async () => {
    const storage = new MemoryStorage();
    storage.hidesETag = true;
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.add(place, [{ file: fileOf(long), key: "a.txt" }]);
    await settled(queue);

    const complete = storage.calls.find((call) => call.body.includes("CompleteMultipartUpload"));
    expect(complete?.body).toContain("&quot;e1&quot;");
  });

  it("never runs more files at once than it may", async () => {
    const storage = new MemoryStorage();
    let now = 0;
    let most = 0;
    storage.before = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now--;
    };
    const queue = new UploadQueue(storage, localStorage, limits);

    queue.add(
      place,
      Array.from({ length: 20 }, (_, n) => ({ file: fileOf("x", `${n}`), key: `${n}` })),
    );
    await settled(queue);

    expect(most).toBe(limits.files);
    expect(storage.objects.size).toBe(20);
  });
});

describe("partSize", () => {
  it("keeps any file below ten thousand parts", () => {
    for (const size of [1, 2 ** 30, 5 * 2 ** 40])
      expect(size / partSize(size, 16 * 2 ** 20)).toBeLessThan(10_000);
  });
});
