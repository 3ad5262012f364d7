import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, InputNumber, Segmented, Slider } from "antd";
import { useState } from "react";

import type { Dataset, SplitWanted } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { ErrorAlert, FormModal, useLater, useSeriesColours } from "@/ui";
import { kindOf } from "../kinds";
import { previewQuery, usePublish } from "./api";
import { Sets } from "./Sets";
import { useVersionsText } from "./text";

type SplitMethod = "stratified" | "random" | "group";
type Method = "none" | SplitMethod;

const methods: readonly Method[] = ["none", "stratified", "random", "group"];

interface Values {
  version_name?: string;
  description?: string;
  export_images?: boolean;
  with_column_header?: boolean;
  voc?: boolean;
}

/** Object detection and image segmentation: what VOC files can say. */
const shaped: readonly number[] = [1, 3];

/** Asks for a version, with a split whose counts are shown before. */
export function PublishVersion({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const t = useVersionsText();
  const publish = usePublish(dataset.dataset_id);
  const colours = useSeriesColours();
  const { labelled, data } = kindOf(dataset.dataset_type);
  const isTable = data === "table";
  const hasFiles = data !== "text" && data !== "table";
  const [method, setMethod] = useState<Method>("none");
  const [borders, setBorders] = useState<[number, number]>([80, 100]);
  const [seed, setSeed] = useState(0);
  return (
    <FormModal<Values>
      open
      title={t.publish}
      okText={t.publish}
      width={600}
      onClose={onClose}
      onSubmit={(values) =>
        publish.mutateAsync({
          ...(values.version_name ? { version_name: values.version_name } : {}),
          description: values.description ?? "",
          export_images: values.export_images ?? false,
          ...(values.voc && { annotation_format: "VOC" as const }),
          ...(isTable && { version_format: "CSV", with_column_header: values.with_column_header ?? true }),
          ...(method === "none" ? {} : { split: splitOf(method, borders, seed) }),
        })
      }
    >
      <Form.Item
        name="version_name"
        label={t.name}
        extra={t.nameHint}
        rules={[{ pattern: /^[A-Za-z0-9_-]{1,32}$/, message: t.nameRule }]}
      >
        <Input maxLength={32} placeholder="V001" data-testid="version-name" />
      </Form.Item>
      <Form.Item
        name="description"
        label={t.description}
        rules={[{ pattern: /^[^!<>=&"']*$/, message: t.descriptionRule }]}
      >
        <Input.TextArea rows={2} maxLength={256} data-testid="version-description" />
      </Form.Item>
      {hasFiles && (
        <Form.Item name="export_images" valuePropName="checked" extra={t.withFilesHint}>
          <Checkbox data-testid="version-with-files">{t.withFiles}</Checkbox>
        </Form.Item>
      )}
      {shaped.includes(dataset.dataset_type) && (
        <Form.Item name="voc" valuePropName="checked" extra={t.vocHint}>
          <Checkbox data-testid="version-with-voc">{t.voc}</Checkbox>
        </Form.Item>
      )}
      {isTable && (
        <Form.Item label={t.format} extra={t.csvHint}>
          <Segmented aria-label={t.format} value="CSV" options={["CSV"]} />
        </Form.Item>
      )}
      {isTable && (
        <Form.Item name="with_column_header" valuePropName="checked" initialValue>
          <Checkbox data-testid="version-with-header">{t.withHeader}</Checkbox>
        </Form.Item>
      )}
      {!isTable && (
        <Form.Item required label={t.split} extra={t.methodHints[method]}>
          <Segmented<Method>
            aria-label={t.split}
            value={method}
            onChange={setMethod}
            options={methods
              .filter((value) => labelled || value !== "stratified")
              .map((value) => ({ value, label: t.methods[value] }))}
          />
        </Form.Item>
      )}
      {method !== "none" && (
        <>
          <Form.Item
            required
            label={t.shares}
            extra={fill(t.sharesValue, {
              train: String(borders[0]),
              evaluate: String(borders[1] - borders[0]),
              test: String(100 - borders[1]),
            })}
          >
            <Slider
              range
              className="split-shares"
              min={1}
              max={100}
              value={borders}
              styles={{
                rail: { background: stripes(colours, borders) },
                track: { background: "transparent" },
              }}
              onChange={([first = 80, second = 100]) => setBorders([first, second])}
              ariaLabelForHandle={[t.usages.TRAIN, t.usages.EVAL]}
            />
          </Form.Item>
          <Form.Item required label={t.seed} extra={t.seedHint} htmlFor="split-seed">
            <InputNumber
              id="split-seed"
              min={0}
              max={2 ** 31}
              precision={0}
              value={seed}
              onChange={(value) => setSeed(value ?? 0)}
            />
          </Form.Item>
          <Preview datasetId={dataset.dataset_id} method={method} borders={borders} seed={seed} />
        </>
      )}
    </FormModal>
  );
}

function splitOf(method: SplitMethod, [first, second]: [number, number], seed: number): SplitWanted {
  return {
    method,
    train: first / 100,
    evaluate: (second - first) / 100,
    test: (100 - second) / 100,
    seed,
    by: "folder",
  };
}

/** The three sets side by side, in the colours that their counts have. */
function stripes(colours: readonly string[], [first, second]: [number, number]): string {
  const [train, evaluate, test] = colours;
  const stops = [`${train} ${first}%`, `${evaluate} ${first}% ${second}%`, `${test} ${second}%`];
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

interface PreviewProps {
  datasetId: string;
  method: SplitMethod;
  borders: [number, number];
  seed: number;
}

/** What the split gives, once nobody moves the shares any more. */
function Preview({ datasetId, method, borders, seed }: PreviewProps) {
  const t = useVersionsText();
  const split = splitOf(method, useLater(borders, 250), useLater(seed, 250));
  const query = useQuery(previewQuery(useProjectId(), datasetId, split));
  if (query.isError) return <ErrorAlert error={query.error} />;
  if (query.data === undefined) return null;
  return (
    <Form.Item required label={t.preview}>
      <Sets counts={query.data.usages} unused={query.data.unused} />
    </Form.Item>
  );
}
