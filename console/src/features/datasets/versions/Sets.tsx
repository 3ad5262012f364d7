import { useFormat } from "@/i18n";
import { usePalette, useSeriesColours } from "@/ui";
import { useVersionsText } from "./text";
import "./versions.css";

export const usages = ["TRAIN", "EVAL", "TEST"] as const;

interface SetsProps {
  /** How many samples are for what. */
  counts: Readonly<Record<string, number>>;
  /** How many are for nothing in particular. */
  unused: number;
}

/** What a split gives, as one bar, with its numbers below. */
export function Sets({ counts, unused }: SetsProps) {
  const t = useVersionsText();
  const format = useFormat();
  const colours = useSeriesColours();
  const { lineStrong } = usePalette();
  const parts = usages
    .map((usage, at) => ({
      name: t.usages[usage],
      count: counts[usage] ?? 0,
      colour: colours[at] ?? lineStrong,
    }))
    .concat({ name: t.unused, count: unused, colour: lineStrong })
    .filter(({ count }) => count > 0);
  return (
    <div data-testid="sets">
      <div className="sets-bar" aria-hidden="true">
        {parts.map(({ name, count, colour }) => (
          <i key={name} style={{ flexGrow: count, background: colour }} />
        ))}
      </div>
      <div className="sets-legend">
        {parts.map(({ name, count, colour }) => (
          <span key={name}>
            <i aria-hidden="true" style={{ background: colour }} />
            {name} <strong>{format.number(count)}</strong>
          </span>
        ))}
      </div>
    </div>
  );
}
