import { useQuery } from "@tanstack/react-query";
import { App, Form, Input, InputNumber, Select } from "antd";

import { call } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { FormModal } from "@/ui";
import { roles, tasksQuery, taskQuery, useChange, type TeamTask } from "../api";
import type { Assignment } from "../changes";
import { useTeamsText } from "../text";

/** Samples by their ids, or all that a list with filters shows. */
export type Choice = { samples: readonly string[] } | { search: object };

const mostAtOnce = 1000;
const mostFound = 10_000;

/** Gives samples to a member; more than a request takes in several of them. */
const useGive = (datasetId: string) =>
  useChange(async (projectId, { taskId, choice, ...wish }: Wish & { taskId: string; choice: Choice }) => {
    const give = (body: Assignment) =>
      call("POST", "/v2/{project_id}/datasets/{dataset_id}/workforce-tasks/{workforce_task_id}/assignments", {
        path: { project_id: projectId, dataset_id: datasetId, workforce_task_id: taskId },
        body,
      });
    if ("search" in choice) {
      return give({ to_worker_id: wish.to, search: choice.search, most: wish.most ?? mostFound });
    }
    let answer = { sample_count: 0 };
    for (let at = 0; at < choice.samples.length; at += mostAtOnce) {
      answer = await give({ to_worker_id: wish.to, samples: choice.samples.slice(at, at + mostAtOnce) });
    }
    return answer;
  });

interface Wish {
  to: string;
  most?: number;
}

interface Values extends Wish {
  task?: string;
  state: string;
  label?: string;
  name?: string;
}

interface TargetProps {
  task: TeamTask;
  /** Whom the samples are for, where that is said already. */
  to?: string;
  onClose(): void;
}

/** Gives a member of a task samples that are free: which ones, and how many. */
export function GiveSamples({ task, to, onClose }: TargetProps) {
  const t = useTeamsText();
  const format = useFormat();
  const { message } = App.useApp();
  const give = useGive(task.dataset_id);
  const labelers = (task.worker_stats ?? []).filter(({ role }) => role === roles.labeler);
  return (
    <FormModal<Values>
      open
      title={t.give.title}
      okText={t.give.give}
      initial={{ ...(to !== undefined && { to }), most: 100, state: "__NONE__" }}
      onClose={onClose}
      onSubmit={async ({ to: member, most, state, label, name = "" }) => {
        const search = {
          ...(state !== "" && { sample_state: state }),
          ...(label !== undefined && { label_name: label }),
          ...(name.trim() !== "" && { search_conditions: [{ sample_name: name.trim() }] }),
        };
        const wish = { to: member, ...(most !== undefined && { most }) };
        const has = await give.mutateAsync({ taskId: task.task_id, choice: { search }, ...wish });
        void message.success(fill(t.give.has, { count: format.number(has.sample_count) }));
      }}
    >
      <Member labelers={labelers} />
      <Form.Item name="state" label={t.give.which} extra={t.give.freeHint}>
        <Select
          options={[
            { value: "__NONE__", label: t.give.unlabelled },
            { value: "__AUTO_ANNOTATION__", label: t.give.toConfirm },
            { value: "", label: t.give.any },
          ]}
          data-testid="give-state"
        />
      </Form.Item>
      <Form.Item name="label" label={t.give.label}>
        <Select
          allowClear
          showSearch
          placeholder={t.give.anyLabel}
          options={(task.label_stats ?? []).map((label) => ({ value: label.name, label: label.name }))}
          data-testid="give-label"
        />
      </Form.Item>
      <Form.Item name="name" label={t.give.name}>
        <Input allowClear maxLength={1024} spellCheck={false} data-testid="give-name" />
      </Form.Item>
      <Form.Item name="most" label={t.give.count} rules={[{ required: true, message: t.give.count }]}>
        <InputNumber min={1} max={mostFound} precision={0} data-testid="give-count" />
      </Form.Item>
    </FormModal>
  );
}

interface GiveChosenProps {
  datasetId: string;
  choice: Choice;
  count: number;
  onClose(): void;
}

/** Gives chosen samples of a dataset to a member of one of its team tasks. */
export function GiveChosen({ datasetId, choice, count, onClose }: GiveChosenProps) {
  const t = useTeamsText();
  const format = useFormat();
  const projectId = useProjectId();
  const { message } = App.useApp();
  const give = useGive(datasetId);
  const query = useQuery(tasksQuery(projectId, datasetId));
  const tasks = (query.data?.tasks ?? []).filter(({ status }) => working.includes(status));
  // The only task is chosen from the start, so it has to be known by then.
  if (query.isPending) return null;
  return (
    <FormModal<Values>
      open
      title={format.counted(t.give.chosenTitle, count)}
      okText={t.give.give}
      initial={tasks.length === 1 && tasks[0] !== undefined ? { task: tasks[0].task_id } : {}}
      onClose={onClose}
      onSubmit={async ({ task = "", to }) => {
        const has = await give.mutateAsync({ taskId: task, choice, to });
        void message.success(fill(t.give.has, { count: format.number(has.sample_count) }));
      }}
    >
      {(form) => (
        <>
          <Form.Item
            name="task"
            label={t.mine.task}
            extra={tasks.length === 0 ? t.give.noTasks : undefined}
            rules={[{ required: true, message: t.mine.task }]}
          >
            <Select
              options={tasks.map(({ task_id, task_name }) => ({ value: task_id, label: task_name }))}
              onChange={() => form.setFieldValue("to", undefined)}
              data-testid="give-task"
            />
          </Form.Item>
          <Form.Item noStyle shouldUpdate>
            {() => <MemberOf datasetId={datasetId} taskId={String(form.getFieldValue("task") ?? "")} />}
          </Form.Item>
          <p className="soft">{t.give.freeHint}</p>
        </>
      )}
    </FormModal>
  );
}

// While a task is in these, its members work.
const working = [0, 1, 2, 4];

function MemberOf({ datasetId, taskId }: { datasetId: string; taskId: string }) {
  const query = useQuery({ ...taskQuery(useProjectId(), datasetId, taskId), enabled: taskId !== "" });
  return <Member labelers={(query.data?.worker_stats ?? []).filter(({ role }) => role === roles.labeler)} />;
}

function Member({ labelers }: { labelers: readonly { worker_id: string; email: string }[] }) {
  const t = useTeamsText();
  return (
    <Form.Item name="to" label={t.give.to} rules={[{ required: true, message: t.give.to }]}>
      <Select
        options={labelers.map(({ worker_id, email }) => ({ value: worker_id, label: email }))}
        data-testid="give-to"
      />
    </Form.Item>
  );
}
