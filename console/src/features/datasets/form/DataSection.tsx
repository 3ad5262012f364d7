import { Checkbox, Select } from "antd";

import { PathInput } from "@/features/objects";
import { fill } from "@/i18n";
import { Card, Field } from "@/ui";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import type { DatasetValues } from "./values";

export interface SectionProps {
  values: DatasetValues;
  patch(change: Partial<DatasetValues>): void;
}

/** Where the samples are, and where the platform writes. */
export function DataSection({ values, patch }: SectionProps) {
  const t = useDatasetsText().form;
  const kind = kindOf(values.type);
  const hint =
    kind.extensions.length === 0
      ? t.inputHintAny
      : fill(t.inputHint, { files: kind.extensions.map((one) => `.${one}`).join(" ") });
  return (
    <Card title={t.dataTitle}>
      <Field id="dataset-input" label={t.input} place="data_sources" hint={hint}>
        <PathInput
          id="dataset-input"
          kind="folder"
          label={t.input}
          value={values.input}
          onChange={(input) => patch({ input })}
          testId="dataset-input"
        />
      </Field>
      {values.input !== "" && (
        <>
          <Checkbox
            className="form-check"
            checked={values.importNow}
            onChange={(event) => patch({ importNow: event.target.checked })}
            data-testid="import-now"
          >
            {t.importNow}
          </Checkbox>
          {kind.labelled && (
            <Checkbox
              className="form-check"
              disabled={!values.importNow}
              checked={values.withLabels && values.importNow}
              onChange={(event) => patch({ withLabels: event.target.checked })}
            >
              {t.withLabels}
            </Checkbox>
          )}
          {kind.name === "table" && (
            <Checkbox
              className="form-check"
              checked={values.header}
              onChange={(event) => patch({ header: event.target.checked })}
            >
              {t.header}
            </Checkbox>
          )}
        </>
      )}
      <Field id="dataset-work" label={t.work} place="work_path" hint={t.workHint} needed>
        <PathInput
          id="dataset-work"
          kind="folder"
          label={t.work}
          value={values.work}
          onChange={(work) => patch({ work })}
          testId="dataset-work"
        />
      </Field>
      {kind.name === "textClassification" && <Separators values={values} patch={patch} />}
    </Card>
  );
}

function Separators({ values, patch }: SectionProps) {
  const t = useDatasetsText().form;
  const options = (["\t", ",", ";", "|", " "] as const).map((value) => ({
    value: value as string,
    label: value === "\t" ? t.tab : value === " " ? t.space : value,
  }));
  return (
    <div className="form-grid">
      <Field id="text-separator" label={t.textSeparator} place="label_format.text_sample_separator" needed>
        <Select
          id="text-separator"
          value={values.textSeparator}
          onChange={(textSeparator) => patch({ textSeparator })}
          options={options}
        />
      </Field>
      <Field id="label-separator" label={t.labelSeparator} place="label_format.text_label_separator" needed>
        <Select
          id="label-separator"
          value={values.labelSeparator}
          onChange={(labelSeparator) => patch({ labelSeparator })}
          options={options}
        />
      </Field>
    </div>
  );
}
