import { CaretRightOutlined, CloseOutlined, PauseOutlined, ReloadOutlined } from "@ant-design/icons";
import { App, Button, Progress } from "antd";
import { useRef, type ReactNode } from "react";

import { fill, useFormat } from "@/i18n";
import { Status, useUIText, type Tone } from "@/ui";
import { nameOf, obsPath } from "../paths";
import { useObjectsText } from "../text";
import type { Upload, UploadState } from "../upload/types";
import { useTransfers } from "./uploads";

const tones: Record<UploadState, Tone> = {
  waiting: "neutral",
  running: "info",
  paused: "warning",
  lost: "warning",
  failed: "danger",
  done: "success",
  canceled: "neutral",
};

export function UploadRow({ upload }: { upload: Upload }) {
  const t = useObjectsText().transfers;
  const ui = useUIText();
  const format = useFormat();
  const share = upload.size === 0 ? 1 : upload.sentBytes / upload.size;
  const moving = upload.state === "running" || upload.state === "paused";
  return (
    <div className="transfer" data-testid="upload-row">
      <div className="transfer-head">
        <span className="transfer-name">{nameOf(upload.key)}</span>
        <Status tone={tones[upload.state]}>{t.states[upload.state]}</Status>
        <UploadButtons upload={upload} />
      </div>
      <div className="transfer-path mono">{obsPath(upload.bucket, upload.key)}</div>
      {moving && <Progress percent={Math.round(share * 1000) / 10} size="small" showInfo={false} />}
      <div className="transfer-facts">
        <span>
          {moving
            ? fill(t.progress, { done: format.bytes(upload.sentBytes), total: format.bytes(upload.size) })
            : format.bytes(upload.size)}
        </span>
        <Speed upload={upload} />
      </div>
      {upload.error !== null && (
        <div className="transfer-error">
          {upload.error.message || ui.kinds[upload.error.kind]} {upload.error.code}
        </div>
      )}
      {upload.state === "lost" && <Reclaim upload={upload} />}
    </div>
  );
}

function Speed({ upload }: { upload: Upload }) {
  const t = useObjectsText().transfers;
  const format = useFormat();
  if (upload.state !== "running" || upload.startedAt === null || upload.sentBytes === 0) return null;
  const seconds = (Date.now() - upload.startedAt) / 1000;
  if (seconds < 1) return null;
  const rate = upload.sentBytes / seconds;
  const left = fill(t.left, { time: format.seconds((upload.size - upload.sentBytes) / rate) });
  return <span>{`${fill(t.speed, { rate: format.bytes(rate) })} · ${left}`}</span>;
}

function UploadButtons({ upload }: { upload: Upload }) {
  const t = useObjectsText().transfers;
  const { queue } = useTransfers();
  const button = (label: string, icon: ReactNode, act: (id: string) => void) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      aria-label={label}
      title={label}
      onClick={() => act.call(queue, upload.id)}
    />
  );
  const over = upload.state === "done" || upload.state === "canceled";
  return (
    <span className="nowrap">
      {(upload.state === "running" || upload.state === "waiting") &&
        button(t.pause, <PauseOutlined />, queue.pause)}
      {upload.state === "paused" && button(t.resume, <CaretRightOutlined />, queue.resume)}
      {upload.state === "failed" && button(t.retry, <ReloadOutlined />, queue.resume)}
      {!over && button(t.cancel, <CloseOutlined />, queue.cancel)}
    </span>
  );
}

function Reclaim({ upload }: { upload: Upload }) {
  const t = useObjectsText().transfers;
  const format = useFormat();
  const { queue } = useTransfers();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <p className="faint">{fill(t.chooseAgainHint, { name: upload.name })}</p>
      <Button size="small" onClick={() => input.current?.click()}>
        {t.chooseAgain}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t.chooseAgain}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file === undefined || queue.reclaim(upload.id, file)) return;
          message.error(fill(t.wrongFile, { name: upload.name, size: format.bytes(upload.size) }));
        }}
      />
    </div>
  );
}
