import { useEffect, useState } from "react";

/** The loudness of a recording, 200 values for each second. */
export interface Sound {
  peaks: Float32Array;
  /** In milliseconds. */
  duration: number;
}

export type Loading = "loading" | "ready" | "large" | "failed";

export const peaksPerSecond = 200;
/** A recording is decoded whole: beyond this it would take more memory than a browser tab should. */
const mostBytes = 64 * 2 ** 20;

async function decoded(source: string, signal: AbortSignal): Promise<Sound> {
  const answer = await fetch(source, { signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const content = await answer.arrayBuffer();
  const audio = await new OfflineAudioContext(1, 1, 22_050).decodeAudioData(content);
  const channels = Array.from({ length: audio.numberOfChannels }, (_none, at) => audio.getChannelData(at));
  const step = audio.sampleRate / peaksPerSecond;
  const peaks = new Float32Array(Math.ceil(audio.length / step));
  for (let bin = 0; bin < peaks.length; bin += 1) {
    let most = 0;
    const end = Math.min(audio.length, Math.floor((bin + 1) * step));
    for (const channel of channels) {
      for (let at = Math.floor(bin * step); at < end; at += 1)
        most = Math.max(most, Math.abs(channel[at] ?? 0));
    }
    peaks[bin] = most;
  }
  return { peaks, duration: audio.duration * 1000 };
}

/** The recording as it is drawn: decoded here, in the browser. */
export function useSound(source: string, bytes: number): { sound: Sound | null; loading: Loading } {
  const [found, setFound] = useState<{ source: string; sound: Sound | null; loading: Loading }>();
  useEffect(() => {
    if (source === "" || bytes > mostBytes) return;
    const abort = new AbortController();
    decoded(source, abort.signal)
      .then((sound) => setFound({ source, sound, loading: "ready" }))
      .catch(() => {
        if (!abort.signal.aborted) setFound({ source, sound: null, loading: "failed" });
      });
    return () => abort.abort();
  }, [source, bytes]);
  if (bytes > mostBytes) return { sound: null, loading: "large" };
  return found?.source === source ? found : { sound: null, loading: "loading" };
}
