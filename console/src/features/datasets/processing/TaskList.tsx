import { ExperimentOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, Toolbar, useURLPage } from "@/ui";
import { tasksQuery, type ProcessorTask } from "./api";
import { operatorsOf, RunState, useTemplateName } from "./parts";
import { useProcessingText } from "./text";

export function TaskList({ dataset, onOpen }: { dataset: Dataset; onOpen(id: string): void }) {
  const t = useProcessingText();
  const format = useFormat();
  const templateName = useTemplateName();
  const { page, size } = useURLPage();
  const query = useQuery(tasksQuery(useProjectId(), dataset.dataset_id, page, size));
  const create = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => onOpen("new")} data-testid="new-processing">
      {t.create}
    </Button>
  );
  const nothing = query.data?.count === 0;
  return (
    <Card flush>
      {!nothing && <Toolbar>{create}</Toolbar>}
      <DataTable<ProcessorTask>
        label={t.operator}
        query={query}
        rows={query.data?.tasks}
        total={query.data?.count}
        rowKey="task_id"
        empty={<EmptyView icon={<ExperimentOutlined />} title={t.empty} hint={t.emptyHint} action={create} />}
        columns={[
          {
            key: "name",
            title: t.name,
            render: (_, task) => (
              <Button type="link" className="row-name" onClick={() => onOpen(task.task_id)}>
                {task.name}
              </Button>
            ),
          },
          {
            key: "operator",
            title: t.operator,
            render: (_, task) => (
              <>
                <div>{templateName(String(task.template["id"]))}</div>
                <div className="row-sub">{operatorsOf(task.template)}</div>
              </>
            ),
          },
          { key: "state", title: t.state, render: (_, task) => <RunState status={task.status} /> },
          { key: "created", title: t.created, render: (_, task) => format.dateTime(task.create_time) },
          {
            key: "duration",
            title: t.duration,
            render: (_, task) => format.seconds(task.duration_seconds),
          },
        ]}
      />
    </Card>
  );
}
