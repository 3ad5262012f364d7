import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Progress } from "antd";
import { useCallback, useState } from "react";

import { call, type Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { Card, ErrorAlert, Field, QueryView } from "@/ui";
import { isLive, operatorsQuery, processingKeys, versionQuery, type Operator, type Values } from "./api";
import { Gallery } from "./Gallery";
import { ParameterFields, usualValues } from "./ParameterFields";
import { Results } from "./parts";
import { useProcessingText } from "./text";

interface Choice {
  operator: Operator;
  values: Values;
}

interface NewTaskProps {
  dataset: Dataset;
  onClose(): void;
  onCreated(id: string): void;
}

/** Choose an operator, set it up, look at what it does to a few images, start it. */
export function NewTask({ dataset, onClose, onCreated }: NewTaskProps) {
  const t = useProcessingText();
  const projectId = useProjectId();
  const client = useQueryClient();
  const operators = useQuery(operatorsQuery(projectId));
  const [choice, setChoice] = useState<Choice | null>(null);
  const [name, setName] = useState(`processing-${Date.now().toString(36)}`);
  const [asVersion, setAsVersion] = useState(false);
  const [version, setVersion] = useState("");
  const [file, setFile] = useState("");

  const template = (wanted: Choice) => ({
    id: wanted.operator.template_id,
    operator_params: [
      {
        name: wanted.operator.template_id === "user_operator" ? "custom" : wanted.operator.name,
        params: { ...filled(wanted.values), ...(file !== "" && { path: file }) },
      },
    ],
  });
  const inputs = [{ type: "DATASET" as const, source: dataset.dataset_id }];
  const path = { project_id: projectId };
  const preview = useMutation({
    mutationFn: (wanted: Choice) =>
      call("POST", "/v2/{project_id}/processor-tasks/previews", {
        path,
        body: { template: template(wanted), inputs, count: 6 },
      }),
  });
  const create = useMutation({
    mutationFn: (wanted: Choice) =>
      call("POST", "/v2/{project_id}/processor-tasks", {
        path,
        body: {
          name,
          template: template(wanted),
          inputs,
          create_version: true,
          ...(asVersion && {
            work_path: {
              type: "DATASET" as const,
              path: dataset.dataset_id,
              ...(version !== "" && { version_name: version }),
            },
          }),
        },
      }),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: processingKeys.all(projectId) });
      onCreated(made.task_id);
    },
  });
  const check = useMutation({
    mutationFn: () =>
      call("POST", "/v2/{project_id}/processor-tasks/operators/check", { path, body: { path: file } }),
    onSuccess: (operator) => choose(operator),
  });
  const choose = (operator: Operator) => {
    preview.reset();
    create.reset();
    setChoice({ operator, values: usualValues(operator) });
  };
  // The gallery is long: what was chosen comes into view below it.
  const reveal = useCallback((node: HTMLDivElement | null) => node?.scrollIntoView({ block: "nearest" }), []);
  const isCustom = choice?.operator.template_id === "user_operator";
  const problem = check.error ?? preview.error ?? create.error;
  return (
    <div className="stack">
      <Card title={t.choose} extra={<Button onClick={onClose}>{t.cancel}</Button>}>
        <QueryView query={operators}>
          {(data) => (
            <Gallery operators={data.operators} chosen={choice?.operator ?? null} onChoose={choose} />
          )}
        </QueryView>
      </Card>
      {choice !== null && (
        <div key={choice.operator.name} ref={reveal}>
          <Card title={isCustom ? choice.operator.name : `${t.options}: ${choice.operator.name}`}>
            <Form layout="vertical">
              {isCustom && (
                <Field label={t.file} place="template" hint={t.fileHint} needed>
                  <div className="processing-actions">
                    <PathInput
                      kind="file"
                      label={t.file}
                      value={file}
                      onChange={setFile}
                      testId="operator-file"
                    />
                    <Button onClick={() => check.mutate()} loading={check.isPending} disabled={file === ""}>
                      {t.check}
                    </Button>
                  </div>
                </Field>
              )}
              <ParameterFields
                operator={choice.operator}
                values={choice.values}
                onChange={(values) => setChoice({ ...choice, values })}
              />
              <Field label={t.name} place="name" needed>
                <Input value={name} maxLength={64} onChange={(event) => setName(event.target.value)} />
              </Field>
              <Checkbox checked={asVersion} onChange={(event) => setAsVersion(event.target.checked)}>
                {t.asVersion}
              </Checkbox>
              {asVersion && (
                <Field label={t.version} place="work_path.version_name" hint={t.versionHint}>
                  <Input
                    value={version}
                    maxLength={32}
                    onChange={(event) => setVersion(event.target.value)}
                  />
                </Field>
              )}
            </Form>
            {problem !== null && <ErrorAlert error={problem} />}
            <div className="processing-actions processing-foot">
              <Button
                onClick={() => preview.mutate(choice)}
                loading={preview.isPending}
                title={t.previewHint}
                data-testid="preview-processing"
              >
                {t.preview}
              </Button>
              <Button
                type="primary"
                onClick={() => create.mutate(choice)}
                loading={create.isPending}
                disabled={name.trim() === ""}
                data-testid="start-processing"
              >
                {t.start}
              </Button>
            </div>
          </Card>
        </div>
      )}
      {preview.data !== undefined && (
        <Preview
          key={preview.data.version_id}
          taskId={preview.data.task_id}
          versionId={preview.data.version_id}
        />
      )}
    </div>
  );
}

function Preview({ taskId, versionId }: { taskId: string; versionId: string }) {
  const t = useProcessingText();
  const query = useQuery(versionQuery(useProjectId(), taskId, versionId));
  return (
    <Card title={t.preview}>
      <QueryView query={query}>
        {(shown) =>
          isLive(shown) ? (
            <div role="status">
              <p className="soft">{t.previewRunning}</p>
              <Progress percent={shown.status === 0 ? 5 : 50} showInfo={false} status="active" />
            </div>
          ) : shown.status === 2 ? (
            <Results taskId={taskId} versionId={versionId} />
          ) : (
            <p role="alert">{shown.error_msg ?? t.states[3]}</p>
          )
        }
      </QueryView>
    </Card>
  );
}

/** What was set; what was left open is the operator's to choose. */
function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
}
