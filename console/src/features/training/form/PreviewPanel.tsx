import { CheckCircleFilled, ExclamationCircleFilled, LoadingOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Tabs } from "antd";
import { useMemo } from "react";

import type { JobCreate, JobValidation } from "@/client";
import { useProjectId } from "@/features/iam";
import { overviewQuery } from "@/features/server";
import { fill, useFormat } from "@/i18n";
import { Card, CodeBlock, CopyValue, useURLValue, type Problem } from "@/ui";
import { commandLine } from "../detail/commandLine";
import { useTrainingText } from "../text";
import { asCurl, asSDK } from "./code";

interface PreviewPanelProps {
  body: JobCreate;
  validation: JobValidation | undefined;
  problems: readonly Problem[];
  checking: boolean;
  /** Nothing was filled in yet, so nothing is wrong. */
  fresh: boolean;
}

/** What the form means: what will run, or the same as code. */
export function PreviewPanel({ body, validation, problems, checking, fresh }: PreviewPanelProps) {
  const t = useTrainingText().form;
  const [shown, show] = useURLValue("preview", "runs");
  const projectId = useProjectId();
  const overview = useQuery({ ...overviewQuery(projectId), refetchInterval: false });
  const place = useMemo(
    () => ({ api: overview.data?.endpoints["api"] ?? location.origin, projectId }),
    [overview.data, projectId],
  );
  const items = [
    { key: "runs", label: t.tabs.runs, children: <WhatRuns validation={validation} /> },
    { key: "sdk", label: t.tabs.sdk, children: <CodeBlock text={asSDK(body, place)} label={t.copySdk} /> },
    {
      key: "curl",
      label: t.tabs.curl,
      children: <CodeBlock text={asCurl(body, place)} label={t.copyCurl} />,
    },
  ];
  return (
    <Card className="side-panel" testId="job-preview">
      {!fresh && <Verdict validation={validation} problems={problems} checking={checking} />}
      <Tabs items={items} activeKey={shown} onChange={show} />
    </Card>
  );
}

function Verdict({ validation, problems, checking }: Omit<PreviewPanelProps, "body" | "fresh">) {
  const t = useTrainingText().form;
  const format = useFormat();
  if (validation === undefined || checking) {
    return (
      <p className="verdict faint" role="status">
        <LoadingOutlined /> {t.checking}
      </p>
    );
  }
  if (problems.length === 0) {
    return (
      <p className="verdict verdict-fine" role="status" data-testid="job-valid">
        <CheckCircleFilled /> {t.fine}
      </p>
    );
  }
  return (
    <div className="verdict-problems" role="status" data-testid="job-problems">
      <p className="verdict verdict-problem">
        <ExclamationCircleFilled /> {format.counted(t.problems, problems.length)}
      </p>
      <ul>
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`}>
            {message} <span className="faint mono">{field}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function WhatRuns({ validation }: { validation: JobValidation | undefined }) {
  const t = useTrainingText().form;
  const format = useFormat();
  const preview = validation?.preview;
  if (preview === undefined || preview === null) return <p className="faint">{t.incomplete}</p>;
  const { code } = preview;
  const size =
    code === null ? "" : fill(format.counted(t.size, code.files), { size: format.bytes(code.bytes) });
  const paths = [
    { name: t.codeDir, path: preview.code_dir, note: size },
    { name: t.workingDir, path: preview.working_dir, note: "" },
    ...Object.entries(preview.inputs).map(([name, path]) => ({
      name,
      path,
      note: preview.mounted_inputs.includes(name) ? t.mountedInputs : t.inputs,
    })),
    ...Object.entries(preview.outputs).map(([name, path]) => ({ name, path, note: t.outputs })),
  ];
  const variables = Object.entries(preview.environments).sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <>
      <Warnings validation={validation} />
      <h3 className="small-title">{t.commandLine}</h3>
      {preview.setup.map((argv) => (
        <CodeBlock key={argv.join(" ")} text={commandLine(argv)} wrap />
      ))}
      <CodeBlock text={commandLine(preview.command)} wrap />
      <h3 className="small-title">{t.paths}</h3>
      <dl className="preview-paths">
        {paths
          .filter(({ path }) => path !== "")
          .map(({ name, path, note }) => (
            <div key={`${name} ${path}`}>
              <dt>
                {name}
                {note !== "" && <span> · {note}</span>}
              </dt>
              <dd>
                <CopyValue text={path} />
              </dd>
            </div>
          ))}
      </dl>
      <h3 className="small-title">{t.image}</h3>
      <CopyValue text={preview.image} />
      <h3 className="small-title">{t.variables}</h3>
      <CodeBlock text={variables.map(([name, value]) => `${name}=${value}`).join("\n")} wrap />
    </>
  );
}

/** What does not stand against the job, but should be known. */
function Warnings({ validation }: { validation: JobValidation | undefined }) {
  const t = useTrainingText().form;
  const warnings = validation?.warnings ?? [];
  if (warnings.length === 0) return null;
  const list = (
    <ul className="preview-warnings">
      {warnings.map(({ field, error_msg: text }) => (
        <li key={`${field} ${text}`}>{text}</li>
      ))}
    </ul>
  );
  return <Alert type="warning" showIcon title={t.warnings} description={list} />;
}
