import {
  ArrowLeftOutlined,
  CheckCircleOutlined,
  CloudUploadOutlined,
  ExclamationCircleOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  HistoryOutlined,
  LeftOutlined,
  QuestionCircleOutlined,
  RedoOutlined,
  RightOutlined,
  UndoOutlined,
} from "@ant-design/icons";
import { Button, Progress, Tooltip } from "antd";
import { useState, useSyncExternalStore } from "react";
import { Link } from "react-router";

import { fill, useFormat } from "@/i18n";
import type { Draft, Drafts } from "../model/drafts";
import { isCommand, useKeys } from "../parts/keys";
import { useLabellingText } from "../text";
import { KeysHelp } from "./KeysHelp";

interface HeaderProps {
  datasetId: string;
  name: string;
  drafts: Drafts;
  sampleId: string;
  wide: boolean;
  setWide: (wide: boolean) => void;
  stats: Readonly<Record<string, number>> | undefined;
  onHistory: () => void;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
}

/** Where one is, how far the dataset is, and whether the work is safe. */
export function Header({
  datasetId,
  name,
  drafts,
  sampleId,
  wide,
  setWide,
  stats,
  onHistory,
  onNext,
  onPrevious,
}: HeaderProps) {
  const t = useLabellingText();
  const format = useFormat();
  const [help, setHelp] = useState(false);
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(sampleId));
  useKeys((event) => {
    if (event.key === "?") setHelp(true);
    else if (event.key.toLowerCase() === "w" && !isCommand(event)) setWide(!wide);
    else return false;
    return true;
  });
  const total = stats?.["total"] ?? 0;
  const done = stats?.["manual_annotation"] ?? 0;
  const button = (
    label: string,
    keys: string,
    icon: React.ReactNode,
    act: () => void,
    can: boolean,
    id: string,
  ) => (
    <Tooltip
      title={
        <>
          {label} <kbd className="lab-key">{keys}</kbd>
        </>
      }
    >
      <Button type="text" icon={icon} aria-label={label} disabled={!can} onClick={act} data-testid={id} />
    </Tooltip>
  );
  return (
    <header className="lab-header">
      <Link to={`/datasets/${datasetId}`} className="lab-back" aria-label={t.back}>
        <ArrowLeftOutlined />
      </Link>
      <h1>
        <bdi>{name}</bdi>
      </h1>
      {stats !== undefined && total > 0 && (
        <div className="lab-progress" data-testid="progress" data-done={done}>
          <Progress percent={(100 * done) / total} showInfo={false} size="small" />
          <span>{fill(t.progress, { done: format.number(done), total: format.number(total) })}</span>
        </div>
      )}
      <SaveState draft={draft} retry={() => void drafts.flush(sampleId)} />
      <span className="lab-gap" />
      {button(
        t.undo,
        "Ctrl+Z",
        <UndoOutlined />,
        () => drafts.undo(sampleId),
        (draft?.past.length ?? 0) > 0,
        "undo",
      )}
      {button(
        t.redo,
        "Ctrl+Shift+Z",
        <RedoOutlined />,
        () => drafts.redo(sampleId),
        (draft?.future.length ?? 0) > 0,
        "redo",
      )}
      <i className="lab-header-gap" />
      {button(t.previous, "A", <LeftOutlined />, () => onPrevious?.(), onPrevious !== undefined, "previous")}
      {button(t.next, "D", <RightOutlined />, () => onNext?.(), onNext !== undefined, "next")}
      {button(t.history.title, "", <HistoryOutlined />, onHistory, sampleId !== "", "history")}
      {button(
        t.wide,
        "W",
        wide ? <FullscreenExitOutlined /> : <FullscreenOutlined />,
        () => setWide(!wide),
        true,
        "wide",
      )}
      {button(t.keys.title, "?", <QuestionCircleOutlined />, () => setHelp(true), true, "help")}
      <KeysHelp open={help} onClose={() => setHelp(false)} />
    </header>
  );
}

/** Whether the work is safe: it is saved by itself, and says so. */
function SaveState({ draft, retry }: { draft: Draft | undefined; retry: () => void }) {
  const t = useLabellingText().saving;
  const state = draft?.saving ?? "saved";
  const icons = {
    saved: <CheckCircleOutlined />,
    unsaved: <CloudUploadOutlined />,
    saving: <CloudUploadOutlined />,
    failed: <ExclamationCircleOutlined />,
    conflict: <ExclamationCircleOutlined />,
  };
  return (
    <span className={`lab-saving ${state}`} role="status" data-testid="saving" data-state={state}>
      {icons[state]} {t[state]}
      {state === "failed" && (
        <>
          <span className="lab-problem">{draft?.problem?.message}</span>
          <Button size="small" onClick={retry}>
            {t.retry}
          </Button>
        </>
      )}
    </span>
  );
}
