import { CloseOutlined, DownOutlined } from "@ant-design/icons";
import { Popover, Slider } from "antd";

import { useDatasetsText } from "../text";

type Score = readonly [low: number, high: number];

/** How sure models are, in hundredths. */
export function ScoreChip({ value, onChange }: { value: Score | null; onChange(score: Score | null): void }) {
  const t = useDatasetsText().browser;
  const [low, high] = value ?? [0, 100];
  return (
    <span className={value === null ? "facet" : "facet on"}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        arrow={false}
        content={
          <div className="facet-list">
            <Slider
              range
              key={`${low}-${high}`}
              defaultValue={[low, high]}
              onChangeComplete={([from = 0, to = 100]) =>
                onChange(from === 0 && to === 100 ? null : [from, to])
              }
              tooltip={{ formatter: (part) => `${part} %` }}
            />
          </div>
        }
      >
        <button type="button" className="facet-open" data-testid="filter-score">
          {value === null ? (
            <>
              {t.score} <DownOutlined />
            </>
          ) : (
            <>
              <span className="soft">{t.score}</span>{" "}
              <b>
                {low}–{high} %
              </b>
            </>
          )}
        </button>
      </Popover>
      {value !== null && (
        <button
          type="button"
          className="facet-clear"
          aria-label={`${t.clearFilter} ${t.score}`}
          onClick={() => onChange(null)}
        >
          <CloseOutlined />
        </button>
      )}
    </span>
  );
}
