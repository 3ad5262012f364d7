/** `00:01:02.345`, as annotations have times. */
export function clock(value: number): string {
  const whole = Math.max(0, Math.round(value));
  const two = (part: number) => String(part).padStart(2, "0");
  const seconds = Math.floor(whole / 1000);
  const hours = Math.floor(seconds / 3600);
  const rest = String(whole % 1000).padStart(3, "0");
  return `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${rest}`;
}

/** `1:02.3`, for people. */
export function shortClock(value: number, digits = 1): string {
  const step = 10 ** (3 - digits);
  const whole = Math.round(Math.max(0, value) / step) * step;
  const seconds = (whole % 60_000) / 1000;
  return `${Math.floor(whole / 60_000)}:${seconds.toFixed(digits).padStart(digits === 0 ? 2 : digits + 3, "0")}`;
}

/** Milliseconds of `hh:mm:ss.SSS`, or of a shorter spelling; null for what is none. */
export function milliseconds(text: string): number | null {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  return Math.round(parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);
}
