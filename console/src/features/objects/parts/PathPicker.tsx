import { DatabaseOutlined, FolderAddOutlined, SearchOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useMemo, useState, type UIEvent } from "react";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { EmptyView, ErrorAlert, LoadingView, useFail, useUIText } from "@/ui";
import { bucketsQuery, objectsQuery, useMakeFolder } from "../api";
import { asPrefix, obsPath, stepsOf, type StoragePath } from "../paths";
import { useObjectsText } from "../text";
import { entriesOf, type Entry, type Place } from "./entries";
import { FileIcon } from "./FileIcon";
import type { PathKind } from "./PathInput";
import "./picker.css";

interface PathPickerProps {
  kind: PathKind;
  start: StoragePath | null;
  onPick(path: string): void;
  onClose(): void;
}

/** Walks through buckets and folders, and hands back one place as `obs://…`. */
export default function PathPicker({ kind, start, onPick, onClose }: PathPickerProps) {
  const t = useObjectsText().picker;
  const ui = useUIText();
  const [place, setPlace] = useState<Place | null>(() => placeOf(start));
  const [file, setFile] = useState<Entry | null>(null);
  const go = (next: Place | null) => {
    setPlace(next);
    setFile(null);
  };
  const chosen =
    place === null
      ? null
      : file !== null
        ? obsPath(place.bucket, file.key)
        : kind === "file"
          ? null
          : obsPath(place.bucket, place.prefix);
  return (
    <Modal
      open
      width={680}
      title={t[kind]}
      cancelText={ui.cancel}
      okText={file === null ? t.takeFolder : fill(t.take, { name: file.name })}
      okButtonProps={{ disabled: chosen === null, "data-testid": "picker-take" }}
      onOk={() => chosen !== null && onPick(chosen)}
      onCancel={onClose}
    >
      <Crumbs place={place} onGo={go} />
      {place === null ? (
        <Buckets onOpen={(bucket) => go({ bucket, prefix: "" })} />
      ) : (
        <Folder
          key={`${place.bucket}/${place.prefix}`}
          place={place}
          kind={kind}
          file={file}
          onFile={setFile}
          onTake={(entry) => onPick(obsPath(place.bucket, entry.key))}
          onOpen={(prefix) => go({ ...place, prefix })}
        />
      )}
    </Modal>
  );
}

function placeOf(start: StoragePath | null): Place | null {
  if (start === null) return null;
  return { bucket: start.bucket, prefix: start.key.slice(0, start.key.lastIndexOf("/") + 1) };
}

function Crumbs({ place, onGo }: { place: Place | null; onGo(place: Place | null): void }) {
  const t = useObjectsText().picker;
  const steps =
    place === null
      ? []
      : [
          { name: place.bucket, to: { bucket: place.bucket, prefix: "" } },
          ...stepsOf(place.prefix).map((step) => ({
            name: step.name,
            to: { bucket: place.bucket, prefix: step.prefix },
          })),
        ];
  return (
    <nav className="picker-crumbs" aria-label={t.buckets}>
      <button type="button" onClick={() => onGo(null)}>
        <DatabaseOutlined /> {t.buckets}
      </button>
      {steps.map((step, at) => (
        <span key={step.to.prefix}>
          <i aria-hidden="true">/</i>
          <button
            type="button"
            aria-current={at === steps.length - 1 ? "page" : undefined}
            onClick={() => onGo(step.to)}
          >
            {step.name}
          </button>
        </span>
      ))}
    </nav>
  );
}

function Buckets({ onOpen }: { onOpen(bucket: string): void }) {
  const t = useObjectsText().picker;
  const query = useQuery(bucketsQuery(useProjectId(), 0, 1000));
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return <LoadingView rows={4} />;
  if (query.data.buckets.length === 0) return <EmptyView icon={<DatabaseOutlined />} title={t.noBuckets} />;
  return (
    <ul className="picker-list">
      {query.data.buckets.map(({ name }) => (
        <li key={name}>
          <button type="button" data-testid={`pick-${name}`} onClick={() => onOpen(name)}>
            <span className="glyph glyph-primary">
              <DatabaseOutlined />
            </span>
            <span className="picker-name">{name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface FolderProps {
  place: Place;
  kind: PathKind;
  file: Entry | null;
  onFile(entry: Entry): void;
  onTake(entry: Entry): void;
  onOpen(prefix: string): void;
}

function Folder({ place, kind, file, onFile, onTake, onOpen }: FolderProps) {
  const t = useObjectsText().picker;
  const format = useFormat();
  const [find, setFind] = useState("");
  const query = useInfiniteQuery(objectsQuery(useProjectId(), place.bucket, place.prefix + find));
  const entries = useMemo(() => entriesOf(query.data?.pages ?? [], place.prefix), [query.data, place.prefix]);

  function nearEnd({ currentTarget: list }: UIEvent<HTMLElement>) {
    const left = list.scrollHeight - list.scrollTop - list.clientHeight;
    if (left < 300 && query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  }

  return (
    <>
      <div className="picker-tools">
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={t.find}
          aria-label={t.find}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
        {kind !== "file" && <NewFolder place={place} onMade={onOpen} />}
      </div>
      {query.error !== null && <ErrorAlert error={query.error} />}
      {query.isPending && <LoadingView rows={4} />}
      {query.data !== undefined && entries.length === 0 && <EmptyView title={t.empty} />}
      <ul className="picker-list" onScroll={nearEnd}>
        {entries.map((entry) => (
          <li key={entry.key}>
            <button
              type="button"
              disabled={!entry.folder && kind === "folder"}
              aria-pressed={entry.folder ? undefined : entry.key === file?.key}
              data-testid={`pick-${entry.name}`}
              onClick={() => (entry.folder ? onOpen(entry.key) : onFile(entry))}
              onDoubleClick={() => !entry.folder && onTake(entry)}
            >
              <FileIcon name={entry.name} folder={entry.folder} />
              <span className="picker-name">{entry.name}</span>
              {entry.sizeBytes !== null && <span className="faint">{format.bytes(entry.sizeBytes)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function NewFolder({ place, onMade }: { place: Place; onMade(prefix: string): void }) {
  const t = useObjectsText().picker;
  const fail = useFail();
  const make = useMakeFolder(useProjectId(), place.bucket);
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button icon={<FolderAddOutlined />} onClick={() => setName("")}>
        {t.newFolder}
      </Button>
    );
  }
  const prefix = place.prefix + asPrefix(name);
  return (
    <Input
      autoFocus
      placeholder={t.folderName}
      aria-label={t.folderName}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onKeyDown={(event) => event.key === "Escape" && setName(null)}
      onPressEnter={() => {
        if (prefix !== place.prefix) make.mutateAsync(prefix.slice(0, -1)).then(() => onMade(prefix), fail);
      }}
    />
  );
}
