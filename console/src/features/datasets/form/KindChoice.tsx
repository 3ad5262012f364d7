import { kinds, type DataKind } from "../kinds";
import { KindPicture } from "../parts/KindPicture";
import { useDatasetsText } from "../text";

const groups: readonly DataKind[] = ["image", "text", "audio", "video", "table", "free"];

/** All types, each with a picture of what it means. */
export function KindChoice({ value, onChange }: { value: number; onChange(type: number): void }) {
  const t = useDatasetsText();
  // The single types share one line; a heading for each of them would say everything twice.
  const rows = [groups.slice(0, 1), groups.slice(1, 2), groups.slice(2, 3), groups.slice(3)];
  return (
    <div className="kind-choices" role="radiogroup" aria-label={t.form.type}>
      {rows.map((row) => (
        <div key={row[0]} className="kind-group">
          <h3>{row.length === 1 ? t.data[row[0] as DataKind] : t.form.others}</h3>
          <div className="kind-cards">
            {kinds
              .filter(({ data }) => row.includes(data))
              .map((kind) => (
                <button
                  key={kind.type}
                  type="button"
                  role="radio"
                  aria-checked={kind.type === value}
                  className="kind-card"
                  onClick={() => onChange(kind.type)}
                  data-testid={`kind-${kind.name}`}
                >
                  <KindPicture name={kind.name} size={72} />
                  <span>
                    <strong>{t.kinds[kind.name]}</strong>
                    <span>{t.kindHints[kind.name]}</span>
                  </span>
                </button>
              ))}
          </div>
        </div>
      ))}
    </div>
  );
}
