import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

export interface Player {
  media: RefObject<HTMLMediaElement | null>;
  /** Where it plays, in milliseconds. */
  now: number;
  duration: number;
  playing: boolean;
  rate: number;
  toggle: () => void;
  pause: () => void;
  seek: (to: number) => void;
  setRate: (rate: number) => void;
  /** Plays a part: once, or again and again. */
  play: (part: readonly [number, number], again: boolean) => void;
  looping: boolean;
  on: {
    onLoadedMetadata: () => void;
    onDurationChange: () => void;
    onPlay: () => void;
    onPause: () => void;
    onSeeked: () => void;
  };
}

interface Part {
  range: readonly [number, number];
  again: boolean;
}

/** A recording or a film that is played, in whole or in part. Times are milliseconds. */
export function usePlayer(media: RefObject<HTMLMediaElement | null>): Player {
  const [now, setNow] = useState(0);
  const [duration, setDuration] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [rate, setRateState] = useState(1);
  const [part, setPart] = useState<Part | null>(null);
  const latest = useRef<Part | null>(null);
  const measuring = useRef(false);

  const seek = useCallback(
    (to: number) => {
      const element = media.current;
      if (element === null) return;
      const end = Number.isFinite(element.duration) ? element.duration * 1000 : to;
      const at = Math.min(Math.max(to, 0), end);
      element.currentTime = at / 1000;
      setNow(at);
    },
    [media],
  );
  const limit = useCallback((next: Part | null) => {
    latest.current = next;
    setPart(next);
  }, []);
  const pause = useCallback(() => media.current?.pause(), [media]);
  const start = useCallback(() => {
    // A browser may refuse to play before anybody has clicked; the button then simply stays.
    media.current?.play().catch(() => undefined);
  }, [media]);
  const toggle = useCallback(() => {
    if (media.current?.paused === false) return pause();
    limit(null);
    start();
  }, [media, pause, limit, start]);
  const play = useCallback(
    (range: readonly [number, number], again: boolean) => {
      limit({ range, again });
      seek(range[0]);
      start();
    },
    [limit, seek, start],
  );
  const setRate = useCallback(
    (next: number) => {
      if (media.current !== null) media.current.playbackRate = next;
      setRateState(next);
    },
    [media],
  );
  useEffect(() => {
    if (!playing) return;
    let frame = 0;
    const follow = () => {
      const element = media.current;
      if (element === null) return;
      const at = element.currentTime * 1000;
      const wanted = latest.current;
      if (wanted !== null && at >= wanted.range[1]) {
        if (wanted.again) element.currentTime = wanted.range[0] / 1000;
        else element.pause();
      }
      setNow(at);
      frame = requestAnimationFrame(follow);
    };
    frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  }, [playing, media]);

  const tell = () => setNow((media.current?.currentTime ?? 0) * 1000);
  return {
    media,
    now,
    duration,
    playing,
    rate,
    toggle,
    pause,
    seek,
    setRate,
    play,
    looping: playing && part?.again === true,
    on: {
      onLoadedMetadata: () => {
        const element = media.current;
        if (element === null) return;
        if (Number.isFinite(element.duration)) return setDuration(element.duration * 1000);
        // What was recorded as it came does not say how long it is; at its end it is known.
        measuring.current = true;
        element.currentTime = 1e7;
      },
      onDurationChange: () => {
        const element = media.current;
        if (!measuring.current || element === null || !Number.isFinite(element.duration)) return;
        measuring.current = false;
        setDuration(element.duration * 1000);
        element.currentTime = 0;
      },
      onPlay: () => setPlaying(true),
      onPause: () => {
        setPlaying(false);
        tell();
      },
      onSeeked: tell,
    },
  };
}
