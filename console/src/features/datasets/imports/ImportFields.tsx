import { Checkbox, Form, Select } from "antd";

import { kindOf } from "../kinds";
import type { Dataset } from "@/client";
import { useDatasetsText } from "../text";
import type { FormatName, ImportValues } from "./formats";

interface ImportFieldsProps {
  dataset: Dataset;
  values: Partial<ImportValues>;
  formats: readonly FormatName[];
}

/** What an import takes, from wherever the files come. */
export function ImportFields({ dataset, values, formats }: ImportFieldsProps) {
  const t = useDatasetsText().imports;
  const kind = kindOf(dataset.dataset_type);
  const labels = dataset.labels ?? [];
  const format = values.format ?? "auto";
  const labelled = kind.labelled && format !== "plain";
  return (
    <>
      <Form.Item name="format" label={t.format} extra={t.formatHints[format]}>
        <Select
          aria-label={t.format}
          options={formats.map((value) => ({ value, label: t.formats[value] }))}
          virtual={false}
          listHeight={420}
          data-testid="import-format"
        />
      </Form.Item>
      {kind.name === "table" && (
        <Form.Item name="header" valuePropName="checked" noStyle>
          <Checkbox className="form-check">{t.header}</Checkbox>
        </Form.Item>
      )}
      {labelled && (
        <div className="import-checks">
          <Form.Item name="annotations" valuePropName="checked" noStyle>
            <Checkbox>{t.annotations}</Checkbox>
          </Form.Item>
          <Form.Item name="final" valuePropName="checked" noStyle>
            <Checkbox disabled={values.annotations === false}>{t.final}</Checkbox>
          </Form.Item>
          {format === "manifest" && (
            <Form.Item name="hardOnly" valuePropName="checked" noStyle>
              <Checkbox>{t.hardOnly}</Checkbox>
            </Form.Item>
          )}
        </div>
      )}
      {labelled && values.annotations !== false && labels.length > 0 && (
        <Form.Item name="included" label={t.included} extra={t.includedHint}>
          <Select
            mode="tags"
            aria-label={t.included}
            placeholder={t.allLabels}
            options={labels.map(({ name }) => ({ value: name, label: name }))}
          />
        </Form.Item>
      )}
      <Form.Item name="dryRun" valuePropName="checked" noStyle>
        <Checkbox data-testid="dry-run">{t.dryRun}</Checkbox>
      </Form.Item>
    </>
  );
}
