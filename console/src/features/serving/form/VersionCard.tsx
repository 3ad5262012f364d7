import { DeleteOutlined } from "@ant-design/icons";
import { Button, Collapse, InputNumber, Slider, Switch } from "antd";

import { FlavorChoice } from "@/features/compute";
import { ModelSelect } from "@/features/registry";
import { fill } from "@/i18n";
import { Card, Field, PairRows } from "@/ui";
import { useServingText } from "../text";
import { OwnSizeFields } from "./OwnSizeFields";
import { CronRows, ScalingFields } from "./ScalingFields";
import { freshScaling, type VersionValues } from "./values";

interface VersionCardProps {
  at: number;
  version: VersionValues;
  pool: string;
  /** The models of all versions: each may be chosen once. */
  taken: readonly string[];
  alone: boolean;
  patch(change: Partial<VersionValues>): void;
  onWeight(weight: number): void;
  onRemove(): void;
}

/** One version of a model in a service: how much of the requests it gets and what it runs on. */
export function VersionCard(props: VersionCardProps) {
  const { at, version, pool, taken, alone, patch, onWeight, onRemove } = props;
  const t = useServingText().form;
  const place = `config.${at}`;
  return (
    <Card
      title={alone ? t.model : fill(t.versionNumber, { number: at + 1 })}
      testId={`version-${at}`}
      extra={
        !alone && (
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={fill(t.removeVersion, { number: at + 1 })}
            onClick={onRemove}
          />
        )
      }
    >
      <Field id={`model-${at}`} label={t.application} place={`${place}.model_id`} needed>
        <ModelSelect
          id={`model-${at}`}
          value={version.modelId}
          onChange={(modelId) => patch({ modelId })}
          taken={taken}
          testId={`model-select-${at}`}
        />
      </Field>
      {!alone && (
        <Field id={`weight-${at}`} label={t.weight} place={`${place}.weight`} hint={t.weightHint} needed>
          <div className="weight">
            <Slider
              aria-label={t.weight}
              value={version.weight}
              onChange={onWeight}
              tooltip={{ formatter: (value) => `${value ?? 0}%` }}
            />
            <InputNumber
              id={`weight-${at}`}
              min={0}
              max={100}
              precision={0}
              suffix="%"
              value={version.weight}
              onChange={(weight) => onWeight(weight ?? 0)}
              data-testid={`weight-${at}`}
            />
          </div>
        </Field>
      )}
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
        name={`size-${at}`}
        place={`${place}.custom_spec`}
        value={version.size}
        onChange={(size) => patch({ size })}
      />
      <div className="form-grid">
        <Field
          id={`instances-${at}`}
          label={t.instances}
          place={`${place}.instance_count`}
          hint={version.scaling === null ? t.instancesHint : t.instancesScaled}
          needed
        >
          <InputNumber
            id={`instances-${at}`}
            min={1}
            max={128}
            precision={0}
            disabled={version.scaling !== null}
            style={{ width: "100%" }}
            value={version.instances}
            onChange={(instances) => patch({ instances: instances ?? 1 })}
            data-testid={`instances-${at}`}
          />
        </Field>
        <Field
          id={`start-${at}`}
          label={t.startLimit}
          place={`${place}.deploy_timeout_in_seconds`}
          hint={t.startLimitHint}
        >
          <InputNumber
            id={`start-${at}`}
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
      <Collapse
        ghost
        className="form-more"
        items={[
          {
            key: "more",
            label: t.moreOfVersion,
            children: <MoreOfVersion at={at} place={place} version={version} patch={patch} />,
          },
        ]}
      />
    </Card>
  );
}

interface MoreProps {
  at: number;
  place: string;
  version: VersionValues;
  patch(change: Partial<VersionValues>): void;
}

function MoreOfVersion({ at, place, version, patch }: MoreProps) {
  const t = useServingText().form;
  return (
    <>
      <PairRows
        name={`variable-${at}`}
        place={`${place}.envs`}
        title={t.variables}
        hint={t.variablesHint}
        add={t.addVariable}
        rows={version.variables}
        onRows={(variables) => patch({ variables })}
      />
      <div className="form-grid">
        <Field
          id={`batch-${at}`}
          label={t.batchSize}
          place={`${place}.batching.max_batch_size`}
          hint={t.batchHint}
          needed
        >
          <InputNumber
            id={`batch-${at}`}
            min={1}
            max={1024}
            precision={0}
            style={{ width: "100%" }}
            value={version.batchSize}
            onChange={(batchSize) => patch({ batchSize: batchSize ?? 1 })}
          />
        </Field>
        <Field
          id={`wait-${at}`}
          label={t.batchWait}
          place={`${place}.batching.max_wait_milliseconds`}
          hint={t.batchWaitHint}
          needed
        >
          <InputNumber
            id={`wait-${at}`}
            min={0}
            max={10_000}
            suffix="ms"
            disabled={version.batchSize === 1}
            style={{ width: "100%" }}
            value={version.batchWait}
            onChange={(batchWait) => patch({ batchWait: batchWait ?? 2 })}
          />
        </Field>
      </div>
      <Field label={t.scaling} place={`${place}.scaling_policy`} hint={t.scalingHint} needed>
        <Switch
          aria-label={t.scaling}
          checked={version.scaling !== null}
          onChange={(on) => patch({ scaling: on ? freshScaling() : null })}
          data-testid={`scaling-${at}`}
        />
        {version.scaling !== null && (
          <ScalingFields value={version.scaling} onChange={(scaling) => patch({ scaling })} />
        )}
      </Field>
      {version.scaling !== null && (
        <CronRows
          name={`schedule-${at}`}
          place={`${place}.scaling_policy.schedules`}
          rows={version.scaling.schedules}
          onRows={(schedules) =>
            version.scaling !== null && patch({ scaling: { ...version.scaling, schedules } })
          }
        />
      )}
    </>
  );
}
