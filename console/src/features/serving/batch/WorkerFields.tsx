import { InputNumber } from "antd";

import { FlavorChoice } from "@/features/compute";
import { Card, Field, PairRows } from "@/ui";
import { OwnSizeFields } from "../form/OwnSizeFields";
import type { VersionValues } from "../form/values";
import { useServingText } from "../text";

interface WorkerFieldsProps {
  pool: string;
  version: VersionValues;
  patch(change: Partial<VersionValues>): void;
}

const place = "config.0";

/** What a batch runs on: how many workers, and how large each is. */
export function WorkerFields({ pool, version, patch }: WorkerFieldsProps) {
  const text = useServingText();
  const t = text.form;
  return (
    <Card title={text.batch.workersTitle}>
      {version.size === null && (
        <Field label={t.flavor} place={`${place}.specification`} needed>
          <FlavorChoice
            pool={pool}
            value={version.flavor}
            onChange={(flavor) => patch({ flavor })}
            count={version.instances}
          />
        </Field>
      )}
      <OwnSizeFields
        name="size-0"
        place={`${place}.custom_spec`}
        value={version.size}
        onChange={(size) => patch({ size })}
      />
      <div className="form-grid">
        <Field
          id="batch-workers"
          label={text.batch.workers}
          place={`${place}.instance_count`}
          hint={text.batch.workersHint}
          needed
        >
          <InputNumber
            id="batch-workers"
            min={1}
            max={128}
            precision={0}
            style={{ width: "100%" }}
            value={version.instances}
            onChange={(instances) => patch({ instances: instances ?? 1 })}
            data-testid="batch-workers"
          />
        </Field>
        <Field
          id="batch-start"
          label={t.startLimit}
          place={`${place}.deploy_timeout_in_seconds`}
          hint={text.batch.startLimitHint}
        >
          <InputNumber
            id="batch-start"
            min={0.1}
            max={1_440}
            placeholder={t.asUsual}
            suffix={t.minutes}
            style={{ width: "100%" }}
            value={version.startMinutes}
            onChange={(startMinutes) => patch({ startMinutes })}
          />
        </Field>
      </div>
      <PairRows
        name="variable"
        place={`${place}.envs`}
        title={t.variables}
        hint={t.variablesHint}
        add={t.addVariable}
        rows={version.variables}
        onRows={(variables) => patch({ variables })}
      />
    </Card>
  );
}
