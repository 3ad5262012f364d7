import { DownloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, type TableProps } from "antd";
import { useState } from "react";

import type { DatasetImport } from "@/client";
import { useProjectId } from "@/features/iam";
import { readPath, saveObject } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Badge, DataTable, EmptyView, useFail } from "@/ui";
import { useDatasetsText } from "../text";
import { problemsQuery } from "./api";

interface Problem {
  line: number;
  file: string;
  place: string;
  code: string;
  problem: string;
}

/** What an import tells of its problems; exports have no file of them. */
type Task = Pick<DatasetImport, "task_id" | "problem_counts"> &
  Partial<Pick<DatasetImport, "report_path" | "report_csv_path">>;

const kept = 1_000;

/** What could not be taken, item by item, with where and why; the whole report is a file. */
export function ReportDrawer({
  datasetId,
  task,
  onClose,
}: {
  datasetId: string;
  task: Task;
  onClose(): void;
}) {
  const t = useDatasetsText().imports;
  const format = useFormat();
  const fail = useFail();
  const projectId = useProjectId();
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(50);
  const query = useQuery(problemsQuery(projectId, datasetId, task.task_id, page - 1, size));
  const columns: TableProps<Problem>["columns"] = [
    { key: "file", title: t.file, render: (_value, one) => <span className="mono">{one.file || "–"}</span> },
    {
      key: "line",
      title: t.line,
      align: "end",
      render: (_value, one) => (one.line > 0 ? format.number(one.line) : "–"),
    },
    { key: "problem", title: t.problem, dataIndex: "problem" },
    { key: "place", title: t.place, render: (_value, one) => <span className="mono">{one.place}</span> },
  ];
  const path = task.report_csv_path ?? task.report_path ?? null;
  const place = path === null ? null : readPath(path);
  return (
    <Drawer
      open
      size={880}
      title={t.report}
      onClose={onClose}
      extra={
        place !== null && (
          <Button
            icon={<DownloadOutlined />}
            onClick={() => void saveObject(projectId, place.bucket, place.key).catch(fail)}
            data-testid="download-report"
          >
            {t.download}
          </Button>
        )
      }
    >
      <p className="line">
        {Object.entries(task.problem_counts).map(([code, count]) => (
          <Badge key={code} tone="warning">
            {code}: {format.number(count)}
          </Badge>
        ))}
      </p>
      {(query.data?.total_count ?? 0) > kept && (
        <p className="soft">{fill(t.firstOnly, { count: format.number(kept) })}</p>
      )}
      <DataTable<Problem>
        label={t.report}
        query={query}
        rows={query.data?.problems}
        total={Math.min(kept, query.data?.total_count ?? 0)}
        paging={{
          page,
          size,
          offset: (page - 1) * size,
          setPage: (next, nextSize) => {
            setPage(next);
            setSize(nextSize);
          },
        }}
        rowKey={(one) => `${one.file}-${one.line}-${one.place}-${one.code}`}
        columns={columns}
        empty={<EmptyView title={t.noProblems} />}
      />
    </Drawer>
  );
}
