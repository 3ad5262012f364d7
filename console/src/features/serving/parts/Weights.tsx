import { useFormat } from "@/i18n";
import { useSeriesColours } from "@/ui";
import "../form/serving-form.css";

interface WeightsProps {
  versions: readonly { key: string; name: string; weight: number }[];
}

/** How the requests are shared out, as a bar and in numbers. */
export function Weights({ versions }: WeightsProps) {
  const format = useFormat();
  const colours = useSeriesColours();
  const colourOf = (at: number) => colours[at % colours.length];
  return (
    <div data-testid="weights">
      <div className="weights-bar" aria-hidden="true">
        {versions.map(({ key, weight }, at) => (
          <span key={key} style={{ width: `${weight}%`, background: colourOf(at) }} />
        ))}
      </div>
      <ul className="weights-legend">
        {versions.map(({ key, name, weight }, at) => (
          <li key={key}>
            <i style={{ background: colourOf(at) }} aria-hidden="true" />
            <span>{name}</span>
            <strong>{format.percent(weight / 100)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
