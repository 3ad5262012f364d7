import {
  ClearOutlined,
  DeleteOutlined,
  PoweroffOutlined,
  ReloadOutlined,
  SearchOutlined,
} from "@ant-design/icons";
import { Button, Checkbox, Input, Select } from "antd";
import { useEffect, useState } from "react";

import type { Job } from "@/client";
import { useFormat } from "@/i18n";
import { Toolbar, useUIText } from "@/ui";
import { canStop, isLive, phases } from "../jobs";
import { useTrainingText } from "../text";
import { useJobActions } from "./useJobActions";
import type { JobFilter } from "./useJobFilter";

interface JobToolsProps {
  filter: JobFilter;
  onFilter(next: JobFilter): void;
  selected: readonly Job[];
  busy: boolean;
  onRefresh(): void;
  onClear(): void;
}

export function JobTools(props: JobToolsProps) {
  const { filter, onFilter, selected, busy, onRefresh } = props;
  const t = useTrainingText();
  const ui = useUIText();
  if (selected.length > 0) return <SelectionTools {...props} />;
  const refresh = (
    <Button
      type="text"
      icon={<ReloadOutlined spin={busy} />}
      aria-label={ui.refresh}
      title={ui.refresh}
      onClick={onRefresh}
      data-testid="refresh"
    />
  );
  return (
    <Toolbar end={refresh}>
      <SearchText text={filter.text} onText={(text) => onFilter({ ...filter, text })} />
      <Select
        aria-label={t.jobs.status}
        mode="multiple"
        allowClear
        maxTagCount={2}
        className="job-phase-filter"
        placeholder={t.jobs.anyStatus}
        value={filter.phase === "" ? [] : filter.phase.split(",")}
        onChange={(next: string[]) => onFilter({ ...filter, phase: next.join(",") })}
        options={phases.map((value) => ({ value, label: t.phases[value] }))}
        data-testid="job-status-filter"
      />
      <Checkbox
        checked={filter.mine}
        onChange={(event) => onFilter({ ...filter, mine: event.target.checked })}
        data-testid="only-mine"
      >
        {t.jobs.mine}
      </Checkbox>
    </Toolbar>
  );
}

/** Waits for a pause in the typing, so that not every letter asks the server. */
function SearchText({ text, onText }: { text: string; onText(text: string): void }) {
  const t = useTrainingText().jobs;
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => onText(typed), 300);
    return () => clearTimeout(timer);
  }, [typed, text, onText]);
  return (
    <Input
      allowClear
      prefix={<SearchOutlined />}
      placeholder={t.search}
      aria-label={t.search}
      style={{ width: 260 }}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      data-testid="search"
    />
  );
}

function SelectionTools({ selected, onClear }: JobToolsProps) {
  const t = useTrainingText();
  const format = useFormat();
  const actions = useJobActions();
  return (
    <Toolbar
      end={
        <Button type="text" icon={<ClearOutlined />} onClick={onClear}>
          {t.jobs.clear}
        </Button>
      }
    >
      <strong>{format.counted(t.jobs.selected, selected.length)}</strong>
      <Button
        size="small"
        icon={<PoweroffOutlined />}
        disabled={!selected.some(canStop)}
        onClick={() => actions.stop(selected.filter(canStop), onClear)}
        data-testid="stop-selected"
      >
        {t.actions.stop}
      </Button>
      <Button
        size="small"
        danger
        icon={<DeleteOutlined />}
        disabled={selected.every(isLive)}
        title={selected.every(isLive) ? t.actions.deleteEnded : undefined}
        onClick={() =>
          actions.remove(
            selected.filter((job) => !isLive(job)),
            onClear,
          )
        }
        data-testid="delete-selected"
      >
        {t.actions.delete}
      </Button>
    </Toolbar>
  );
}
