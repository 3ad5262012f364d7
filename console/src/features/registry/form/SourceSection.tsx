import { Input, InputNumber, Segmented, Select, Switch } from "antd";

import { PathInput } from "@/features/objects";
import { JobSelect } from "@/features/training";
import { Card, Field } from "@/ui";
import { useRegistryText } from "../text";
import { TemplateFields } from "./TemplateFields";
import { engines, hasImage, hasPackage, type ModelValues, type Source } from "./values";

export interface SectionProps {
  values: ModelValues;
  patch(change: Partial<ModelValues>): void;
}

const sources: readonly Source[] = ["obs", "job", "image", "template"];

/** Where the model comes from and what runs it. */
export function SourceSection({ values, patch }: SectionProps) {
  const t = useRegistryText().form;
  const { source } = values;
  return (
    <Card title={t.source}>
      <Field label={t.from} place="none" hint={t.sourceHints[source]} needed>
        <Segmented<Source>
          aria-label={t.from}
          value={source}
          onChange={(next) => patch({ source: next })}
          options={sources.map((value) => ({ value, label: t.sources[value] }))}
        />
      </Field>
      {source === "obs" && (
        <Field id="model-path" label={t.path} place="source_location" hint={t.pathHint} needed>
          <PathInput
            id="model-path"
            kind="folder"
            label={t.path}
            value={values.path}
            onChange={(path) => patch({ path })}
            testId="model-path"
          />
        </Field>
      )}
      {source === "job" && (
        <Field
          id="source-job"
          label={t.job}
          place={["source_job_id", "source_location"]}
          hint={t.jobHint}
          needed
        >
          <JobSelect id="source-job" value={values.jobId} onChange={(jobId) => patch({ jobId })} />
        </Field>
      )}
      {source === "template" && <TemplateFields values={values} patch={patch} />}
      {hasPackage(values) && (
        <Field id="model-engine" label={t.engine} place={["model_type", "runtime"]} needed>
          <Select
            id="model-engine"
            aria-label={t.engine}
            value={values.engine}
            onChange={(engine: string) => patch({ engine })}
            options={engines.map((value) => ({
              value,
              label: value === "Custom" ? t.customEngine : value.replace("_", "-"),
            }))}
            data-testid="model-engine"
          />
        </Field>
      )}
      {hasImage(values) && <ImageFields values={values} patch={patch} />}
      {source === "obs" && (
        <Field label={t.dynamic} place="dynamic_load_mode" hint={t.dynamicHint} needed>
          <Switch
            aria-label={t.dynamic}
            checked={values.dynamic}
            onChange={(dynamic) => patch({ dynamic })}
            data-testid="dynamic"
          />
        </Field>
      )}
    </Card>
  );
}

/** An image that brings its own server. */
function ImageFields({ values, patch }: SectionProps) {
  const t = useRegistryText().form;
  const ofImage = values.source === "image";
  return (
    <>
      <Field
        id="model-image"
        label={t.image}
        place={ofImage ? "source_location" : "image"}
        hint={t.imageHint}
        needed
      >
        <Input
          id="model-image"
          className="mono"
          spellCheck={false}
          placeholder="registry.example.com/team/server:1.0"
          value={values.image}
          onChange={(event) => patch({ image: event.target.value })}
          data-testid="model-image"
        />
      </Field>
      <div className="form-grid">
        <Field label={t.protocol} place="protocol" needed>
          <Segmented
            aria-label={t.protocol}
            value={values.protocol}
            onChange={(protocol) => patch({ protocol })}
            options={[
              { value: "http" as const, label: "HTTP" },
              { value: "https" as const, label: "HTTPS" },
            ]}
          />
        </Field>
        <Field id="model-port" label={t.port} place="port" needed>
          <InputNumber
            id="model-port"
            min={1}
            max={65535}
            precision={0}
            style={{ width: "100%" }}
            value={values.port}
            onChange={(port) => patch({ port: port ?? 8080 })}
          />
        </Field>
      </div>
      {ofImage && (
        <Field id="model-command" label={t.command} place="cmd" hint={t.commandHint}>
          <Input
            id="model-command"
            className="mono"
            spellCheck={false}
            placeholder="sh run.sh"
            value={values.command}
            onChange={(event) => patch({ command: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}
