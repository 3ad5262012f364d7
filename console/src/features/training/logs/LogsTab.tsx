import {
  DownloadOutlined,
  SettingOutlined,
  VerticalAlignBottomOutlined,
  VerticalAlignTopOutlined,
} from "@ant-design/icons";
import { Button, Checkbox, Popover, Segmented, Select } from "antd";
import { useCallback, useMemo, useState } from "react";

import type { Job } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, EmptyView, useURLPatch, useURLValue } from "@/ui";
import { isLive } from "../jobs";
import { TaskPicker } from "../parts/TaskPicker";
import { useTrainingText } from "../text";
import { downloadAddress, levels, serverLog, type Level } from "./api";
import { LogSearch } from "./LogSearch";
import { LogView, type LogMove } from "./LogView";
import "./logs.css";

/** The log of one task: live, searched, filtered. */
export default function LogsTab({ job }: { job: Job }) {
  const t = useTrainingText().logs;
  const projectId = useProjectId();
  const [wantedTask] = useURLValue("task");
  const [attempt] = useURLValue("attempt");
  const [level] = useURLValue("level", "debug");
  const [hide] = useURLValue("hide");
  const patch = useURLPatch();
  const [wrap, setWrap] = useKept("modelyard.log.wrap", false);
  const [fold, setFold] = useKept("modelyard.log.fold", true);
  const [wanted, setWanted] = useState("");
  const [move, setMove] = useState<LogMove | null>(null);
  const [following, setFollowing] = useState(false);
  const tasks = job.status.tasks;
  const task = tasks.includes(wantedTask) ? wantedTask : (tasks[0] ?? "");
  const runs = job.status.restarts + 1;
  const place = useMemo(
    () => ({ projectId, jobId: job.metadata.id, task, attempt: Number(attempt) || runs }),
    [projectId, job.metadata.id, task, attempt, runs],
  );
  const begun = job.status.start_time !== null;
  const source = useMemo(
    () => serverLog(place, { platform: hide === "", level: level as Level, fold }),
    [place, hide, level, fold],
  );
  const goTo = useCallback((offset: number) => setMove({ to: offset }), []);

  if (!begun && isLive(job)) return <NotBegun />;
  return (
    <Card flush className="log-panel">
      <div className="log-tools">
        <TaskPicker tasks={tasks} value={task} onChange={(next) => patch({ task: next })} />
        {runs > 1 && (
          <Select
            aria-label={t.run}
            value={attempt === "" ? String(runs) : attempt}
            onChange={(next) => patch({ attempt: next === String(runs) ? "" : next })}
            options={Array.from({ length: runs }, (_, at) => ({
              value: String(at + 1),
              label: fill(t.runNumber, { number: at + 1 }),
            }))}
          />
        )}
        <LogSearch place={place} wanted={wanted} onWanted={setWanted} onGo={goTo} />
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
              <Checkbox
                checked={hide === ""}
                onChange={(event) => patch({ hide: event.target.checked ? "" : "platform" })}
              >
                {t.platform}
              </Checkbox>
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
        <Button
          type="text"
          icon={<DownloadOutlined />}
          aria-label={t.download}
          title={t.download}
          href={downloadAddress(place)}
          download
          data-testid="log-download"
        />
        {isLive(job) && (
          <Button
            size="small"
            type={following ? "default" : "primary"}
            className={following ? "log-live job-live" : "log-live"}
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
          label={fill(t.ofTask, { task })}
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

function NotBegun() {
  const t = useTrainingText().logs;
  return (
    <Card>
      <EmptyView title={t.notStarted} hint={t.emptyHint} />
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
