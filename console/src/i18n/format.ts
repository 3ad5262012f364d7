import { fill, type Counted } from "./shape";

export type Language = "en" | "zh";

export const localeOf: Record<Language, string> = { en: "en-US", zh: "zh-CN" };

/** What `X-Language` says, so that the server's messages come in the reader's language. */
export const headerLanguage: Record<Language, string> = { en: "en-us", zh: "zh-cn" };

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;
const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", 30],
  ["month", 12],
  ["year", Number.POSITIVE_INFINITY],
];

type Moment = number | string | Date;

export interface Format {
  number(value: number): string;
  percent(share: number): string;
  bytes(value: number): string;
  dateTime(moment: Moment | null | undefined): string;
  /** The time of day alone. */
  time(moment: Moment | null | undefined): string;
  ago(moment: Moment | null | undefined, now?: number): string;
  seconds(value: number): string;
  counted(forms: Counted, count: number): string;
}

/** Dates, numbers and sizes in one language; an unknown moment is a dash. */
export function makeFormat(language: Language): Format {
  const locale = localeOf[language];
  const plain = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  const plural = new Intl.PluralRules(locale);

  const read = (value: Moment | null | undefined): Date | null => {
    // Zero is how the API says never.
    if (value === null || value === undefined || value === "" || value === 0) return null;
    const date = new Date(value);
    return Number.isNaN(date.getTime()) ? null : date;
  };

  return {
    number: (value) => plain.format(value),
    percent: (share) => percent.format(share),
    bytes(value) {
      const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(value) / 10));
      const scaled = value / 2 ** (10 * power);
      const digits = power === 0 || scaled >= 100 ? 0 : 1;
      const text = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(scaled);
      return `${text} ${units[power] ?? "B"}`;
    },
    dateTime(value) {
      const date = read(value);
      return date === null ? "–" : moment.format(date);
    },
    time(value) {
      const date = read(value);
      return date === null ? "–" : clock.format(date);
    },
    ago(value, now = Date.now()) {
      const date = read(value);
      if (date === null) return "–";
      let span = (date.getTime() - now) / 1000;
      for (const [unit, size] of steps) {
        if (Math.abs(span) < size) return relative.format(Math.round(span), unit);
        span /= size;
      }
      return moment.format(date);
    },
    seconds(value) {
      const unit = value < 90 ? "second" : value < 5400 ? "minute" : "hour";
      const size = { second: 1, minute: 60, hour: 3600 }[unit];
      return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(
        Math.ceil(value / size),
      );
    },
    counted(forms, count) {
      const form = plural.select(count) === "one" ? forms.one : forms.other;
      return fill(form, { count: plain.format(count) });
    },
  };
}

/** `1:02:03` or `02:03`, as clocks show a span. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600];
  const short = `${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
  return hours > 0 ? `${hours}:${short}` : short;
}
