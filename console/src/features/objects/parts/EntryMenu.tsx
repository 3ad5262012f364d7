import {
  CopyOutlined,
  DeleteOutlined,
  DownloadOutlined,
  EyeOutlined,
  FileZipOutlined,
  LinkOutlined,
} from "@ant-design/icons";
import { App } from "antd";

import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { copyText, RowMenu, useFail, useUIText } from "@/ui";
import { readLink } from "../api";
import { isArchive, obsPath } from "../paths";
import { useObjectsText } from "../text";
import type { Entry } from "./entries";
import { saveObject } from "./save";

interface EntryMenuProps {
  bucket: string;
  entry: Entry;
  onOpen(entry: Entry): void;
  onRemove(entry: Entry): void;
  onExtract(key: string): void;
}

// The longest that a signed link may live.
const linkSeconds = 12 * 3600;

export function EntryMenu({ bucket, entry, onOpen, onRemove, onExtract }: EntryMenuProps) {
  const t = useObjectsText().browser;
  const ui = useUIText();
  const { message } = App.useApp();
  const fail = useFail();
  const projectId = useProjectId();
  const { key, name, folder } = entry;

  function share() {
    readLink(projectId, bucket, key, null, linkSeconds)
      .then(copyText)
      .then(() => message.success(t.linkCopied), fail);
  }
  const ofFile = [
    { key: "preview", label: t.preview, icon: <EyeOutlined />, onClick: () => onOpen(entry) },
    {
      key: "download",
      label: ui.download,
      icon: <DownloadOutlined />,
      onClick: () => void saveObject(projectId, bucket, key).catch(fail),
    },
    { key: "share", label: t.share, icon: <LinkOutlined />, onClick: share },
  ];
  const items = [
    ...(folder ? [] : ofFile),
    ...(isArchive(key)
      ? [{ key: "extract", label: t.extract, icon: <FileZipOutlined />, onClick: () => onExtract(key) }]
      : []),
    {
      key: "copy",
      label: t.copyPath,
      icon: <CopyOutlined />,
      onClick: () => void copyText(obsPath(bucket, key)).then(() => message.success(ui.copied)),
    },
    { type: "divider" as const },
    {
      key: "delete",
      label: ui.delete,
      icon: <DeleteOutlined />,
      danger: true,
      onClick: () => onRemove(entry),
    },
  ];
  return <RowMenu items={items} label={fill(t.actions, { name })} testId={`entry-menu-${name}`} />;
}
