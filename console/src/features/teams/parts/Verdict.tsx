import { CheckOutlined, CloseOutlined } from "@ant-design/icons";
import { Button, Input, Tag, Tooltip } from "antd";
import { useEffect, useState } from "react";

import { fill } from "@/i18n";
import { useFail } from "@/ui";
import { type Grade, type TeamSample, type TeamTask } from "../api";
import { useTaskChange } from "../changes";
import { useTeamsText } from "../text";

export type Mode = "label" | "review" | "accept";

const grades: readonly Grade[] = ["A", "B", "C", "D"];

interface ActionsProps {
  task: TeamTask;
  sample: TeamSample;
  mode: Mode;
  hasMarks: boolean;
  submit(): Promise<void>;
  onDone(): void;
}

/** What can be done with a sample: hand it in; or pass it with a grade, or send it back and say why. */
export function Actions(props: ActionsProps) {
  const { task, sample, mode } = props;
  const t = useTeamsText();
  const who = (task.worker_stats ?? []).find((each) => each.worker_id === sample.worker_id)?.email ?? "";
  return (
    <div className="team-verdict">
      {mode !== "label" && who !== "" && <span className="soft">{fill(t.work.by, { who })}</span>}
      {mode !== "label" && (
        <span data-testid="names-said">
          {[...new Set(sample.labels.map((label) => String(label["name"] ?? "")))]
            .filter((name) => name !== "")
            .map((name) => (
              <Tag key={name}>{name}</Tag>
            ))}
        </span>
      )}
      <Said
        title={t.work.reviewSaid}
        accept={sample.review_accept}
        grade={sample.review_score}
        text={sample.review_comment}
      />
      <Said
        title={t.work.checkSaid}
        accept={sample.check_accept}
        grade={sample.check_score}
        text={sample.check_comment}
      />
      {mode === "label" ? <HandIn {...props} /> : <Judge {...props} />}
    </div>
  );
}

interface SaidProps {
  title: string;
  accept: boolean | null | undefined;
  grade: string | null | undefined;
  text: string | null | undefined;
}

function Said({ title, accept, grade, text }: SaidProps) {
  const t = useTeamsText().acceptance;
  if (accept == null) return null;
  return (
    <div className="team-said" data-testid="said">
      {title}: <Tag color={accept ? "success" : "error"}>{accept ? t.passed : t.failed}</Tag>
      {grade != null && <b>{grade}</b>}
      {text != null && text !== "" && <div>{text}</div>}
    </div>
  );
}

function HandIn({ sample, hasMarks, submit }: ActionsProps) {
  const t = useTeamsText().work;
  const fail = useFail();
  const [busy, setBusy] = useState(false);
  const can = hasMarks && sample.closed !== true && !busy;
  const act = () => {
    setBusy(true);
    void submit()
      .catch(fail)
      .finally(() => setBusy(false));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && can) act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
  if (sample.closed === true) return <span className="soft">{t.closed}</span>;
  const again = sample.sample_status === "UNREVIEWED" || sample.sample_status === "UNCHECK";
  return (
    <Tooltip title={hasMarks ? t.submitHint : t.noLabels}>
      <Button
        type="primary"
        block
        icon={<CheckOutlined />}
        disabled={!can}
        loading={busy}
        onClick={act}
        data-testid="hand-in"
      >
        {again ? t.again : t.submit}
      </Button>
    </Tooltip>
  );
}

function Judge({ task, sample, mode, onDone }: ActionsProps) {
  const t = useTeamsText().work;
  const fail = useFail();
  const { review, judge } = useTaskChange(task.dataset_id, task.task_id);
  const [comment, setComment] = useState("");
  const say = mode === "review" ? review : judge;
  const possible =
    mode === "review" ? ["UNREVIEWED", "UNCHECK"].includes(sample.sample_status) : sample.is_sampled === true;
  const decide = (accept: boolean, score?: Grade) =>
    void say
      .mutateAsync([
        {
          sample_id: sample.sample_id,
          worker_id: sample.worker_id,
          accept,
          ...(score !== undefined && { score }),
          ...(comment.trim() !== "" && { comment: comment.trim() }),
        },
      ])
      .then(onDone)
      .catch(fail);
  if (!possible) return <span className="soft">{t.closed}</span>;
  return (
    <>
      <Input.TextArea
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        placeholder={t.comment}
        maxLength={256}
        autoSize={{ minRows: 1, maxRows: 4 }}
        data-testid="verdict-comment"
      />
      <div className="team-grades" role="group" aria-label={t.pass}>
        {grades.map((grade) => (
          <Button
            key={grade}
            disabled={say.isPending}
            onClick={() => decide(true, grade)}
            aria-label={`${t.pass} ${grade}`}
            data-testid={`pass-${grade}`}
          >
            {grade}
          </Button>
        ))}
      </div>
      <Button
        danger
        block
        icon={<CloseOutlined />}
        disabled={say.isPending}
        onClick={() => decide(false)}
        data-testid="send-back"
      >
        {t.fail}
      </Button>
    </>
  );
}
