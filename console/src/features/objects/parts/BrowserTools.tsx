import {
  ClearOutlined,
  DeleteOutlined,
  DownloadOutlined,
  ReloadOutlined,
  SearchOutlined,
} from "@ant-design/icons";
import { Button, Input } from "antd";
import { useEffect, useState } from "react";

import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { CopyButton, Toolbar, useFail, useUIText, useURLPatch, useURLValue } from "@/ui";
import { obsPath } from "../paths";
import { useObjectsText } from "../text";
import { saveObject } from "./save";
import type { Entry } from "./entries";

interface BrowserToolsProps {
  bucket: string;
  selected: readonly Entry[];
  count: number;
  more: boolean;
  busy: boolean;
  onRefresh(): void;
  onClear(): void;
  onRemove(entries: readonly Entry[]): void;
}

export function BrowserTools(props: BrowserToolsProps) {
  const t = useObjectsText().browser;
  const ui = useUIText();
  const format = useFormat();
  const { selected, count, more, busy, onRefresh } = props;
  if (selected.length > 0) return <SelectionTools {...props} />;
  const refresh = (
    <>
      <span className="faint">{format.counted(more ? t.loadedMore : t.loaded, count)}</span>
      <Button
        type="text"
        icon={<ReloadOutlined spin={busy} />}
        aria-label={ui.refresh}
        onClick={onRefresh}
        data-testid="refresh"
      />
    </>
  );
  return (
    <Toolbar end={refresh}>
      <FindField />
    </Toolbar>
  );
}

/** Waits for a pause in the typing, so that not every letter asks the server. */
function FindField() {
  const t = useObjectsText().browser;
  const [find] = useURLValue("find");
  const patch = useURLPatch();
  const [text, setText] = useState(find);
  useEffect(() => setText(find), [find]);
  useEffect(() => {
    if (text === find) return;
    const timer = setTimeout(() => patch({ find: text }), 300);
    return () => clearTimeout(timer);
    // `patch` is new with each address; the wait belongs to the text alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return (
    <Input
      allowClear
      prefix={<SearchOutlined />}
      placeholder={t.search}
      aria-label={t.search}
      style={{ width: 300 }}
      value={text}
      onChange={(event) => setText(event.target.value)}
      data-testid="find"
    />
  );
}

function SelectionTools({ bucket, selected, onClear, onRemove }: BrowserToolsProps) {
  const t = useObjectsText().browser;
  const format = useFormat();
  const projectId = useProjectId();
  const fail = useFail();
  const files = selected.filter((entry) => !entry.folder);
  const paths = selected.map((entry) => obsPath(bucket, entry.key)).join("\n");
  async function downloadAll() {
    for (const entry of files) {
      await saveObject(projectId, bucket, entry.key);
      // Browsers drop downloads that start in the same moment.
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }
  return (
    <Toolbar
      end={
        <Button type="text" icon={<ClearOutlined />} onClick={onClear}>
          {t.clear}
        </Button>
      }
    >
      <strong>{format.counted(t.selected, selected.length)}</strong>
      <Button
        size="small"
        icon={<DownloadOutlined />}
        disabled={files.length === 0}
        onClick={() => void downloadAll().catch(fail)}
        data-testid="download-selected"
      >
        {t.downloadSelected}
      </Button>
      <CopyButton text={paths} label={t.copyPaths} labelled />
      <Button
        size="small"
        danger
        icon={<DeleteOutlined />}
        onClick={() => onRemove(selected)}
        data-testid="delete-selected"
      >
        {t.deleteSelected}
      </Button>
    </Toolbar>
  );
}
