import { GroupOutlined, RobotOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, InputNumber, Progress, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { Card, ErrorAlert } from "@/ui";
import { isActive, runningServicesQuery, smartTasksQuery, useSmartTask, useStopTask } from "./api";
import { useInsightText } from "./text";

/** Automatic labelling and grouping: start, progress, results. */
export function Smart({ dataset }: { dataset: Dataset }) {
  return (
    <div className="configuration">
      {dataset.dataset_type === 0 && <Labelling dataset={dataset} />}
      {dataset.dataset_type <= 1 && <PreLabelling dataset={dataset} />}
      <Grouping dataset={dataset} />
    </div>
  );
}

function Labelling({ dataset }: { dataset: Dataset }) {
  const t = useInsightText();
  const [hard, setHard] = useState(true);
  const make = useSmartTask(dataset.dataset_id);
  return (
    <Card title={t.smart}>
      <p className="soft">{t.smartHint}</p>
      <LastTask dataset={dataset} type={0} />
      {make.error !== null && <ErrorAlert error={make.error} />}
      <div className="insight-choices">
        <Checkbox checked={hard} onChange={({ target }) => setHard(target.checked)}>
          {t.hard}
        </Checkbox>
        <Button
          icon={<ThunderboltOutlined />}
          loading={make.isPending}
          data-testid="auto-label"
          onClick={() => make.mutate({ task_type: "auto-label", collect_key_sample: hard, config: {} })}
        >
          {t.start}
        </Button>
      </div>
      <Waiting dataset={dataset} />
    </Card>
  );
}

function Waiting({ dataset }: { dataset: Dataset }) {
  const t = useInsightText();
  const format = useFormat();
  const waiting = dataset.unconfirmed_sample_count;
  if (waiting === 0) return null;
  return (
    <p data-testid="waiting">
      {format.counted(t.waiting, waiting)}{" "}
      <Link to="?tab=samples&state=__AUTO_ANNOTATION__">{t.confirm}</Link>
    </p>
  );
}

/** A model that runs as a service labels the rest. */
function PreLabelling({ dataset }: { dataset: Dataset }) {
  const t = useInsightText();
  const query = useQuery(runningServicesQuery(useProjectId()));
  const [service, setService] = useState<string>();
  const [least, setLeast] = useState(0);
  const make = useSmartTask(dataset.dataset_id);
  const services = query.data?.services ?? [];
  return (
    <Card title={t.preLabel}>
      <p className="soft">{t.preLabelHint}</p>
      <LastTask dataset={dataset} type={1} />
      {make.error !== null && <ErrorAlert error={make.error} />}
      <div className="insight-choices">
        <Select
          className="insight-compare"
          placeholder={t.service}
          aria-label={t.service}
          data-testid="pre-label-service"
          notFoundContent={t.noService}
          value={service}
          onChange={setService}
          options={services.map((one) => ({ value: one.service_id, label: one.service_name }))}
        />
        <label>
          {t.least}{" "}
          <InputNumber min={0} max={1} step={0.05} value={least} onChange={(value) => setLeast(value ?? 0)} />
        </label>
        <Button
          icon={<RobotOutlined />}
          loading={make.isPending}
          disabled={service === undefined}
          data-testid="pre-label"
          onClick={() =>
            service !== undefined &&
            make.mutate({
              task_type: "pre-label",
              collect_key_sample: true,
              config: { service_id: service, confidence_scope: `${least.toFixed(2)}-1` },
            })
          }
        >
          {t.start}
        </Button>
      </div>
      {dataset.dataset_type !== 0 && <Waiting dataset={dataset} />}
    </Card>
  );
}

function Grouping({ dataset }: { dataset: Dataset }) {
  const t = useInsightText();
  const [count, setCount] = useState(10);
  const [property, setProperty] = useState("group");
  const make = useSmartTask(dataset.dataset_id);
  return (
    <Card title={t.grouping}>
      <p className="soft">{t.groupingHint}</p>
      <LastTask dataset={dataset} type={2} />
      {make.error !== null && <ErrorAlert error={make.error} />}
      <div className="insight-choices">
        <label>
          {t.groups}{" "}
          <InputNumber min={2} max={200} value={count} onChange={(value) => setCount(value ?? 2)} />
        </label>
        <label>
          {t.attribute}{" "}
          <Input maxLength={64} value={property} onChange={({ target }) => setProperty(target.value)} />
        </label>
        <Button
          icon={<GroupOutlined />}
          loading={make.isPending}
          disabled={property.trim() === ""}
          data-testid="auto-group"
          onClick={() =>
            make.mutate({
              task_type: "auto-grouping",
              config: { n_clusters: count, property: property.trim(), result_type: 1 },
            })
          }
        >
          {t.group}
        </Button>
      </div>
    </Card>
  );
}

function LastTask({ dataset, type }: { dataset: Dataset; type: 0 | 1 | 2 }) {
  const t = useInsightText();
  const query = useQuery(smartTasksQuery(useProjectId(), dataset.dataset_id, type));
  const stop = useStopTask(dataset.dataset_id);
  const task = query.data?.tasks[0];
  if (task === undefined) return null;
  const state = t.states[String(task.status) as keyof typeof t.states];
  return (
    <div className="insight-task" data-testid={`smart-${type}`} data-status={task.status}>
      <span>{state}</span>
      {isActive(task.status) && (
        <>
          <Progress percent={Math.round(task.progress)} size="small" />
          <Button size="small" loading={stop.isPending} onClick={() => stop.mutate(task.task_id)}>
            {t.stop}
          </Button>
        </>
      )}
      {task.error_msg != null && <span className="soft">{task.error_msg}</span>}
    </div>
  );
}
