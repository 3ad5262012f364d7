import { InboxOutlined, SearchOutlined } from "@ant-design/icons";
import { Table, type TableProps } from "antd";
import { useRef } from "react";

import { fill, useFormat } from "@/i18n";
import { EmptyView } from "@/ui";
import { useObjectsText } from "../text";
import type { Entry, Place } from "./entries";
import { EntryMenu } from "./EntryMenu";
import { FileIcon } from "./FileIcon";
import { useHeight } from "./height";

interface ObjectTableProps {
  place: Place;
  typed: string;
  query: { isPending: boolean; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage(): unknown };
  entries: readonly Entry[];
  selected: readonly Entry[];
  onSelect(entries: readonly Entry[]): void;
  onOpen(entry: Entry): void;
  onRemove(entry: Entry): void;
  onExtract(key: string): void;
}

const headerHeight = 47;

/** Draws only the rows in sight and fetches the next page near the end, so any number of objects stays quick. */
export function ObjectTable(props: ObjectTableProps) {
  const t = useObjectsText().browser;
  const { place, typed, query, entries, selected, onSelect } = props;
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box);
  const columns = useColumns(props);

  function nearEnd(event: React.UIEvent<HTMLElement>) {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    if (scrollHeight - scrollTop - clientHeight < 800 && query.hasNextPage && !query.isFetchingNextPage)
      query.fetchNextPage();
  }

  const empty =
    typed !== "" ? (
      <EmptyView icon={<SearchOutlined />} title={fill(t.none, { text: typed })} />
    ) : (
      <EmptyView
        icon={<InboxOutlined />}
        title={place.prefix === "" ? t.emptyBucket : t.empty}
        hint={t.emptyHint}
      />
    );
  return (
    <div className="browser-table" ref={box}>
      <Table<Entry>
        virtual={entries.length > 60}
        aria-label={place.bucket}
        size="middle"
        rowKey="key"
        pagination={false}
        columns={columns}
        dataSource={[...entries]}
        loading={query.isPending ? { delay: 150 } : query.isFetchingNextPage}
        scroll={{ x: 720, y: Math.max(160, height - headerHeight) }}
        onScroll={nearEnd}
        locale={{ emptyText: query.isPending ? <div className="state-reserve" /> : empty }}
        rowSelection={{
          columnWidth: 48,
          selectedRowKeys: selected.map((entry) => entry.key),
          onChange: (_keys, rows) => onSelect(rows),
        }}
      />
    </div>
  );
}

function useColumns({ place, onOpen, onRemove, onExtract }: ObjectTableProps): TableProps<Entry>["columns"] {
  const t = useObjectsText().browser;
  const format = useFormat();
  return [
    {
      title: t.name,
      key: "name",
      ellipsis: true,
      render: (_value, entry) => (
        <button
          type="button"
          className={entry.folder ? "entry entry-folder" : "entry"}
          title={entry.name}
          data-testid={`entry-${entry.name}`}
          onClick={() => onOpen(entry)}
        >
          <FileIcon name={entry.name} folder={entry.folder} />
          <span className="entry-name">{entry.name}</span>
        </button>
      ),
    },
    {
      title: t.size,
      key: "size",
      width: 120,
      align: "end",
      render: (_value, entry) =>
        entry.sizeBytes === null ? <span className="faint">–</span> : format.bytes(entry.sizeBytes),
    },
    {
      title: t.modified,
      key: "modified",
      width: 200,
      render: (_value, entry) => (
        <span title={format.dateTime(entry.modifiedAt)}>{format.ago(entry.modifiedAt)}</span>
      ),
    },
    {
      key: "menu",
      width: 64,
      align: "end",
      render: (_value, entry) => (
        <EntryMenu
          bucket={place.bucket}
          entry={entry}
          onOpen={onOpen}
          onRemove={onRemove}
          onExtract={onExtract}
        />
      ),
    },
  ];
}
