import { Checkbox, Input, Select } from "antd";

import { PathInput } from "@/features/objects";
import { fill } from "@/i18n";
import { Card, Objection, Rows } from "@/ui";
import { useTrainingText } from "../text";
import type { SectionProps } from "./section";
import type { ChannelValues, VolumeValues } from "./values";

/** What goes into the container and what comes out of it. */
export function DataSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Card title={t.data}>
      <Channels
        kind="input"
        title={t.inputs}
        hint={t.inputsHint}
        add={t.addInput}
        rows={values.inputs}
        onRows={(inputs) => patch({ inputs })}
      />
      <Channels
        kind="output"
        title={t.outputs}
        hint={t.outputsHint}
        add={t.addOutput}
        rows={values.outputs}
        onRows={(outputs) => patch({ outputs })}
      />
      <Volumes values={values} patch={patch} />
    </Card>
  );
}

interface ChannelsProps {
  kind: "input" | "output";
  title: string;
  hint: string;
  add: string;
  rows: readonly ChannelValues[];
  onRows(rows: ChannelValues[]): void;
}

const firstNames = { input: "data_url", output: "train_url" } as const;

function Channels({ kind, title, hint, add, rows, onRows }: ChannelsProps) {
  const t = useTrainingText().form;
  const name = rows.length === 0 ? firstNames[kind] : "";
  return (
    <Rows<ChannelValues>
      name={kind}
      title={title}
      hint={hint}
      add={add}
      rows={rows}
      onRows={onRows}
      fresh={() => ({ name, path: "", access: "parameter" })}
      nameOf={(row) => row.name}
      below={(row, at, change) => (
        <>
          {kind === "output" && (
            <Checkbox
              checked={row.predownload === true}
              onChange={(event) => change({ predownload: event.target.checked })}
            >
              {t.predownload}
            </Checkbox>
          )}
          {kind === "input" && (
            <Checkbox
              checked={row.mounted === true}
              title={t.mountedHint}
              onChange={(event) => change({ mounted: event.target.checked })}
              data-testid={`input-mounted-${at}`}
            >
              {t.mounted} <span className="faint">{t.mountedHint}</span>
            </Checkbox>
          )}
          <Objection place={`algorithm.${kind}s[${at}]`} />
          {kind === "input" && row.mounted === true && (
            <Objection place="metadata.annotations.modelyard/mounted-inputs" />
          )}
        </>
      )}
    >
      {(row, at, change) => (
        <>
          <Input
            className="mono"
            aria-label={t.channel}
            placeholder={t.channel}
            spellCheck={false}
            value={row.name}
            onChange={(event) => change({ name: event.target.value })}
            data-testid={`${kind}-name-${at}`}
          />
          <PathInput
            kind={kind === "input" ? "any" : "folder"}
            label={t.path}
            value={row.path}
            onChange={(path) => change({ path })}
            testId={`${kind}-path-${at}`}
          />
          <Select
            aria-label={t.access}
            className="form-row-fixed"
            popupMatchSelectWidth={false}
            value={row.access}
            onChange={(access) => change({ access })}
            options={[
              { value: "parameter", label: fill(t.accessMethods.parameter, { name: row.name || "…" }) },
              { value: "env", label: t.accessMethods.env },
            ]}
          />
        </>
      )}
    </Rows>
  );
}

function Volumes({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Rows<VolumeValues>
      name="volume"
      title={t.volumes}
      hint={t.volumesHint}
      add={t.addVolume}
      rows={values.volumes}
      onRows={(volumes) => patch({ volumes })}
      fresh={() => ({ source: "", target: "", readOnly: false })}
      nameOf={(row) => row.target}
      below={(row, at, change) => (
        <>
          <Checkbox checked={row.readOnly} onChange={(event) => change({ readOnly: event.target.checked })}>
            {t.readOnly}
          </Checkbox>
          <Objection place={`spec.volumes.${at}`} />
        </>
      )}
    >
      {(row, at, change) => (
        <>
          <Input
            className="mono"
            aria-label={t.volumeSource}
            placeholder="/mnt/share"
            title={t.volumeSource}
            spellCheck={false}
            value={row.source}
            onChange={(event) => change({ source: event.target.value })}
            data-testid={`volume-source-${at}`}
          />
          <Input
            className="mono"
            aria-label={t.volumeTarget}
            placeholder="/home/ma-user/work/share"
            title={t.volumeTarget}
            spellCheck={false}
            value={row.target}
            onChange={(event) => change({ target: event.target.value })}
            data-testid={`volume-target-${at}`}
          />
        </>
      )}
    </Rows>
  );
}
