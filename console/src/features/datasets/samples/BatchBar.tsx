import {
  AppstoreOutlined,
  CheckOutlined,
  CloseOutlined,
  DeleteOutlined,
  DownOutlined,
  FireOutlined,
  TagOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, Dropdown, Input, Popover } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Dataset, Sample } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { matches, useConfirmDelete, useFail } from "@/ui";
import { hasBoxes, kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import {
  searchWordsQuery,
  useChangeSamples,
  useRemoveSamples,
  useRestoreSamples,
  type Action,
  type Change,
  type Choice,
} from "./api";
import { ChangesButton } from "./ChangesDrawer";
import { ExportButton } from "./ExportButton";
import { GiveButton } from "./GiveButton";
import type { SamplesSearch } from "./filters";
import type { SampleWindow } from "./useSamples";
import type { Selection } from "./useSelection";

interface BatchBarProps {
  dataset: Dataset;
  selection: Selection;
  search: SamplesSearch;
  total: number;
  list: SampleWindow;
  start: number;
  count: number;
  colour(name: string): string;
}

/** What can be done with the chosen samples, and how more of them are chosen. */
export function BatchBar(props: BatchBarProps) {
  const { dataset, selection, total, list, start, count } = props;
  const t = useDatasetsText().batch;
  const format = useFormat();
  const actions = useBatch(props);
  if (total === 0) return null;
  if (selection.count === 0) {
    return (
      <span className="line">
        <Button
          type="text"
          size="small"
          onClick={() => {
            if (total <= count) void list.range(start, start + count - 1).then(selection.add, actions.fail);
            else selection.chooseAll();
          }}
          data-testid="select-all"
        >
          {fill(t.chooseAll, { count: format.number(total) })}
        </Button>
        <ExportButton {...props} />
        <ChangesButton dataset={dataset} />
        {hasBoxes(dataset.dataset_type) && (
          <Link to={`/datasets/${dataset.dataset_id}/review`}>
            <Button size="small" type="text" icon={<AppstoreOutlined />} data-testid="review-boxes">
              {t.review}
            </Button>
          </Link>
        )}
      </span>
    );
  }
  const kind = kindOf(dataset.dataset_type);
  const whole = ["imageClassification", "textClassification", "soundClassification"].includes(kind.name);
  return (
    <div className="batch-bar" role="toolbar" aria-label={t.title} data-testid="batch-bar">
      <b data-testid="selected-count">{format.counted(t.chosen, selection.count)}</b>
      {!selection.all && selection.count < total && (
        <Button type="link" size="small" onClick={selection.chooseAll} data-testid="select-matching">
          {fill(t.chooseAll, { count: format.number(total) })}
        </Button>
      )}
      {kind.labelled && (
        <>
          {whole && <LabelButton {...props} title={t.setLabel} action="set_label" run={actions.run} />}
          {whole && <LabelButton {...props} title={t.addLabel} action="add_label" run={actions.run} />}
          <LabelButton {...props} title={t.removeLabel} action="remove_label" run={actions.run} />
          <Dropdown
            trigger={["click"]}
            menu={{
              items: [
                { key: "mark_hard", label: t.markHard, icon: <FireOutlined /> },
                { key: "unmark_hard", label: t.unmarkHard },
                { key: "confirm", label: t.confirm, icon: <CheckOutlined /> },
              ],
              onClick: ({ key }) => void actions.run({ action: key as Action }),
            }}
          >
            <Button size="small" icon={<FireOutlined />} data-testid="batch-mark">
              {t.mark} <DownOutlined />
            </Button>
          </Dropdown>
          <GiveButton {...props} />
        </>
      )}
      <ExportButton {...props} />
      <Button
        size="small"
        danger
        icon={<DeleteOutlined />}
        onClick={actions.remove}
        data-testid="batch-delete"
      >
        {t.delete}
      </Button>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t.clear}
        onClick={selection.clear}
        data-testid="batch-clear"
      />
    </div>
  );
}

function useBatch({ dataset, selection, search }: BatchBarProps) {
  const t = useDatasetsText().batch;
  const format = useFormat();
  const fail = useFail();
  const confirm = useConfirmDelete();
  const { message, notification } = App.useApp();
  const change = useChangeSamples(dataset.dataset_id);
  const removal = useRemoveSamples(dataset.dataset_id);
  const restore = useRestoreSamples(dataset.dataset_id);
  const choice = (): Choice => (selection.all ? { search } : { samples: [...selection.chosen.keys()] });

  async function run(wanted: Change) {
    const before: Sample[] = [...selection.chosen.values()];
    try {
      const { count, taskId } = await change.mutateAsync({ choice: choice(), change: wanted });
      selection.clear();
      if (taskId !== null) void message.info(t.begun);
      else tell(count, before);
    } catch (problem) {
      fail(problem);
    }
  }

  function tell(count: number, before: readonly Sample[]) {
    const key = `undo-${Date.now()}`;
    const undo = async () => {
      notification.destroy(key);
      try {
        await restore.mutateAsync(before);
        void message.success(t.undone);
      } catch (problem) {
        fail(problem);
      }
    };
    notification.success({
      key,
      title: format.counted(t.changed, count),
      duration: 12,
      ...(count > 0 && {
        actions: (
          <Button size="small" onClick={() => void undo()} data-testid="undo-batch">
            {t.undo}
          </Button>
        ),
      }),
    });
  }

  function remove() {
    let files = false;
    confirm({
      title: format.counted(t.deleteTitle, selection.count),
      content: (
        <>
          <p>{t.deleteHint}</p>
          <Checkbox onChange={(event) => (files = event.target.checked)} data-testid="delete-files">
            {t.deleteFiles}
          </Checkbox>
        </>
      ),
      action: async () => {
        const { count, taskId } = await removal.mutateAsync({ choice: choice(), files });
        selection.clear();
        void message.success(taskId !== null ? t.begun : format.counted(t.deleted, count));
      },
    });
  }

  return { run, remove, fail };
}

interface LabelButtonProps extends BatchBarProps {
  title: string;
  action: Action;
  run(change: Change): Promise<void>;
}

function LabelButton({ dataset, title, action, colour, run }: LabelButtonProps) {
  const t = useDatasetsText().browser;
  const words = useQuery(searchWordsQuery(useProjectId(), dataset.dataset_id)).data;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const labels = (words?.labels ?? []).filter(({ name }) => matches(text, name));
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      placement="bottomLeft"
      arrow={false}
      content={
        <div className="facet-list">
          <Input
            size="small"
            allowClear
            aria-label={t.findValue}
            placeholder={t.findValue}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <ul>
            {labels.slice(0, 200).map(({ name, type }) => (
              <li key={`${type}-${name}`}>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    setOpen(false);
                    void run({ action, label: { name, type } });
                  }}
                  data-testid={`${action}-${name}`}
                >
                  <span className="label-name">
                    <i className="label-dot" style={{ background: colour(name) }} />
                    <span>{name}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {labels.length === 0 && <p className="faint">{t.noValues}</p>}
        </div>
      }
    >
      <Button size="small" icon={<TagOutlined />} data-testid={`batch-${action}`}>
        {title}
      </Button>
    </Popover>
  );
}
