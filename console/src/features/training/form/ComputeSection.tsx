import { Checkbox, InputNumber, Select, Switch } from "antd";

import { FlavorChoice, PoolSelect, usePools } from "@/features/compute";
import { PathInput } from "@/features/objects";
import { Card, Field } from "@/ui";
import { useTrainingText } from "../text";
import type { SectionProps } from "./section";
import type { OwnSize } from "./values";

/** Where it runs: pool, flavor and how many of it. */
export function ComputeSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const pools = usePools();
  return (
    <Card title={t.compute}>
      {(pools.length > 1 || values.pool !== "") && (
        <Field id="pool" label={t.pool} place="spec.resource.pool_id" hint={t.poolHint} needed>
          <PoolSelect id="pool" value={values.pool} onChange={(pool) => patch({ pool })} />
        </Field>
      )}
      <Field label={t.flavor} place="spec.resource.flavor_id" needed>
        <FlavorChoice
          pool={values.pool}
          value={values.flavor}
          onChange={(flavor) => patch({ flavor })}
          count={values.nodes}
        />
      </Field>
      <SizeFields values={values} patch={patch} />
      <Field
        id="nodes"
        label={t.nodes}
        place="spec.resource.node_count"
        hint={t.nodesHint}
        needed
        className="form-short"
      >
        <InputNumber
          id="nodes"
          min={1}
          max={64}
          precision={0}
          value={values.nodes}
          onChange={(nodes) => patch({ nodes: nodes ?? 1 })}
          data-testid="nodes"
        />
      </Field>
    </Card>
  );
}

const firstSize: OwnSize = { cores: 1, memoryGB: 2, cards: 0 };

/** A size of one's own in place of the flavor's. */
function SizeFields({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const { size } = values;
  const place = "spec.resource.main_container_customized_flavor";
  const fields: { name: keyof OwnSize; label: string; field: string; least: number; step: number }[] = [
    { name: "cores", label: t.sizeCores, field: "cpu_core_num", least: 0.1, step: 0.5 },
    { name: "memoryGB", label: t.sizeMemory, field: "mem_size", least: 0.1, step: 1 },
    { name: "cards", label: t.sizeCards, field: "accelerator_num", least: 0, step: 1 },
  ];
  return (
    <Field label={t.ownSize} place={`${place}.none`} hint={t.ownSizeHint} needed>
      <Switch
        checked={size !== null}
        onChange={(on) => patch({ size: on ? firstSize : null })}
        aria-label={t.ownSize}
        data-testid="own-size"
      />
      {size !== null && (
        <div className="form-grid form-inner">
          {fields.map(({ name, label, field, least, step }) => (
            <Field key={name} id={`size-${name}`} label={label} place={`${place}.${field}`} needed>
              <InputNumber
                id={`size-${name}`}
                min={least}
                step={step}
                style={{ width: "100%" }}
                value={size[name]}
                onChange={(value) => patch({ size: { ...size, [name]: value ?? least } })}
                data-testid={`size-${name}`}
              />
            </Field>
          ))}
        </div>
      )}
    </Field>
  );
}

/** How it queues, how long it may run, what happens on faults. */
export function RunSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Card title={t.more}>
      <div className="form-grid">
        <Field label={t.priority} place="spec.schedule_policy" needed>
          <Select
            aria-label={t.priority}
            value={values.priority}
            onChange={(priority: number) => patch({ priority })}
            options={[1, 2, 3].map((value) => ({
              value,
              label: t.priorities[String(value) as "1" | "2" | "3"],
            }))}
            data-testid="priority"
          />
        </Field>
        <Field id="hours" label={t.runLimit} place="spec.auto_stop" hint={t.runLimitHint}>
          <InputNumber
            id="hours"
            min={1}
            max={720}
            precision={0}
            placeholder={t.noLimit}
            suffix={t.hours}
            style={{ width: "100%" }}
            value={values.hours}
            onChange={(hours) => patch({ hours })}
            data-testid="run-limit"
          />
        </Field>
        <Field
          id="restarts"
          label={t.restarts}
          place="metadata.annotations.fault-tolerance/job-retry-num"
          hint={t.restartsHint}
          needed
        >
          <InputNumber
            id="restarts"
            min={0}
            max={3}
            precision={0}
            style={{ width: "100%" }}
            value={values.restarts}
            onChange={(restarts) => patch({ restarts: restarts ?? 0 })}
            data-testid="restarts"
          />
        </Field>
      </div>
      <LogPath values={values} patch={patch} />
    </Card>
  );
}

function LogPath({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <>
      {values.restarts > 0 && (
        <Checkbox
          checked={values.unconditional}
          onChange={(event) => patch({ unconditional: event.target.checked })}
          className="form-check"
        >
          {t.unconditional}
        </Checkbox>
      )}
      <Field id="log-path" label={t.logPath} place="spec.log_export_path" hint={t.logPathHint}>
        <PathInput
          id="log-path"
          kind="folder"
          label={t.logPath}
          value={values.logPath}
          onChange={(logPath) => patch({ logPath })}
          testId="log-path"
        />
      </Field>
    </>
  );
}
