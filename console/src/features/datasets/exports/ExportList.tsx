import { DownloadOutlined, ExportOutlined, FolderOpenOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Dropdown, Pagination, Progress } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import type { DatasetExport } from "@/client";
import { useProjectId } from "@/features/iam";
import { browserAddress, entriesOf, objectsQuery, OBSLink, readPath, saveObject } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, EmptyView, QueryView, Status, useFail } from "@/ui";
import { ReportDrawer } from "../imports/ReportDrawer";
import { useDatasetsText } from "../text";
import { exportsQuery, isRunning, useStopExport } from "./api";
import "./exports.css";
import { useExportsText } from "./text";

const tones = { INIT: "info", RUNNING: "info", SUCCESSED: "success", FAILED: "danger" } as const;
const pageSize = 10;

/** All exports of a dataset, beside its imports. */
export function ExportsCard({ datasetId }: { datasetId: string }) {
  const t = useExportsText();
  return (
    <Card title={t.title} flush>
      <div className="export-card">
        <ExportList datasetId={datasetId} />
      </div>
    </Card>
  );
}

/** Exports, the newest first, how far they are, and what came of them. */
export function ExportList({ datasetId }: { datasetId: string }) {
  const t = useExportsText();
  const [page, setPage] = useState(1);
  const query = useQuery(exportsQuery(useProjectId(), datasetId, page - 1, pageSize));
  const [report, setReport] = useState<DatasetExport | null>(null);
  return (
    <div className="export-list">
      <QueryView query={query}>
        {({ export_tasks: tasks, total_count: total }) =>
          tasks.length === 0 ? (
            <EmptyView icon={<ExportOutlined />} title={t.none} hint={t.noneHint} />
          ) : (
            <>
              {tasks.some(isRunning) && <span className="soft">{t.goesOn}</span>}
              <ul>
                {tasks.map((task) => (
                  <Item
                    key={task.task_id}
                    datasetId={datasetId}
                    task={task}
                    onReport={() => setReport(task)}
                  />
                ))}
              </ul>
              {total > pageSize && (
                <Pagination
                  align="end"
                  size="small"
                  current={page}
                  pageSize={pageSize}
                  total={total}
                  showSizeChanger={false}
                  onChange={setPage}
                />
              )}
            </>
          )
        }
      </QueryView>
      {report !== null && (
        <ReportDrawer
          datasetId={datasetId}
          task={{ task_id: report.task_id, problem_counts: report.problem_counts ?? {} }}
          onClose={() => setReport(null)}
        />
      )}
    </div>
  );
}

interface ItemProps {
  datasetId: string;
  task: DatasetExport;
  onReport(): void;
}

function Item({ datasetId, task, onReport }: ItemProps) {
  const t = useExportsText();
  const { formats } = useDatasetsText().imports;
  const format = useFormat();
  const fail = useFail();
  const stop = useStopExport(datasetId);
  const name = task.format.toLowerCase();
  const state = task.status as keyof typeof tones;
  const problems = task.problem_count ?? 0;
  const made = String(task.export_params["export_new_dataset_name"] ?? "");
  return (
    <li data-testid="export" data-status={task.status}>
      <div className="export-head">
        <span className={isRunning(task) ? "live" : ""}>
          <Status tone={tones[state]}>{t.states[state]}</Status>
        </span>
        <span className="soft">
          {name in formats ? formats[name as keyof typeof formats] : name}
          {" · "}
          {fill(t.done, {
            done: format.number(task.finished_sample_count),
            total: format.number(task.total_sample_count),
          })}
          {" · "}
          {format.ago(task.create_time)}
        </span>
        {problems > 0 && (
          <Button type="link" size="small" danger onClick={onReport}>
            {format.counted(t.problems, problems)}
          </Button>
        )}
        {isRunning(task) && (
          <Button size="small" onClick={() => stop.mutate(task.task_id, { onError: fail })}>
            {t.stop}
          </Button>
        )}
        {task.status === "SUCCESSED" && <Download path={`obs:/${task.path}`} />}
      </div>
      {isRunning(task) && <Progress size="small" percent={Math.floor(task.progress)} />}
      {made !== "" &&
        (task.dataset_id == null ? (
          <Badge>{fill(t.newDataset, { name: made })}</Badge>
        ) : (
          <Link to={`/datasets/${task.dataset_id}`} title={t.openDataset} data-testid="exported-dataset">
            {fill(t.newDataset, { name: made })}
          </Link>
        ))}
      <OBSLink path={`obs:/${task.path}`} />
      {task.error_msg != null && task.error_msg !== "" && <span className="row-sub">{task.error_msg}</span>}
    </li>
  );
}

/** The files that an export made at the top of its folder, to be saved; copies of samples lie in folders below. */
function Download({ path }: { path: string }) {
  const t = useExportsText();
  const format = useFormat();
  const fail = useFail();
  const navigate = useNavigate();
  const projectId = useProjectId();
  const [open, setOpen] = useState(false);
  const place = readPath(path);
  const found = useInfiniteQuery({
    ...objectsQuery(projectId, place?.bucket ?? "", place?.key ?? ""),
    enabled: open && place !== null,
  });
  if (place === null) return null;
  const files = entriesOf(found.data?.pages ?? [], place.key)
    .filter(({ folder }) => !folder)
    .slice(0, 20);
  return (
    <Dropdown
      trigger={["click"]}
      open={open}
      onOpenChange={setOpen}
      menu={{
        items: [
          ...files.map((file) => ({
            key: file.key,
            icon: <DownloadOutlined />,
            label: `${file.name} (${format.bytes(file.sizeBytes ?? 0)})`,
          })),
          ...(files.length === 0 && !found.isPending
            ? [{ key: "none", label: t.noFiles, disabled: true }]
            : []),
          { type: "divider" as const },
          { key: "folder", icon: <FolderOpenOutlined />, label: t.openFolder },
        ],
        onClick: ({ key }) => {
          if (key === "folder") void navigate(browserAddress(place));
          else void saveObject(projectId, place.bucket, key).catch(fail);
        },
      }}
    >
      <Button size="small" icon={<DownloadOutlined />} data-testid="export-download">
        {t.download}
      </Button>
    </Dropdown>
  );
}
