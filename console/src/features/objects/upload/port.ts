import { errorFromAnswer, offline, type SignedURL, type SignedURLRequest } from "@/client";
import { signURLs } from "../api";

export interface Sent {
  etag: string | null;
  text: string;
}

export interface SendOptions {
  signal: AbortSignal;
  onProgress?: (sentBytes: number) => void;
}

/** What the upload engine needs of the world; tests give it a world that fails. */
export interface StoragePort {
  sign(projectId: string, request: SignedURLRequest): Promise<SignedURL>;
  send(signed: SignedURL, body: Blob | string | null, options: SendOptions): Promise<Sent>;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

interface Waiting {
  request: SignedURLRequest;
  resolve(signed: SignedURL): void;
  reject(problem: unknown): void;
}

/** Signs what is asked for within a few milliseconds in one call: thousands of small files need few of them. */
function batchingSigner() {
  const queues = new Map<string, Waiting[]>();

  async function flush(projectId: string) {
    const batch = queues.get(projectId) ?? [];
    queues.delete(projectId);
    try {
      const urls = await signURLs(
        projectId,
        batch.map((one) => one.request),
      );
      batch.forEach((one, at) => {
        const signed = urls[at];
        if (signed === undefined) one.reject(new Error("fewer links came back than were asked for"));
        else one.resolve(signed);
      });
    } catch (problem) {
      batch.forEach((one) => one.reject(problem));
    }
  }

  return (projectId: string, request: SignedURLRequest) =>
    new Promise<SignedURL>((resolve, reject) => {
      const queue = queues.get(projectId);
      if (queue !== undefined) {
        queue.push({ request, resolve, reject });
        return;
      }
      queues.set(projectId, [{ request, resolve, reject }]);
      setTimeout(() => void flush(projectId), 4);
    });
}

/** XMLHttpRequest, because fetch cannot tell how much of a body has been sent. */
function sendByXHR(
  signed: SignedURL,
  body: Blob | string | null,
  { signal, onProgress }: SendOptions,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(signed.method, signed.url);
    for (const [name, value] of Object.entries(signed.headers)) {
      // The browser writes these itself and forbids setting them.
      if (!["host", "content-length"].includes(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) {
        resolve({ etag: request.getResponseHeader("ETag"), text: request.responseText });
      } else {
        const id =
          request.getResponseHeader("x-amz-request-id") ?? request.getResponseHeader("x-obs-request-id");
        reject(errorFromAnswer(request.status, request.responseText.replace(/^<\?xml[^>]*\?>\s*/, ""), id));
      }
    };
    request.onerror = () => reject(offline(new Error("the storage could not be reached")));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    request.send(body);
  });
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

export function browserPort(): StoragePort {
  return { sign: batchingSigner(), send: sendByXHR, wait };
}
