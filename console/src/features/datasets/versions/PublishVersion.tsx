import { useQuery } from "@tanstack/react-query";
import { Form, Input, InputNumber, Segmented, Slider } from "antd";
import { useState } from "react";

import type { SplitWanted } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { ErrorAlert, FormModal } from "@/ui";
import { previewQuery, usePublish } from "./api";
import { useVersionsText } from "./text";

type Method = "none" | "stratified" | "random" | "group";

const methods: readonly Method[] = ["none", "stratified", "random", "group"];

interface Values {
  version_name?: string;
  description?: string;
}

/** Asks for a version, with a split whose counts are shown before. */
export function PublishVersion({
  datasetId,
  open,
  onClose,
}: {
  datasetId: string;
  open: boolean;
  onClose(): void;
}) {
  const t = useVersionsText();
  const publish = usePublish(datasetId);
  const [method, setMethod] = useState<Method>("none");
  const [borders, setBorders] = useState<[number, number]>([80, 100]);
  const [seed, setSeed] = useState(0);
  const split = splitOf(method, borders, seed);
  return (
    <FormModal<Values>
      open={open}
      title={t.publish}
      okText={t.publish}
      width={600}
      onClose={onClose}
      onSubmit={(values) =>
        publish.mutateAsync({
          ...(values.version_name ? { version_name: values.version_name } : {}),
          description: values.description ?? "",
          ...(split === null ? {} : { split }),
        })
      }
    >
      <Form.Item
        name="version_name"
        label={t.name}
        extra={t.nameHint}
        rules={[{ pattern: /^[A-Za-z0-9_-]{1,32}$/, message: t.nameRule }]}
      >
        <Input maxLength={32} placeholder="V001" />
      </Form.Item>
      <Form.Item
        name="description"
        label={t.description}
        rules={[{ pattern: /^[^!<>=&"']*$/, message: t.descriptionRule }]}
      >
        <Input.TextArea rows={2} maxLength={256} />
      </Form.Item>
      <Form.Item label={t.split} extra={t.methodHints[method]}>
        <Segmented<Method>
          aria-label={t.split}
          value={method}
          onChange={setMethod}
          options={methods.map((value) => ({ value, label: t.methods[value] }))}
        />
      </Form.Item>
      {split !== null && (
        <>
          <Form.Item
            label={t.shares}
            extra={fill(t.sharesValue, {
              train: String(borders[0]),
              evaluate: String(borders[1] - borders[0]),
              test: String(100 - borders[1]),
            })}
          >
            <Slider
              range
              min={1}
              max={100}
              value={borders}
              onChange={([first = 80, second = 100]) => setBorders([first, second])}
              ariaLabelForHandle={[t.usages.TRAIN, t.usages.EVAL]}
            />
          </Form.Item>
          <Form.Item label={t.seed} htmlFor="split-seed">
            <InputNumber
              id="split-seed"
              min={0}
              max={2 ** 31}
              precision={0}
              value={seed}
              onChange={(value) => setSeed(value ?? 0)}
            />
          </Form.Item>
          <Preview datasetId={datasetId} split={split} />
        </>
      )}
    </FormModal>
  );
}

function splitOf(method: Method, [first, second]: [number, number], seed: number): SplitWanted | null {
  if (method === "none") return null;
  return {
    method,
    train: first / 100,
    evaluate: (second - first) / 100,
    test: (100 - second) / 100,
    seed,
    by: "folder",
  };
}

function Preview({ datasetId, split }: { datasetId: string; split: SplitWanted }) {
  const t = useVersionsText();
  const format = useFormat();
  const query = useQuery(previewQuery(useProjectId(), datasetId, split));
  if (query.isError) return <ErrorAlert error={query.error} />;
  const counts = query.data;
  if (counts === undefined) return null;
  const shown = (["TRAIN", "EVAL", "TEST"] as const).filter((usage) => (counts.usages[usage] ?? 0) > 0);
  return (
    <Form.Item label={t.preview}>
      <output className="split-preview">
        {shown.map((usage) => `${t.usages[usage]} ${format.number(counts.usages[usage] ?? 0)}`).join(" · ")}
        {counts.unused > 0 && ` · ${t.unused} ${format.number(counts.unused)}`}
      </output>
    </Form.Item>
  );
}
