import { useLabellingText } from "../text";
import type { EditorProps } from "../parts/editor";

/** What is not labelled: tables and free files are shown as they are. */
export function PlainEditor({ sample, source, marks }: EditorProps) {
  const t = useLabellingText();
  const text = sample.sample_data?.[0];
  return (
    <div className="lab-editor lab-plain">
      <h2>
        <bdi>{sample.sample_name}</bdi>
      </h2>
      <p className="faint">{t.plainHint}</p>
      {text !== undefined && <pre dir="auto">{text}</pre>}
      {source !== "" && (
        <a href={source} target="_blank" rel="noreferrer">
          {t.openFile}
        </a>
      )}
      {marks.length > 0 && <p>{marks.map((mark) => mark.label).join(", ")}</p>}
    </div>
  );
}
