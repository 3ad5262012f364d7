import { SearchOutlined } from "@ant-design/icons";
import { Input } from "antd";

import { useURLPatch, useURLValue } from "./url";

/** A filter that lives in the address bar and goes back to the first page when it changes. */
export function SearchField({ label }: { label: string }) {
  const [text] = useURLValue("q");
  const patch = useURLPatch();
  return (
    <Input
      allowClear
      prefix={<SearchOutlined />}
      placeholder={label}
      aria-label={label}
      style={{ width: 280 }}
      value={text}
      onChange={(event) => patch({ q: event.target.value, page: "" })}
      data-testid="search"
    />
  );
}

export function matches(text: string, ...fields: readonly (string | null | undefined)[]): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === "" || fields.some((field) => field?.toLowerCase().includes(wanted));
}
