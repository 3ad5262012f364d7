import { DownOutlined, SearchOutlined, UpOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useState } from "react";

import type { LogHits } from "@/client";
import { fill, useFormat } from "@/i18n";
import { useUIText } from "../text";
import { allHits } from "./source";

/** Asks the server where a text occurs from an offset on. */
export type SearchLog = (
  query: { text: string; offset: number; limit: number },
  signal: AbortSignal,
) => Promise<LogHits>;

interface LogSearchProps {
  /** Which log: what was found in one is not looked for in another. */
  name: readonly unknown[];
  search: SearchLog;
  wanted: string;
  onWanted(text: string): void;
  onGo(offset: number): void;
}

/** Finds a text in the whole log, not only in what is loaded, and walks from one place to the next. */
export function LogSearch({ name, search, wanted, onWanted, onGo }: LogSearchProps) {
  const t = useUIText().log;
  const format = useFormat();
  const [typed, setTyped] = useState(wanted);
  const [at, setAt] = useState(-1);
  const query = useQuery({
    queryKey: [...name, "hits", wanted],
    enabled: wanted !== "",
    queryFn: ({ signal }) => allHits((page) => search({ text: wanted, ...page }, signal)),
    staleTime: 5_000,
    retry: false,
  });
  const hits = query.data?.hits ?? [];

  useEffect(() => {
    if (typed === wanted) return;
    const timer = setTimeout(() => {
      setAt(-1);
      onWanted(typed);
    }, 250);
    return () => clearTimeout(timer);
  }, [typed, wanted, onWanted]);

  // The newest is what people look for first.
  const newest = query.data?.hits.length ?? 0;
  useEffect(() => {
    const last = query.data?.hits[newest - 1];
    if (last === undefined || at !== -1) return;
    setAt(newest - 1);
    onGo(last.line_offset);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [query.data]);

  function go(step: number) {
    if (hits.length === 0) return;
    const next = (at + step + hits.length) % hits.length;
    setAt(next);
    const hit = hits[next];
    if (hit !== undefined) onGo(hit.line_offset);
  }

  const count = query.data?.total ?? 0;
  return (
    <>
      <Input
        allowClear
        className="log-search"
        prefix={<SearchOutlined />}
        placeholder={t.search}
        aria-label={t.search}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={(event) => go(event.shiftKey ? 1 : -1)}
        data-testid="log-search"
      />
      {wanted !== "" && (
        <>
          <span className="log-hits" role="status" data-testid="log-hits">
            {query.isFetching
              ? t.searching
              : count === 0
                ? t.noHits
                : fill(t.hits, { at: format.number(at + 1), count: format.number(count) })}
          </span>
          <Button
            type="text"
            size="small"
            icon={<UpOutlined />}
            aria-label={t.previous}
            title={t.previous}
            disabled={hits.length === 0}
            onClick={() => go(-1)}
          />
          <Button
            type="text"
            size="small"
            icon={<DownOutlined />}
            aria-label={t.next}
            title={t.next}
            disabled={hits.length === 0}
            onClick={() => go(1)}
          />
        </>
      )}
    </>
  );
}
