import {
  CloudDownloadOutlined,
  FolderAddOutlined,
  FolderOpenOutlined,
  FileAddOutlined,
  UploadOutlined,
} from "@ant-design/icons";
import { Button, Dropdown, Form, Input } from "antd";
import { Fragment, useRef, useState } from "react";
import { Link } from "react-router";

import { useProjectId } from "@/features/iam";
import { CopyButton, FormModal } from "@/ui";
import { useMakeFolder } from "../api";
import { asPrefix, obsPath, stepsOf } from "../paths";
import { useObjectsText } from "../text";
import { chosenFiles, type FoundFile } from "../upload/dropped";
import type { Place } from "./entries";
import { ImportDialog } from "./ImportDialog";

interface BrowserHeaderProps {
  place: Place;
  onFiles(found: FoundFile[]): void;
  onLeave(): void;
}

export function BrowserHeader({ place, onFiles, onLeave }: BrowserHeaderProps) {
  const t = useObjectsText().browser;
  const [naming, setNaming] = useState(false);
  const [importing, setImporting] = useState(false);
  return (
    <header className="page-header">
      <Crumbs place={place} onLeave={onLeave} />
      <div className="page-actions">
        <Button icon={<CloudDownloadOutlined />} onClick={() => setImporting(true)} data-testid="import">
          {t.import}
        </Button>
        <Button icon={<FolderAddOutlined />} onClick={() => setNaming(true)} data-testid="new-folder">
          {t.newFolder}
        </Button>
        <UploadButton onFiles={onFiles} />
      </div>
      <NewFolder place={place} open={naming} onClose={() => setNaming(false)} />
      <ImportDialog place={place} open={importing} onClose={() => setImporting(false)} />
    </header>
  );
}

function Crumbs({ place: { bucket, prefix }, onLeave }: { place: Place; onLeave(): void }) {
  const t = useObjectsText();
  const steps = [{ name: bucket, prefix: "" }, ...stepsOf(prefix)];
  return (
    <nav className="crumbs" aria-label={t.buckets.path}>
      <Link to="/storage">{t.buckets.title}</Link>
      {steps.map((step, at) => (
        <Fragment key={step.prefix}>
          <i aria-hidden="true">/</i>
          {at === steps.length - 1 ? (
            <b aria-current="page">{step.name}</b>
          ) : (
            <Link
              to={
                step.prefix === ""
                  ? `/storage/${bucket}`
                  : `/storage/${bucket}?prefix=${encodeURIComponent(step.prefix)}`
              }
              onClick={onLeave}
            >
              {step.name}
            </Link>
          )}
        </Fragment>
      ))}
      <CopyButton text={obsPath(bucket, prefix)} label={t.browser.copyPath} testId="copy-path" />
    </nav>
  );
}

function UploadButton({ onFiles }: { onFiles(found: FoundFile[]): void }) {
  const t = useObjectsText().browser;
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const items = [
    { key: "files", label: t.uploadFiles, icon: <FileAddOutlined />, onClick: () => files.current?.click() },
    {
      key: "folder",
      label: t.uploadFolder,
      icon: <FolderOpenOutlined />,
      onClick: () => folder.current?.click(),
    },
  ];
  function take(input: HTMLInputElement) {
    if (input.files !== null) onFiles(chosenFiles(input.files));
    // The same file may be chosen again.
    input.value = "";
  }
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
        <Button type="primary" icon={<UploadOutlined />} data-testid="upload">
          {t.upload}
        </Button>
      </Dropdown>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t.uploadFiles}
        data-testid="upload-files-input"
        onChange={(event) => take(event.target)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label={t.uploadFolder}
        data-testid="upload-folder-input"
        onChange={(event) => take(event.target)}
        {...{ webkitdirectory: "" }}
      />
    </>
  );
}

function NewFolder({ place, open, onClose }: { place: Place; open: boolean; onClose(): void }) {
  const t = useObjectsText().browser;
  const make = useMakeFolder(useProjectId(), place.bucket);
  const submit = ({ name }: { name: string }) =>
    // The name of a folder ends without the slash, its prefix with one.
    make.mutateAsync(place.prefix + asPrefix(name).slice(0, -1));
  return (
    <FormModal open={open} title={t.newFolder} okText={t.newFolder} onClose={onClose} onSubmit={submit}>
      <Form.Item
        name="name"
        label={t.folderName}
        extra={t.folderRule}
        rules={[{ required: true, pattern: /^[^/]/, message: t.folderRule }]}
      >
        <Input autoFocus data-testid="folder-name" />
      </Form.Item>
    </FormModal>
  );
}
