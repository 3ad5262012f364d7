import { DeleteOutlined } from "@ant-design/icons";
import { Button, Collapse, InputNumber, Slider, Switch } from "antd";

import { FlavorChoice } from "@/features/compute";
import { ModelSelect } from "@/features/registry";
import { fill } from "@/i18n";
import { Card, Field, PairRows } from "@/ui";
import { useServingText } from "../text";
import { freshScaling, type ScalingValues, type VersionValues } from "./values";

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
      <Field label={t.flavor} place={[`${place}.specification`, `${place}.custom_spec`]} needed>
        <FlavorChoice
          pool={pool}
          value={version.flavor}
          onChange={(flavor) => patch({ flavor })}
          count={version.instances}
        />
      </Field>
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
          needed
        >
          <InputNumber
            id={`start-${at}`}
            min={1}
            max={120}
            precision={0}
            suffix={t.minutes}
            style={{ width: "100%" }}
            value={version.startMinutes}
            onChange={(startMinutes) => patch({ startMinutes: startMinutes ?? 20 })}
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
    </>
  );
}

function ScalingFields({ value, onChange }: { value: ScalingValues; onChange(value: ScalingValues): void }) {
  const t = useServingText().form;
  const fields = [
    { name: "least", label: t.least, hint: t.leastHint, min: 0, max: 128, empty: false },
    { name: "most", label: t.most, hint: "", min: 1, max: 128, empty: false },
    { name: "concurrency", label: t.concurrency, hint: "", min: 0.1, max: 100_000, empty: true },
    { name: "perSecond", label: t.perSecond, hint: "", min: 0.1, max: 1_000_000, empty: true },
    { name: "cpu", label: t.cpu, hint: "", min: 1, max: 100, empty: true },
    { name: "idleSeconds", label: t.idle, hint: t.idleHint, min: 10, max: 86_400, empty: false },
  ] as const;
  return (
    <div className="form-grid form-inner">
      {fields.map(({ name, label, hint, min, max, empty }) => (
        <Field key={name} id={`scaling-${name}`} label={label} place="none" hint={hint} needed={!empty}>
          <InputNumber
            id={`scaling-${name}`}
            min={min}
            max={max}
            style={{ width: "100%" }}
            value={value[name]}
            onChange={(next) => onChange({ ...value, [name]: next ?? (empty ? null : min) })}
            data-testid={`scaling-${name}`}
          />
        </Field>
      ))}
    </div>
  );
}
