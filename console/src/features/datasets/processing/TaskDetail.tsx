import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Progress, Select } from "antd";
import { useState } from "react";

import { call } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Card, CodeBlock, CopyValue, Facts, QueryView, useConfirmDelete, useFail } from "@/ui";
import { isLive, logQuery, processingKeys, versionsQuery, type ProcessorVersion } from "./api";
import { operatorsOf, progressText, Results, RunState } from "./parts";
import { useProcessingText } from "./text";

/** One task: how far it is, what came of it, how it can be had again. */
export function TaskDetail({ taskId, onClose }: { taskId: string; onClose(): void }) {
  const t = useProcessingText();
  const projectId = useProjectId();
  const [chosen, setChosen] = useState("");
  const query = useQuery(versionsQuery(projectId, taskId));
  return (
    <QueryView query={query}>
      {({ versions }) => {
        const version = versions.find((one) => one.task_version_id === chosen) ?? versions[0];
        if (version === undefined) return <Button onClick={onClose}>{t.back}</Button>;
        return (
          <div className="stack">
            <Card
              title={operatorsOf(version.template)}
              extra={
                <div className="processing-actions">
                  {versions.length > 1 && (
                    <Select
                      aria-label={t.version}
                      value={version.task_version_id}
                      onChange={setChosen}
                      options={versions.map((one) => ({
                        value: one.task_version_id,
                        label: one.version_name,
                      }))}
                    />
                  )}
                  <Actions version={version} onClose={onClose} />
                </div>
              }
            >
              <Course version={version} />
            </Card>
            <Outcome version={version} />
          </div>
        );
      }}
    </QueryView>
  );
}

function Course({ version }: { version: ProcessorVersion }) {
  const t = useProcessingText();
  const format = useFormat();
  const { done, total, failed } = version.progress as { done?: number; total?: number; failed?: number };
  const share = version.status === 2 ? 100 : total ? Math.floor((100 * (done ?? 0)) / total) : 0;
  return (
    <>
      <div className="processing-actions">
        <RunState status={version.status} />
        <span className="soft">{progressText(t.progress, version.progress)}</span>
        {Number(failed) > 0 && <span className="soft">{format.counted(t.failed, Number(failed))}</span>}
        <span className="soft">{format.seconds(version.duration_seconds)}</span>
      </div>
      <Progress
        percent={share}
        status={version.status === 3 ? "exception" : isLive(version) ? "active" : "normal"}
      />
      {version.error_msg != null && <p role="alert">{version.error_msg}</p>}
    </>
  );
}

function Actions({ version, onClose }: { version: ProcessorVersion; onClose(): void }) {
  const t = useProcessingText();
  const projectId = useProjectId();
  const client = useQueryClient();
  const fail = useFail();
  const confirm = useConfirmDelete();
  const path = { project_id: projectId, task_id: version.task_id, version_id: version.task_version_id };
  const changed = () => client.invalidateQueries({ queryKey: processingKeys.all(projectId) });
  const act = useMutation({
    mutationFn: async (what: "stop" | "resume" | "again") => {
      if (what === "again") {
        await call("POST", "/v2/{project_id}/processor-tasks/{task_id}/versions", {
          path: { project_id: projectId, task_id: version.task_id },
          body: { name: version.version_name, create_version: true },
        });
      } else if (what === "stop") {
        await call("POST", "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/stop", { path });
      } else {
        await call("POST", "/v2/{project_id}/processor-tasks/{task_id}/versions/{version_id}/resume", {
          path,
        });
      }
    },
    onSuccess: changed,
    onError: fail,
  });
  const remove = () =>
    confirm({
      title: t.remove,
      content: fill(t.removeText, { name: version.version_name }),
      action: async () => {
        await call("DELETE", "/v2/{project_id}/processor-tasks/{task_id}", {
          path: { project_id: projectId, task_id: version.task_id },
        });
        await changed();
        onClose();
      },
    });
  return (
    <>
      {isLive(version) && <Button onClick={() => act.mutate("stop")}>{t.stop}</Button>}
      {version.can_resume && <Button onClick={() => act.mutate("resume")}>{t.resume}</Button>}
      {!isLive(version) && <Button onClick={() => act.mutate("again")}>{t.again}</Button>}
      {!isLive(version) && (
        <Button danger onClick={remove}>
          {t.remove}
        </Button>
      )}
      <Button onClick={onClose}>{t.back}</Button>
    </>
  );
}

function Outcome({ version }: { version: ProcessorVersion }) {
  const t = useProcessingText();
  return (
    <>
      {version.status === 2 && (
        <Card title={t.results}>
          <Results
            key={version.task_version_id}
            taskId={version.task_id}
            versionId={version.task_version_id}
            counts={[
              version.unmodified_sample_count ?? 0,
              version.modified_sample_count ?? 0,
              version.deleted_sample_count ?? 0,
              version.add_sample_count ?? 0,
            ]}
          />
        </Card>
      )}
      <div className="configuration">
        {version.status === 2 && (
          <Card title={t.statistics}>
            <Figures statistics={version.statistics} />
          </Card>
        )}
        <Card title={t.recipe}>
          <Recipe version={version} />
        </Card>
      </div>
      <Card title={t.log}>
        <Log version={version} />
      </Card>
    </>
  );
}

interface Side {
  count?: number;
  bytes?: number;
  features?: Record<string, { mean?: number }>;
}

function Figures({ statistics }: { statistics: Readonly<Record<string, unknown>> }) {
  const t = useProcessingText();
  const format = useFormat();
  const sides = [statistics["before"], statistics["after"]].map((side) => (side ?? {}) as Side);
  const of = (read: (side: Side) => string) => sides.map(read).join(" → ");
  const mean = (name: string) => (side: Side) => {
    const value = side.features?.[name]?.mean;
    return value === undefined ? "–" : format.number(Math.round(value * 100) / 100);
  };
  return (
    <Facts
      rows={[
        [t.figures.count, of((side) => format.number(side.count ?? 0))],
        [t.figures.bytes, of((side) => format.bytes(side.bytes ?? 0))],
        [t.figures.brightness, of(mean("Brightness"))],
        [t.figures.resolution, of(mean("Resolution"))],
      ]}
    />
  );
}

function Recipe({ version }: { version: ProcessorVersion }) {
  const t = useProcessingText();
  const {
    seed,
    image,
    input_sha256: input,
    code_sha256: code,
  } = version.recipe as Record<string, string | undefined>;
  const output = version.work_path?.["output_path"];
  return (
    <Facts
      rows={[
        [t.seed, String(seed ?? "")],
        [t.image, image ?? ""],
        [t.input, input === undefined ? "" : <CopyValue text={input} />],
        [t.code, code === undefined ? "" : <CopyValue text={code} />],
        [t.output, typeof output === "string" ? <OBSLink path={output} /> : ""],
      ]}
    />
  );
}

function Log({ version }: { version: ProcessorVersion }) {
  const t = useProcessingText();
  const query = useQuery(logQuery(useProjectId(), version.task_id, version.task_version_id, isLive(version)));
  if (query.data === undefined) return <p className="soft">{t.noLog}</p>;
  const lines = query.data.content.split("\n").filter((line) => !line.startsWith("@modelyard "));
  return (
    <div className="processing-log">
      <CodeBlock text={lines.join("\n")} label={t.log} />
    </div>
  );
}
