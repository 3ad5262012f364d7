import { CheckSquareOutlined, UndoOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, InputNumber, Radio, Segmented } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";

import { fill, useFormat } from "@/i18n";
import { Card, EmptyView, FormModal, LoadingView, useConfirmDelete } from "@/ui";
import { type TeamTask } from "../api";
import { useTaskChange } from "../changes";
import { useTeamsText } from "../text";
import { Drawn } from "./Drawn";

type Check = NonNullable<TeamTask["checking_task_desc"]>;

/** Drawing from finished work, looking at it, deciding on all of it; and taking that back. */
export function AcceptanceTab({ task }: { task: TeamTask }) {
  const t = useTeamsText().acceptance;
  const format = useFormat();
  const [dialog, setDialog] = useState<"start" | "finish" | null>(null);
  const change = useTaskChange(task.dataset_id, task.task_id);
  const confirm = useConfirmDelete();
  const check = task.checking_task_desc;
  const waiting = task.sample_stats?.uncheck_sample_count ?? 0;
  if (task.busy != null) return <LoadingView rows={4} />;
  const isOpen = check?.state === "open";
  return (
    <div className="stack">
      {check != null && isOpen && (
        <Card
          title={t.drawn}
          extra={
            <>
              <Button
                onClick={() =>
                  confirm({
                    title: t.cancelTitle,
                    content: t.cancelHint,
                    okText: t.cancel,
                    action: () => change.finish.mutateAsync({ action: 2 }),
                  })
                }
              >
                {t.cancel}
              </Button>
              <Button type="primary" onClick={() => setDialog("finish")} data-testid="complete-acceptance">
                {t.complete}
              </Button>
            </>
          }
        >
          <Figures check={check} />
          <p>
            <Link to={`/datasets/${task.dataset_id}/team-tasks/${task.task_id}/accept`}>
              <Button icon={<CheckSquareOutlined />} data-testid="look-at-drawn">
                {t.looked}
              </Button>
            </Link>
          </p>
          <Drawn task={task} />
        </Card>
      )}
      {!isOpen && (
        <Card>
          <EmptyView
            icon={<CheckSquareOutlined />}
            title={t.none}
            hint={waiting > 0 ? fill(t.noneHint, { count: format.number(waiting) }) : t.nothing}
            action={
              <Button
                type="primary"
                disabled={waiting === 0 || task.status === 3}
                onClick={() => setDialog("start")}
                data-testid="start-acceptance"
              >
                {t.start}
              </Button>
            }
          />
        </Card>
      )}
      {check != null && ["done", "undone"].includes(check.state) && (
        <Card
          title={t.last}
          extra={
            check.state === "done" && (
              <Button
                icon={<UndoOutlined />}
                data-testid="take-back"
                onClick={() =>
                  confirm({
                    title: t.undoTitle,
                    content: t.undoHint,
                    okText: t.undo,
                    action: () => change.rollBack.mutateAsync(undefined),
                  })
                }
              >
                {t.undo}
              </Button>
            )
          }
        >
          <Figures check={check} />
          <p className="soft" data-testid="acceptance-result">
            {check.state === "undone"
              ? t.undone
              : fill(t.result, {
                  passed: format.number(check.result?.["passed"] ?? 0),
                  returned: format.number(check.result?.["returned"] ?? 0),
                  written: format.number(check.result?.["written"] ?? 0),
                  kept: format.number(check.result?.["kept"] ?? 0),
                })}
          </p>
        </Card>
      )}
      {dialog === "start" && <StartDialog task={task} waiting={waiting} onClose={() => setDialog(null)} />}
      {dialog === "finish" && <FinishDialog task={task} onClose={() => setDialog(null)} />}
    </div>
  );
}

function Figures({ check }: { check: Check }) {
  const t = useTeamsText().acceptance;
  const format = useFormat();
  const stats = check.checking_stats;
  const figures = [
    [
      t.drawn,
      fill(t.of, {
        drawn: format.number(stats.sampled_sample_count),
        total: format.number(stats.total_sample_count),
      }),
    ],
    [t.looked, format.number(stats.checked_sample_count)],
    [t.passed, format.number(stats.accepted_sample_count)],
    [t.failed, format.number(stats.rejected_sample_count)],
    [t.grade, stats.score === "E" ? "–" : stats.score],
  ] as const;
  return (
    <dl className="team-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function StartDialog({ task, waiting, onClose }: { task: TeamTask; waiting: number; onClose(): void }) {
  const t = useTeamsText().acceptance;
  const { draw } = useTaskChange(task.dataset_id, task.task_id);
  const [by, setBy] = useState<"share" | "number">("share");
  return (
    <FormModal<{ percent?: number; samples?: number }>
      open
      title={t.start}
      okText={t.start}
      initial={{ percent: 20, samples: Math.min(10, waiting) }}
      onClose={onClose}
      onSubmit={({ percent = 100, samples = 1 }) =>
        draw.mutateAsync(by === "share" ? { sampling_rate: percent / 100 } : { sampling_num: samples })
      }
    >
      <Form.Item label={t.howMany}>
        <Segmented<"share" | "number">
          value={by}
          onChange={setBy}
          options={[
            { value: "share", label: t.share },
            { value: "number", label: t.number },
          ]}
        />
      </Form.Item>
      {by === "share" ? (
        <Form.Item name="percent" label={t.percent}>
          <InputNumber min={1} max={100} suffix="%" data-testid="acceptance-percent" />
        </Form.Item>
      ) : (
        <Form.Item name="samples" label={t.samples}>
          <InputNumber min={1} max={waiting} data-testid="acceptance-number" />
        </Form.Item>
      )}
    </FormModal>
  );
}

const scopes = [0, 4, 5, 1] as const;

function FinishDialog({ task, onClose }: { task: TeamTask; onClose(): void }) {
  const t = useTeamsText().acceptance;
  const format = useFormat();
  const { finish } = useTaskChange(task.dataset_id, task.task_id);
  const [conflicts, setConflicts] = useState(0);
  const { mutateAsync } = finish;
  useEffect(() => {
    // Action 3 ends nothing: it tells what would be replaced.
    void mutateAsync({ action: 3 })
      .then((answer) => setConflicts(answer.sample_count ?? 0))
      .catch(() => undefined);
  }, [mutateAsync]);
  return (
    <FormModal<{ action: number; overwrite?: boolean }>
      open
      title={t.completeTitle}
      okText={t.complete}
      initial={{ action: 4, overwrite: false }}
      onClose={onClose}
      onSubmit={({ action, overwrite = false }) => mutateAsync({ action, overwrite_last_result: overwrite })}
    >
      <Form.Item name="action" label={t.scope}>
        <Radio.Group className="stacked">
          {scopes.map((scope) => (
            <Radio key={scope} value={scope} data-testid={`scope-${scope}`}>
              {t.scopes[scope]}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {conflicts > 0 && (
        <Form.Item
          name="overwrite"
          valuePropName="checked"
          extra={fill(t.overwriteHint, { count: format.number(conflicts) })}
        >
          <Checkbox>{t.overwrite}</Checkbox>
        </Form.Item>
      )}
    </FormModal>
  );
}
