import { Checkbox, InputNumber, Radio, Select } from "antd";

import { cardsOf, coresOf, memoryOf, useFlavors, type FlavorNow } from "@/features/compute";
import { PathInput } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, ErrorAlert, LoadingView } from "@/ui";
import { useTrainingText } from "../text";
import { Field } from "./Field";
import type { SectionProps } from "./section";

/** Where it runs: flavor and how many of it. */
export function ComputeSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  const { query, rows } = useFlavors();
  return (
    <Card title={t.compute}>
      <Field label={t.flavor} place="spec.resource.flavor_id" needed>
        {query.error !== null && <ErrorAlert error={query.error} />}
        {query.isPending && <LoadingView rows={3} />}
        <Radio.Group
          className="flavors"
          aria-label={t.flavor}
          value={values.flavor}
          onChange={(event) => patch({ flavor: event.target.value as string })}
        >
          {rows?.map((one) => (
            <FlavorCard key={one.flavor.flavor_id} {...one} nodes={values.nodes} />
          ))}
        </Radio.Group>
      </Field>
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

function FlavorCard({ flavor, free, nodes }: FlavorNow & { nodes: number }) {
  const t = useTrainingText().form;
  const format = useFormat();
  const { flavor_id: id, flavor_info: info } = flavor;
  const cards = cardsOf(info);
  return (
    <Radio.Button value={id} className="flavor" data-testid={`flavor-${id}`}>
      <span className="flavor-name mono">{id}</span>
      <span className="flavor-size">
        {fill(t.flavorSpec, {
          cores: format.number(coresOf(flavor)),
          memory: format.bytes(memoryOf(info)),
        })}
        {cards !== null && <> · {fill(t.flavorCards, cards)}</>}
      </span>
      {free !== null && (
        <Badge tone={free >= nodes ? "success" : "warning"}>
          {free === 0 ? t.full : format.counted(t.freeNow, free)}
        </Badge>
      )}
    </Radio.Button>
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
            placeholder="–"
            style={{ width: "100%" }}
            value={values.hours}
            onChange={(hours) => patch({ hours })}
            data-testid="run-limit"
          />
        </Field>
        <Field id="restarts" label={t.restarts} place="metadata.annotations" hint={t.restartsHint} needed>
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
