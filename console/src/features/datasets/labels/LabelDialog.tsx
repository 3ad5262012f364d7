import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Select } from "antd";

import type { Dataset, CountedLabel } from "@/client";
import { FormModal } from "@/ui";
import { kindOf } from "../kinds";
import { colourAt, ColourField, colourOf } from "../parts/colours";
import { useDatasetsText } from "../text";
import { useSaveLabel, type LabelAttribute, type LabelWrite } from "./api";

interface Values {
  name: string;
  type: number;
  colour: string;
  shortcut: string;
  attributes?: { name: string; values?: string[] }[];
}

interface LabelDialogProps {
  dataset: Dataset;
  /** The label to change; null for a new one. */
  label: CountedLabel | null;
  count: number;
  onClose(): void;
}

const ours = "@modelarts:";
const entityType = 103;

/** A label: its name, colour and key, and what else can be said with it. */
export function LabelDialog({ dataset, label, count, onClose }: LabelDialogProps) {
  const t = useDatasetsText();
  const save = useSaveLabel(dataset.dataset_id);
  const triplets = kindOf(dataset.dataset_type).name === "textTriplet";
  const initial: Values = {
    name: label?.name ?? "",
    type: label?.type ?? (triplets ? entityType : dataset.dataset_type),
    colour: label === null ? colourAt(count) : colourOf(label),
    shortcut: String(label?.property?.[`${ours}shortcut`] ?? ""),
    attributes: (label?.attributes ?? []).map((one) => ({
      name: String(one["name"]),
      values: ((one["values"] ?? []) as { value: string }[]).map(({ value }) => value),
    })),
  };

  function written(values: Values): LabelWrite {
    const renamed = label !== null && values.name.trim() !== label.name;
    const attributes = (values.attributes ?? []).map(({ name, values: choices = [] }): LabelAttribute => ({
      name,
      type: choices.length > 0 ? "select" : "text",
      values: choices.map((value) => ({ value })),
    }));
    return {
      name: label?.name ?? values.name.trim(),
      type: values.type,
      property: {
        [`${ours}color`]: values.colour,
        [`${ours}shortcut`]: values.shortcut,
        ...(renamed && { [`${ours}rename_to`]: values.name.trim() }),
      },
      attributes,
    };
  }

  return (
    <FormModal<Values>
      open
      title={label === null ? t.labels.create : t.labels.edit}
      initial={initial}
      onClose={onClose}
      onSubmit={(values) =>
        save.mutateAsync({ label: written({ ...initial, ...values }), fresh: label === null })
      }
    >
      {triplets && label === null && (
        <Form.Item name="type" label={t.labels.use}>
          <Select
            options={[
              { value: entityType, label: t.labels.entity },
              { value: dataset.dataset_type, label: t.labels.relation },
            ]}
          />
        </Form.Item>
      )}
      <div className="label-fields">
        <Form.Item name="colour" label={t.colour}>
          <ColourInput />
        </Form.Item>
        <Form.Item
          name="name"
          label={t.labels.name}
          rules={[{ required: true, whitespace: true, message: t.labels.nameNeeded }]}
        >
          <Input maxLength={1024} data-testid="label-name" />
        </Form.Item>
        <Form.Item name="shortcut" label={t.labels.shortcut}>
          <Input maxLength={32} className="mono" placeholder="1" data-testid="label-shortcut" />
        </Form.Item>
      </div>
      <Form.List name="attributes">
        {(rows, { add, remove }) => (
          <div className="form-pairs">
            <p className="form-hint">{t.labels.attributesHint}</p>
            {rows.map((row) => (
              <div key={row.key} className="form-row form-row-line">
                <Form.Item
                  name={[row.name, "name"]}
                  noStyle
                  rules={[{ required: true, message: t.labels.nameNeeded }]}
                >
                  <Input aria-label={t.labels.attribute} placeholder={t.labels.attribute} maxLength={64} />
                </Form.Item>
                <Form.Item name={[row.name, "values"]} noStyle>
                  <Select
                    mode="tags"
                    aria-label={t.labels.choices}
                    placeholder={t.labels.anyText}
                    notFoundContent={null}
                    className="form-row-wide"
                  />
                </Form.Item>
                <Button
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={t.form.remove}
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
            <Button size="small" icon={<PlusOutlined />} onClick={() => add({ name: "" })}>
              {t.labels.addAttribute}
            </Button>
          </div>
        )}
      </Form.List>
    </FormModal>
  );
}

/** A field of a form gives its value and takes the change. */
function ColourInput({
  value = "",
  onChange = () => undefined,
}: {
  value?: string;
  onChange?(colour: string): void;
}) {
  return <ColourField value={value} onChange={onChange} />;
}
