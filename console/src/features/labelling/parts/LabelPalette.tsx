import { PlusOutlined } from "@ant-design/icons";
import { Button, Input, type InputRef } from "antd";
import { useState, type Ref } from "react";

import type { DatasetLabel } from "@/client";
import { fill } from "@/i18n";
import { lookOf } from "../model/marks";
import { useLabellingText } from "../text";

interface LabelPaletteProps {
  labels: readonly DatasetLabel[];
  colourOf: (name: string, type?: number) => string;
  /** Labels that are on: of the sample, or of what is selected, or the one that is drawn with. */
  isOn: (label: DatasetLabel) => boolean;
  choose: (label: DatasetLabel) => void;
  create?: ((name: string) => void) | undefined;
  counts: ReadonlyMap<string, number>;
  searchRef: Ref<InputRef>;
  readOnly: boolean;
}

/** The key that chooses a label: its own one, or its number among the first nine. */
export function keyOf(label: DatasetLabel, at: number): string {
  const own = lookOf(label, "shortcut");
  if (own !== "") return own.length === 1 ? own.toUpperCase() : own;
  return at < 9 ? String(at + 1) : "";
}

export function LabelPalette(props: LabelPaletteProps) {
  const { labels, colourOf, isOn, choose, create, counts, searchRef, readOnly } = props;
  const t = useLabellingText();
  const [search, setSearch] = useState("");
  const wanted = search.trim();
  const found = labels
    .map((label, at) => ({ label, at }))
    .filter(({ label }) => label.name.toLowerCase().includes(wanted.toLowerCase()));
  const isNew = wanted !== "" && !labels.some((label) => label.name === wanted);
  const enter = () => {
    const exact = found.find(({ label }) => label.name === wanted) ?? (isNew ? undefined : found[0]);
    const best = exact ?? (create === undefined ? found[0] : undefined);
    if (best !== undefined) choose(best.label);
    else if (isNew) create?.(wanted);
    setSearch("");
  };
  return (
    <section className="lab-palette" aria-label={t.labels}>
      <Input
        ref={searchRef}
        size="small"
        allowClear
        value={search}
        placeholder={create === undefined ? t.findLabel : t.findOrAdd}
        aria-label={create === undefined ? t.findLabel : t.findOrAdd}
        onChange={(event) => setSearch(event.target.value)}
        onPressEnter={(event) => {
          enter();
          event.currentTarget.blur();
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        suffix={<kbd className="lab-key">/</kbd>}
        disabled={readOnly}
        data-testid="label-search"
      />
      <ul className="lab-labels">
        {found.map(({ label, at }) => (
          <li key={`${label.type} ${label.name}`}>
            <button
              type="button"
              className={`lab-label${isOn(label) ? " on" : ""}`}
              style={{ "--label": colourOf(label.name, label.type) } as React.CSSProperties}
              aria-pressed={isOn(label)}
              onClick={() => choose(label)}
              disabled={readOnly}
              data-testid={`label-${label.name}`}
            >
              <i className="lab-swatch" aria-hidden="true" />
              <bdi className="lab-name">{label.name}</bdi>
              <span className="lab-count">{counts.get(`${label.type} ${label.name}`) ?? ""}</span>
              {keyOf(label, at) !== "" && <kbd className="lab-key">{keyOf(label, at)}</kbd>}
            </button>
          </li>
        ))}
      </ul>
      {labels.length === 0 && wanted === "" && <p className="lab-hint">{t.noLabels}</p>}
      {isNew && create !== undefined && (
        <Button
          size="small"
          type="dashed"
          block
          icon={<PlusOutlined />}
          onClick={() => {
            create(wanted);
            setSearch("");
          }}
          data-testid="add-label"
        >
          {fill(t.addLabel, { name: wanted })}
        </Button>
      )}
    </section>
  );
}
