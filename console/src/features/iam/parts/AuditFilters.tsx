import { FilterOutlined } from "@ant-design/icons";
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";

import { Toolbar, useURLPatch, useURLValue } from "@/ui";
import type { TraceFilter } from "../api/account";
import { useIAMText } from "../text";

const spans: Readonly<Record<string, number>> = { "1h": 1, "24h": 24, "7d": 7 * 24, "30d": 30 * 24 };
const textFilters = ["user", "trace_name", "resource_type", "resource_id"] as const;
const allNames = ["range", "from", "to", "trace_rating", ...textFilters];

/** The filter in the address bar as the API takes it. */
export function useTraceFilter(): TraceFilter {
  const [search] = useSearchParams();
  const text = search.toString();
  return useMemo(() => {
    const params = new URLSearchParams(text);
    const range = params.get("range") ?? "7d";
    const filter: TraceFilter = {};
    const hours = spans[range];
    // Whole minutes: a filter that changes with every render would ask the server for ever.
    if (hours !== undefined) filter.from = Math.floor(Date.now() / 60_000) * 60_000 - hours * 3_600_000;
    if (range === "custom") {
      if (params.has("from")) filter.from = Number(params.get("from"));
      if (params.has("to")) filter.to = Number(params.get("to"));
    }
    for (const name of textFilters) {
      const value = params.get(name);
      if (value !== null) filter[name] = value;
    }
    const rating = params.get("trace_rating");
    if (rating === "normal" || rating === "warning" || rating === "incident") filter.trace_rating = rating;
    return filter;
  }, [text]);
}

export function AuditFilters() {
  const t = useIAMText().audit;
  const [search] = useSearchParams();
  const [range, setRange] = useURLValue("range", "7d");
  const [rating, setRating] = useURLValue("trace_rating");
  const patch = useURLPatch();
  const filtered = allNames.some((name) => search.has(name));
  const clear = filtered && (
    <Button
      type="text"
      icon={<FilterOutlined />}
      onClick={() => patch(Object.fromEntries(allNames.map((name) => [name, ""])))}
    >
      {t.clear}
    </Button>
  );
  return (
    <Toolbar end={clear}>
      <Select
        aria-label={t.time}
        value={range}
        onChange={setRange}
        style={{ width: 150 }}
        options={Object.entries(t.ranges).map(([value, label]) => ({ value, label }))}
      />
      {range === "custom" && <CustomRange />}
      <Select
        aria-label={t.rating}
        value={rating}
        onChange={setRating}
        style={{ width: 130 }}
        options={[
          { value: "", label: `${t.rating}: ${t.any}` },
          ...Object.entries(t.ratings).map(([value, label]) => ({ value, label })),
        ]}
      />
      <TextFilter name="user" label={t.user} />
      <TextFilter name="trace_name" label={t.what} />
      <TextFilter name="resource_type" label={t.resourceType} />
      <TextFilter name="resource_id" label={t.resourceId} />
    </Toolbar>
  );
}

function CustomRange() {
  const [from] = useURLValue("from");
  const [to] = useURLValue("to");
  const patch = useURLPatch();
  const moment = (text: string) => (text === "" ? null : dayjs(Number(text)));
  return (
    <DatePicker.RangePicker
      showTime
      value={[moment(from), moment(to)]}
      onChange={(range) =>
        patch({ from: String(range?.[0]?.valueOf() ?? ""), to: String(range?.[1]?.valueOf() ?? "") })
      }
    />
  );
}

/** Takes effect on Enter or when the field is left. */
function TextFilter({ name, label }: { name: (typeof textFilters)[number]; label: string }) {
  const [value, setValue] = useURLValue(name);
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      style={{ width: 136 }}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (event.target.value === "") setValue("");
      }}
      onPressEnter={() => setValue(text.trim())}
      onBlur={() => setValue(text.trim())}
    />
  );
}
