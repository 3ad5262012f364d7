import { CloseOutlined, DownOutlined } from "@ant-design/icons";
import { Checkbox, Input, Popover, Radio } from "antd";
import { useState, type ReactNode } from "react";

import { useFormat } from "@/i18n";
import { matches } from "@/ui";
import { useDatasetsText } from "../text";

export interface FacetOption {
  value: string;
  label: string;
  count?: number | undefined;
  colour?: string;
}

interface FacetChipProps {
  label: string;
  testId: string;
  options: readonly FacetOption[];
  chosen: readonly string[];
  multiple?: boolean;
  onChange(chosen: readonly string[]): void;
  extra?: ReactNode;
}

const searchedFrom = 9;

/** A filter: a chip that says what is chosen, and opens to the values with how many samples each of them finds. */
export function FacetChip(props: FacetChipProps) {
  const { label, testId, options, chosen, multiple = false, onChange, extra } = props;
  const t = useDatasetsText().browser;
  const [text, setText] = useState("");
  const names = chosen.map((value) => options.find((one) => one.value === value)?.label ?? value);
  const found = options.filter((one) => matches(text, one.label));
  const Choice = multiple ? Checkbox : Radio;
  const list = (
    <div className="facet-list">
      {options.length >= searchedFrom && (
        <Input
          size="small"
          allowClear
          aria-label={t.findValue}
          placeholder={t.findValue}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <ul>
        {found.slice(0, 200).map((one) => (
          <li key={one.value}>
            <Choice
              checked={chosen.includes(one.value)}
              onChange={() => undefined}
              onClick={() => onChange(toggled(chosen, one.value, multiple))}
              data-testid={`${testId}-${one.value}`}
            >
              <span className="facet-option">
                {one.colour !== undefined && <i className="label-dot" style={{ background: one.colour }} />}
                <span>{one.label}</span>
              </span>
            </Choice>
            <Count count={one.count} />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="faint">{t.noValues}</p>}
      {extra}
    </div>
  );
  return (
    <span className={chosen.length > 0 ? "facet on" : "facet"}>
      <Popover trigger="click" placement="bottomLeft" content={list} arrow={false}>
        <button type="button" className="facet-open" data-testid={testId}>
          {names.length === 0 ? (
            label
          ) : (
            <>
              <span className="soft">{label}</span> <b>{names.join(", ")}</b>
            </>
          )}
          {names.length === 0 && <DownOutlined />}
        </button>
      </Popover>
      {names.length > 0 && (
        <button
          type="button"
          className="facet-clear"
          aria-label={`${t.clearFilter} ${label}`}
          onClick={() => onChange([])}
        >
          <CloseOutlined />
        </button>
      )}
    </span>
  );
}

function Count({ count }: { count: number | undefined }) {
  const format = useFormat();
  return count === undefined ? null : <span className="faint">{format.number(count)}</span>;
}

function toggled(chosen: readonly string[], value: string, multiple: boolean): readonly string[] {
  if (chosen.includes(value)) return chosen.filter((one) => one !== value);
  return multiple ? [...chosen, value] : [value];
}
