import { ColorPicker } from "antd";

import { labelColours } from "@/ui";
import { useDatasetsText } from "../text";

export function colourAt(index: number): string {
  return labelColours[index % labelColours.length] as string;
}

/** The colour of a label as it is shown: its own, or one that its name always gives. */
export function colourOf(label: {
  name: string;
  property?: Readonly<Record<string, unknown>> | undefined;
}): string {
  const own = label.property?.["@modelarts:color"];
  if (typeof own === "string" && own !== "") return own;
  let sum = 0;
  for (const character of label.name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return colourAt(sum);
}

export function ColourField({ value, onChange }: { value: string; onChange(colour: string): void }) {
  const t = useDatasetsText();
  return (
    <span className="colour-field">
      <ColorPicker
        aria-label={t.colour}
        value={value}
        disabledAlpha
        onChangeComplete={(colour) => onChange(colour.toHexString())}
        presets={[{ label: t.colours, colors: [...labelColours] }]}
      />
    </span>
  );
}
