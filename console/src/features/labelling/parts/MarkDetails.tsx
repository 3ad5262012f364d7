import { Checkbox, Input, Select } from "antd";

import type { DatasetLabel } from "@/client";
import { fill } from "@/i18n";
import { attributesOf, isHard, setHard, withProperty, type Mark } from "../model/marks";
import { useLabellingText } from "../text";

interface MarkDetailsProps {
  mark: Mark;
  label: DatasetLabel | undefined;
  readOnly: boolean;
  change: (mark: Mark, tag?: string) => void;
}

interface Attribute {
  name: string;
  type: string;
  default_value?: string;
  values?: { value: string }[];
}

/** What can be said about one mark besides its label. */
export function MarkDetails({ mark, label, readOnly, change }: MarkDetailsProps) {
  const t = useLabellingText();
  const given = attributesOf(mark);
  const asked = (label?.attributes ?? []) as unknown as Attribute[];
  const others = Object.keys(given).filter((name) => !asked.some((attribute) => attribute.name === name));
  const set = (name: string, value: string) =>
    change(withProperty(mark, name, value === "" ? null : value), `attribute ${name}`);
  return (
    <section className="lab-details" aria-label={t.details}>
      {asked.map((attribute) => {
        const value = given[attribute.name] ?? "";
        return (
          <label key={attribute.name} className="lab-attribute">
            <span>{attribute.name}</span>
            {attribute.type === "select" ? (
              <Select
                size="small"
                allowClear
                disabled={readOnly}
                value={value === "" ? null : value}
                placeholder={attribute.default_value ?? t.choose}
                options={(attribute.values ?? []).map((each) => ({ value: each.value, label: each.value }))}
                onChange={(next: string | null | undefined) => set(attribute.name, next ?? "")}
              />
            ) : (
              <Input
                size="small"
                disabled={readOnly}
                value={value}
                placeholder={attribute.default_value ?? ""}
                maxLength={1024}
                onChange={(event) => set(attribute.name, event.target.value)}
              />
            )}
          </label>
        );
      })}
      {others.map((name) => (
        <p key={name} className="lab-attribute">
          <span>{name}</span> <bdi>{given[name]}</bdi>
        </p>
      ))}
      <Checkbox
        checked={isHard(mark)}
        disabled={readOnly}
        onChange={(event) => change(setHard(mark, event.target.checked))}
      >
        {t.hardMark}
      </Checkbox>
      {mark.author !== "" && <p className="lab-author">{fill(t.by, { name: authorOf(mark.author) })}</p>}
    </section>
  );
}

/** `human/company/lin` is told as lin. */
export const authorOf = (author: string): string => author.split("/").at(-1) ?? author;
