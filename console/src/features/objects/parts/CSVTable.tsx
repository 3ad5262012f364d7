import { Table } from "antd";

import { fill, useFormat } from "@/i18n";
import { useObjectsText } from "../text";
import { parseCSV } from "./csv";

const shownRows = 500;

export function CSVTable({ text, cut, tabs }: { text: string; cut: boolean; tabs: boolean }) {
  const t = useObjectsText().preview;
  const format = useFormat();
  const rows = parseCSV(text, tabs ? "\t" : undefined);
  // The last row of a cut text is likely half a row.
  if (cut) rows.pop();
  const [head = [], ...body] = rows;
  const width = Math.max(head.length, ...body.slice(0, 100).map((row) => row.length));
  const columns = Array.from({ length: width }, (_, at) => ({
    title: head[at] ?? "",
    key: at,
    ellipsis: true,
    render: (row: { cells: string[] }) => row.cells[at] ?? "",
  }));
  return (
    <>
      {body.length > shownRows && (
        <p className="faint">{fill(t.rows, { count: format.number(shownRows) })}</p>
      )}
      <Table
        size="small"
        bordered
        pagination={false}
        columns={columns}
        dataSource={body.slice(0, shownRows).map((cells, at) => ({ key: at, cells }))}
        scroll={{ x: "max-content", y: 480 }}
      />
    </>
  );
}
