import { DownOutlined, SearchOutlined, UpOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useEffect, useState } from "react";

import { fill, useFormat } from "@/i18n";
import { useTrainingText } from "../text";
import { hitsQuery, type LogPlace } from "./api";

interface LogSearchProps {
  place: LogPlace;
  wanted: string;
  onWanted(text: string): void;
  onGo(offset: number): void;
}

/** Finds a text in the whole log, not only in what is loaded, and walks from one place to the next. */
export function LogSearch({ place, wanted, onWanted, onGo }: LogSearchProps) {
  const t = useTrainingText().logs;
  const format = useFormat();
  const [typed, setTyped] = useState(wanted);
  const [at, setAt] = useState(-1);
  const query = useQuery(hitsQuery(place, wanted));
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
