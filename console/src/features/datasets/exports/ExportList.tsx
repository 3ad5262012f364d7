import { useQuery } from "@tanstack/react-query";
import { Button, Progress } from "antd";
import { useState } from "react";

import type { DatasetExport } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { QueryView, Status, useFail } from "@/ui";
import { ReportDrawer } from "../imports/ReportDrawer";
import { useDatasetsText } from "../text";
import { exportsQuery, isRunning, useStopExport } from "./api";
import { useExportsText } from "./text";

const tones = { INIT: "info", RUNNING: "info", SUCCESSED: "success", FAILED: "danger" } as const;

/** The last exports, and how far they are. */
export function ExportList({ datasetId }: { datasetId: string }) {
  const t = useExportsText();
  const query = useQuery(exportsQuery(useProjectId(), datasetId));
  const [report, setReport] = useState<DatasetExport | null>(null);
  return (
    <section className="export-list">
      <h3>{t.earlier}</h3>
      <QueryView query={query}>
        {({ export_tasks: tasks }) =>
          tasks.length === 0 ? (
            <span className="soft">{t.none}</span>
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
    </section>
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
            {fill(t.problems, { count: format.number(problems) })}
          </Button>
        )}
        {isRunning(task) && (
          <Button size="small" onClick={() => stop.mutate(task.task_id, { onError: fail })}>
            {t.stop}
          </Button>
        )}
      </div>
      {isRunning(task) && <Progress size="small" percent={Math.floor(task.progress)} />}
      <OBSLink path={`obs:/${task.path}`} />
      {task.error_msg != null && task.error_msg !== "" && <span className="row-sub">{task.error_msg}</span>}
    </li>
  );
}
