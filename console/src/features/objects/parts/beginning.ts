import { errorFromAnswer, offline } from "@/client";
import { readLink } from "../api";

export const shownBytes = 256 * 1024;

export interface Beginning {
  text: string;
  cut: boolean;
}

/** The first part of an object as text; no more is fetched, however large it is. */
export async function readBeginning(
  projectId: string,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<Beginning> {
  const url = await readLink(projectId, bucket, key, null);
  let answer: Response;
  try {
    answer = await fetch(url, { headers: { Range: `bytes=0-${shownBytes - 1}` }, signal });
  } catch (problem) {
    if (signal.aborted) throw problem;
    throw offline(problem);
  }
  // An empty object has no first byte to ask for.
  if (answer.status === 416) return { text: "", cut: false };
  if (!answer.ok)
    throw errorFromAnswer(answer.status, await answer.text(), answer.headers.get("x-amz-request-id"));
  const bytes = await answer.arrayBuffer();
  const text = new TextDecoder().decode(bytes.slice(0, shownBytes));
  return { text, cut: bytes.byteLength >= shownBytes };
}
