import { FolderOpenOutlined, InboxOutlined, ReloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import { useMemo } from "react";
import { Link } from "react-router";

import type { Job } from "@/client";
import { useProjectId } from "@/features/iam";
import {
  browserAddress,
  entriesOf,
  FileIcon,
  objectsQuery,
  OBSLink,
  readPath,
  type Entry,
} from "@/features/objects";
import { useFormat } from "@/i18n";
import { Card, EmptyView, ErrorAlert, useUIText } from "@/ui";
import { useTrainingText } from "../text";

/** What a job wrote to the storage. */
export default function OutputsTab({ job }: { job: Job }) {
  const t = useTrainingText().outputs;
  const { outputs } = job.algorithm;
  const log = job.spec.log_export_path.obs_url;
  if (outputs.length === 0 && log === "") {
    return (
      <Card>
        <EmptyView icon={<InboxOutlined />} title={t.none} hint={t.noneHint} />
      </Card>
    );
  }
  return (
    <div className="stack">
      {outputs.map(({ name, remote }) => (
        <Folder key={name} name={name} path={remote.obs.obs_url} />
      ))}
      {log !== "" && <Folder name={t.log} path={log} />}
    </div>
  );
}

const shownEntries = 100;

function Folder({ name, path }: { name: string; path: string }) {
  const t = useTrainingText().outputs;
  const ui = useUIText();
  const format = useFormat();
  const projectId = useProjectId();
  const place = readPath(path) ?? { bucket: "", key: "" };
  const prefix = place.key === "" || place.key.endsWith("/") ? place.key : `${place.key}/`;
  const folder = { bucket: place.bucket, key: prefix };
  const query = useInfiniteQuery(objectsQuery(projectId, place.bucket, prefix));
  const entries = useMemo(() => entriesOf(query.data?.pages ?? [], prefix), [query.data, prefix]);
  const more = entries.length > shownEntries || query.hasNextPage;
  return (
    <Card
      flush
      title={<span className="mono">{name}</span>}
      extra={
        <>
          <OBSLink path={path} />
          <Button
            type="text"
            size="small"
            icon={<ReloadOutlined spin={query.isFetching} />}
            aria-label={ui.refresh}
            onClick={() => void query.refetch()}
          />
        </>
      }
      testId={`output-${name}`}
    >
      {query.error !== null && <ErrorAlert error={query.error} />}
      <Table<Entry>
        size="small"
        pagination={false}
        rowKey="key"
        loading={query.isPending ? { delay: 150 } : false}
        dataSource={entries.slice(0, shownEntries)}
        locale={{ emptyText: <EmptyView icon={<InboxOutlined />} title={t.empty} hint={t.emptyHint} /> }}
        columns={[
          {
            title: t.name,
            key: "name",
            render: (_value, entry) => (
              <Link to={browserAddress({ bucket: place.bucket, key: entry.key })} className="row-name">
                <FileIcon name={entry.name} folder={entry.folder} />
                {entry.name}
              </Link>
            ),
          },
          {
            title: t.size,
            key: "size",
            align: "end",
            width: 120,
            render: (_value, { sizeBytes }) =>
              sizeBytes === null ? <span className="faint">–</span> : format.bytes(sizeBytes),
          },
          {
            title: t.changed,
            key: "changed",
            width: 180,
            render: (_value, { modifiedAt }) => (
              <span title={format.dateTime(modifiedAt)}>{format.ago(modifiedAt)}</span>
            ),
          },
        ]}
      />
      {more && (
        <div className="more">
          <Link to={browserAddress(folder)}>
            <Button icon={<FolderOpenOutlined />}>{t.more}</Button>
          </Link>
        </div>
      )}
    </Card>
  );
}
