import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Input, InputNumber, Segmented, Select } from "antd";

import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { Badge, Card, Field } from "@/ui";
import { enginesQuery, imageNamesQuery } from "../api";
import { useTrainingText } from "../text";
import type { SectionProps } from "./section";
import type { Launcher, Way } from "./values";

const ways: readonly Way[] = ["preset", "custom", "command"];

/** Image, code and what starts it. */
export function CodeSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const { way } = values;
  const boot = way !== "command";
  return (
    <Card title={t.code}>
      <Field label={t.way} place="algorithm.engine.none" hint={t.wayHints[way]} needed>
        <Segmented<Way>
          value={way}
          onChange={(next) => patch({ way: next })}
          options={ways.map((value) => ({ value, label: t.ways[value] }))}
          aria-label={t.way}
        />
      </Field>
      {way === "preset" ? (
        <EngineField values={values} patch={patch} />
      ) : (
        <ImageField values={values} patch={patch} />
      )}
      <Field id="code-dir" label={t.codeDir} place="algorithm.code_dir" hint={t.codeDirHint} needed={boot}>
        <PathInput
          id="code-dir"
          kind="folder"
          label={t.codeDir}
          value={values.codeDir}
          onChange={(codeDir) => patch({ codeDir })}
          testId="code-dir"
        />
      </Field>
      {boot ? (
        <Field id="boot-file" label={t.bootFile} place="algorithm.boot_file" hint={t.bootFileHint} needed>
          <PathInput
            id="boot-file"
            kind="file"
            label={t.bootFile}
            start={values.codeDir}
            value={values.bootFile}
            onChange={(bootFile) => patch({ bootFile })}
            onSettle={(bootFile) => {
              // Who names a boot file first means its folder as the code.
              if (values.codeDir === "") patch({ codeDir: bootFile.slice(0, bootFile.lastIndexOf("/") + 1) });
            }}
            testId="boot-file"
          />
        </Field>
      ) : (
        <Field id="command" label={t.command} place="algorithm.command" hint={t.commandHint} needed>
          <Input.TextArea
            id="command"
            className="mono"
            autoSize={{ minRows: 2, maxRows: 10 }}
            spellCheck={false}
            value={values.command}
            placeholder="python ${MA_JOB_DIR}/demo/train.py"
            onChange={(event) => patch({ command: event.target.value })}
            data-testid="command"
          />
        </Field>
      )}
      {boot && <LauncherFields values={values} patch={patch} />}
    </Card>
  );
}

const launchers: readonly Launcher[] = ["python", "torchrun"];

function LauncherFields({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const torchrun = values.launcher === "torchrun";
  return (
    <div className="form-grid">
      <Field label={t.launcher} place="metadata.annotations.modelyard/launcher" hint={t.launcherHint} needed>
        <Segmented<Launcher>
          aria-label={t.launcher}
          value={values.launcher}
          onChange={(launcher) => patch({ launcher })}
          options={[...launchers]}
        />
      </Field>
      {torchrun && (
        <Field
          id="processes"
          label={t.processes}
          place="metadata.annotations.modelyard/processes-per-node"
          hint={t.processesHint}
        >
          <InputNumber
            id="processes"
            min={1}
            max={1024}
            precision={0}
            style={{ width: "100%" }}
            value={values.processes}
            onChange={(processes) => patch({ processes })}
            data-testid="processes"
          />
        </Field>
      )}
    </div>
  );
}

function EngineField({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const query = useQuery(enginesQuery(useProjectId()));
  const engines = query.data?.items ?? [];
  return (
    <Field id="engine" label={t.engine} place="algorithm.engine" needed>
      <Select
        id="engine"
        aria-label={t.engine}
        showSearch
        loading={query.isPending}
        value={values.engine === "" ? undefined : values.engine}
        onChange={(engine: string) => patch({ engine })}
        options={engines.map((one) => ({
          value: one.engine_id,
          disabled: one.missing !== "",
          title: one.missing || one.description,
          label: (
            <span className="engine-option">
              <span>{one.engine_name}</span>
              <span className="faint mono">{one.engine_version}</span>
              {one.missing !== "" && <Badge tone="warning">{one.missing}</Badge>}
            </span>
          ),
        }))}
        data-testid="engine"
      />
    </Field>
  );
}

function ImageField({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const query = useQuery(imageNamesQuery(useProjectId()));
  return (
    <Field id="image" label={t.image} place="algorithm.engine" hint={t.imageHint} needed>
      <AutoComplete
        id="image"
        aria-label={t.image}
        className="mono"
        value={values.image}
        onChange={(image: string) => patch({ image })}
        options={(query.data ?? []).filter((name) => name.includes(values.image)).map((value) => ({ value }))}
        data-testid="image"
      />
    </Field>
  );
}
