import type { Dataset, Sample, VersionChange } from "@/client";
import { kindOf } from "../kinds";
import { colourOf } from "../parts/colours";
import { namesOf, saidOf } from "../samples/annotations";
import { Picture } from "../samples/Picture";
import "../samples/samples.css";
import type { Change } from "./compareApi";
import { useVersionsText } from "./text";

interface PairProps {
  dataset: Dataset;
  sample: VersionChange;
  change: Change;
}

/** A sample as it was and as it is. */
export function ComparePair({ dataset, sample, change }: PairProps) {
  const t = useVersionsText();
  const sides = [
    ...(change === "added" ? [] : [{ key: "before", title: t.before, labels: sample.before }]),
    ...(change === "removed" ? [] : [{ key: "after", title: t.after, labels: sample.after }]),
  ];
  const isPicture = kindOf(dataset.dataset_type).data === "image";
  const text = sample.sample_data?.[0];
  return (
    <figure className="compare-pair" data-testid={`compare-${sample.sample_name}`}>
      <div className={isPicture ? "compare-sides" : "compare-sides compare-plain"}>
        {sides.map(({ key, title, labels }) => {
          const shown = asSample(sample, labels);
          const said = saidOf(shown);
          const usage = key === "before" ? sample.usage_before : sample.usage_after;
          return (
            <div key={key} data-side={key}>
              {isPicture && (
                <span className="compare-picture">
                  <Picture sample={shown} said={said} colour={(name) => colourOf({ name })} />
                </span>
              )}
              <span className="compare-said">
                <span className="faint">{title}</span>
                {namesOf(said).map(([name, count]) => (
                  <span key={name} className="version-label">
                    <i aria-hidden="true" style={{ background: colourOf({ name }) }} />
                    {name}
                    {count > 1 && <b>{count}</b>}
                  </span>
                ))}
                {said.length === 0 && <span className="faint">{t.noLabel}</span>}
                {usage in t.usages && (
                  <span className="soft">{t.usages[usage as keyof typeof t.usages]}</span>
                )}
              </span>
            </div>
          );
        })}
      </div>
      <figcaption title={text ?? sample.sample_name}>{text ?? sample.sample_name}</figcaption>
    </figure>
  );
}

function asSample(change: VersionChange, labels: VersionChange["before"]): Sample {
  const { width, height } = change;
  return {
    sample_id: change.sample_id,
    sample_name: change.sample_name,
    sample_dir: "",
    sample_type: 0,
    sample_size: 0,
    sample_time: 0,
    sample_status: "MANUAL_ANNOTATION",
    source: change.source ?? null,
    labels,
    metadata: width != null && height != null ? { "@modelarts:size": [width, height, 3] } : {},
  } as Sample;
}
