import { DatePicker } from "antd";
import dayjs from "dayjs";

import { useDatasetsText } from "../text";
import { FacetChip, type FacetOption } from "./FacetChip";
import type { Filters } from "./filters";

interface TimeChipProps {
  filters: Filters;
  change(patch: Partial<Filters>): void;
  days: readonly { values: string[]; count: number }[];
}

const written = "YYYYMMDD";

/** When samples were last changed. */
export function TimeChip({ filters: { time }, change, days }: TimeChipProps) {
  const t = useDatasetsText().browser;
  const options: FacetOption[] = [
    { value: "day", label: t.lastDay },
    { value: "month", label: t.lastMonth },
    ...days
      .slice(0, 20)
      .map(({ values: [day = ""], count }) => ({ value: `${day}-${day}`, label: plainDay(day), count })),
  ];
  const [from, to] = time.split("-");
  const range =
    from !== undefined && to !== undefined ? ([dayjs(plainDay(from)), dayjs(plainDay(to))] as const) : null;
  if (range !== null && !options.some(({ value }) => value === time)) {
    options.push({ value: time, label: `${plainDay(from ?? "")} – ${plainDay(to ?? "")}` });
  }
  return (
    <FacetChip
      label={t.time}
      testId="filter-time"
      options={options}
      chosen={time === "" ? [] : [time]}
      onChange={([value]) => change({ time: value ?? "" })}
      extra={
        <DatePicker.RangePicker
          size="small"
          value={range === null ? null : [range[0], range[1]]}
          onChange={(chosen) => {
            const [start, end] = chosen ?? [];
            if (start == null || end == null) change({ time: "" });
            else change({ time: `${start.format(written)}-${end.format(written)}` });
          }}
        />
      }
    />
  );
}

const plainDay = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
