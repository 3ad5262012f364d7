import {
  DownloadOutlined,
  SettingOutlined,
  VerticalAlignBottomOutlined,
  VerticalAlignTopOutlined,
} from "@ant-design/icons";
import { Button, Checkbox, Popover, Segmented } from "antd";
import { useCallback, useMemo, useState, type ReactNode } from "react";

import { Card } from "../layout";
import { useUIText } from "../text";
import { useURLPatch, useURLValue } from "../url";
import "./logs.css";
import { LogSearch, type SearchLog } from "./LogSearch";
import { LogView, type LogMove } from "./LogView";
import { levels, type Level, type LogFilter } from "./source";
import type { LogSource } from "./store";

interface LogPanelProps {
  /** Which log; another name is another log. */
  name: readonly string[];
  label: string;
  /** More may come. */
  live: boolean;
  /** Lines of the platform stand among the others and can be hidden. */
  mixed?: boolean;
  /** What the log is chosen with. */
  pickers?: ReactNode;
  sourceOf(filter: LogFilter): LogSource;
  search: SearchLog;
  /** Where the browser gets the whole of it. */
  download?: string;
}

/** One log: live, searched, filtered. */
export function LogPanel(props: LogPanelProps) {
  const { name, label, live, mixed = false, pickers, sourceOf, search, download } = props;
  const t = useUIText().log;
  const [level] = useURLValue("level", "debug");
  const [hide] = useURLValue("hide");
  const patch = useURLPatch();
  const [wrap, setWrap] = useKept("modelyard.log.wrap", false);
  const [fold, setFold] = useKept("modelyard.log.fold", true);
  const [wanted, setWanted] = useState("");
  const [move, setMove] = useState<LogMove | null>(null);
  const [following, setFollowing] = useState(false);
  const key = name.join(" ");
  const source = useMemo(
    () => sourceOf({ platform: hide === "", level: level as Level, fold }),
    // The name stands for the place that the source reads from.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key, hide, level, fold],
  );
  const goTo = useCallback((offset: number) => setMove({ to: offset }), []);

  return (
    <Card flush className="log-panel">
      <div className="log-tools">
        {pickers}
        <LogSearch name={name} search={search} wanted={wanted} onWanted={setWanted} onGo={goTo} />
        <Segmented<string>
          aria-label={t.level}
          value={level}
          onChange={(next) => patch({ level: next === "debug" ? "" : next })}
          options={levels.map((value) => ({ value, label: t.levels[value] }))}
        />
        <span className="log-tools-space" />
        <Popover
          trigger="click"
          placement="bottomRight"
          content={
            <div className="choices log-choices">
              {mixed && (
                <Checkbox
                  checked={hide === ""}
                  onChange={(event) => patch({ hide: event.target.checked ? "" : "platform" })}
                >
                  {t.platform}
                </Checkbox>
              )}
              <Checkbox checked={fold} onChange={(event) => setFold(event.target.checked)}>
                {t.fold}
              </Checkbox>
              <Checkbox checked={wrap} onChange={(event) => setWrap(event.target.checked)}>
                {t.wrap}
              </Checkbox>
            </div>
          }
        >
          <Button
            type="text"
            icon={<SettingOutlined />}
            aria-label={t.view}
            title={t.view}
            data-testid="log-view"
          />
        </Popover>
        <Button
          type="text"
          icon={<VerticalAlignTopOutlined />}
          aria-label={t.top}
          title={t.top}
          onClick={() => setMove({ to: "start" })}
          data-testid="log-top"
        />
        <Button
          type="text"
          icon={<VerticalAlignBottomOutlined />}
          aria-label={t.bottom}
          title={t.bottom}
          onClick={() => setMove({ to: "end" })}
          data-testid="log-bottom"
        />
        {download !== undefined && (
          <Button
            type="text"
            icon={<DownloadOutlined />}
            aria-label={t.download}
            title={t.download}
            href={download}
            download
            data-testid="log-download"
          />
        )}
        {live && (
          <Button
            size="small"
            type={following ? "default" : "primary"}
            className={following ? "log-live live" : "log-live"}
            aria-pressed={following}
            onClick={() => setMove({ to: "end" })}
            data-testid="log-follow"
          >
            <span className="status status-success">{following && <i aria-hidden="true" />}</span>
            {following ? t.following : t.follow}
          </Button>
        )}
      </div>
      <div className="log-body">
        <LogView
          source={source}
          label={label}
          fold={fold}
          wrap={wrap}
          wanted={wanted}
          move={move}
          onFollowing={setFollowing}
        />
      </div>
    </Card>
  );
}

/** How somebody likes to read, kept in this browser. */
function useKept(name: string, otherwise: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(() => (localStorage.getItem(name) ?? String(otherwise)) === "true");
  return [
    value,
    (next) => {
      localStorage.setItem(name, String(next));
      setValue(next);
    },
  ];
}
