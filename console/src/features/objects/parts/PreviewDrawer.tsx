import { DeleteOutlined, DownloadOutlined, FileZipOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";

import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { CopyValue, useFail, useUIText } from "@/ui";
import { isArchive, nameOf, obsPath } from "../paths";
import { useObjectsText } from "../text";
import type { Entry } from "./entries";
import { PreviewBody } from "./PreviewBody";
import { saveObject } from "./save";

interface PreviewDrawerProps {
  bucket: string;
  objectKey: string;
  /** Missing when the address names an object that is not in the loaded part of the list. */
  entry: Entry | undefined;
  onClose(): void;
  onRemove(entry: Entry): void;
  onExtract(key: string): void;
}

export function PreviewDrawer({
  bucket,
  objectKey,
  entry,
  onClose,
  onRemove,
  onExtract,
}: PreviewDrawerProps) {
  const t = useObjectsText();
  const ui = useUIText();
  const format = useFormat();
  const projectId = useProjectId();
  const fail = useFail();
  const buttons = (
    <div className="line">
      {isArchive(objectKey) && (
        <Button icon={<FileZipOutlined />} onClick={() => onExtract(objectKey)}>
          {t.browser.extract}
        </Button>
      )}
      {entry !== undefined && (
        <Button
          danger
          type="text"
          icon={<DeleteOutlined />}
          aria-label={ui.delete}
          onClick={() => onRemove(entry)}
        />
      )}
      <Button
        type="primary"
        icon={<DownloadOutlined />}
        data-testid="download"
        onClick={() => void saveObject(projectId, bucket, objectKey).catch(fail)}
      >
        {ui.download}
      </Button>
    </div>
  );
  return (
    <Drawer open onClose={onClose} title={nameOf(objectKey)} size={720} extra={buttons} data-testid="preview">
      <dl className="facts" style={{ marginTop: 0 }}>
        <dt>{t.preview.path}</dt>
        <dd>
          <CopyValue text={obsPath(bucket, objectKey)} label={t.browser.copyPath} />
        </dd>
        {entry !== undefined && (
          <>
            <dt>{t.preview.size}</dt>
            <dd>{format.bytes(entry.sizeBytes ?? 0)}</dd>
            <dt>{t.preview.changed}</dt>
            <dd>{format.dateTime(entry.modifiedAt)}</dd>
            <dt>{t.preview.etag}</dt>
            <dd className="mono">{entry.etag.replaceAll('"', "")}</dd>
          </>
        )}
      </dl>
      <div className="preview-body">
        <PreviewBody bucket={bucket} objectKey={objectKey} etag={entry?.etag ?? ""} />
      </div>
    </Drawer>
  );
}
