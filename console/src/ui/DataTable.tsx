import { Table, type TableProps } from "antd";
import type { ReactNode } from "react";

import { useURLPage, type PageState } from "./url";
import { ErrorView } from "./states";

interface Loadable {
  error: unknown;
  isPending: boolean;
  isFetching: boolean;
  data: unknown;
  refetch(): unknown;
}

interface DataTableProps<R extends object> extends Omit<TableProps<R>, "pagination" | "loading" | "title"> {
  query: Loadable;
  rows: readonly R[] | undefined;
  /** All matches on the server; left out where the rows are already everything. */
  total?: number;
  paging?: PageState;
  /** How many rows a page may have; some lists of the API give no more than 50. */
  pageSizes?: readonly number[];
  empty: ReactNode;
  label: string;
}

/** A table with its four states; the page number lives in the address bar. */
export function DataTable<R extends object>(props: DataTableProps<R>) {
  const { query, rows, total, paging, pageSizes = [20, 50, 100], empty, label, ...table } = props;
  const own = useURLPage();
  const { page, size, setPage } = paging ?? own;
  if (query.data === undefined && query.error !== null) {
    return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  }
  const count = total ?? rows?.length ?? 0;
  return (
    <Table<R>
      {...table}
      aria-label={label}
      dataSource={rows ? [...rows] : []}
      loading={query.isPending ? { delay: 150 } : false}
      size="middle"
      scroll={{ x: 720, ...table.scroll }}
      locale={{ emptyText: query.isPending ? <div className="state-reserve" /> : empty }}
      pagination={
        count > size || page > 1
          ? {
              current: page,
              pageSize: size,
              total: count,
              showSizeChanger: true,
              pageSizeOptions: [...pageSizes],
              onChange: setPage,
            }
          : false
      }
    />
  );
}
