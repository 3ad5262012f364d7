import { ExportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Drawer, Form, Input, InputNumber, Segmented, Select } from "antd";

import type { Dataset, ExportCreate } from "@/client";
import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { ErrorAlert } from "@/ui";
import { formatsOf, type FormatName } from "../imports/formats";
import { kindOf, namePattern, type DatasetKind } from "../kinds";
import type { Choice } from "../samples/api";
import { useDatasetsText } from "../text";
import { versionsQuery } from "../versions/api";
import { useStartExport } from "./api";
import "./exports.css";
import { ExportList } from "./ExportList";
import { useExportsText } from "./text";

const mostVersions = 100;

/** The numbers of the API for what is exported; 3 is what was chosen. */
type Which = 0 | 1 | 2 | 3;
const everything: Which = 2;

/** Samples that were chosen by hand or by filters, and how many they are. */
export interface Chosen {
  choice: Choice;
  count: number;
}

interface Values {
  path: string;
  version: string;
  which: Which;
  format: FormatName;
  withFiles: boolean;
  target: "DIR" | "NEW_DATASET";
  name: string;
  work: string;
  keepHard: boolean;
  split: boolean;
  percent: number;
}

interface ExportDrawerProps {
  dataset: Dataset;
  /** What to begin with; empty for what is labelled now. */
  version?: string;
  chosen?: Chosen;
  onClose(): void;
}

/** Starts exports, and shows how far they are. */
export function ExportDrawer({ dataset, version = "", chosen, onClose }: ExportDrawerProps) {
  const t = useExportsText();
  return (
    <Drawer open title={fill(t.titleOf, { name: dataset.dataset_name })} size={640} onClose={onClose}>
      <div className="stack" data-testid="export-drawer">
        <ExportForm dataset={dataset} version={version} chosen={chosen} />
        <section>
          <h3 className="small-title">{t.earlier}</h3>
          <ExportList datasetId={dataset.dataset_id} />
        </section>
      </div>
    </Drawer>
  );
}

interface ExportFormProps {
  dataset: Dataset;
  version: string;
  chosen: Chosen | undefined;
}

function ExportForm({ dataset, version, chosen }: ExportFormProps) {
  const t = useExportsText();
  const { formats } = useDatasetsText().imports;
  const numbers = useFormat();
  const [form] = Form.useForm<Values>();
  const kind = kindOf(dataset.dataset_type);
  const isTable = kind.data === "table";
  const start = useStartExport(dataset.dataset_id);
  const versions = useQuery(versionsQuery(useProjectId(), dataset.dataset_id, 0, mostVersions)).data
    ?.versions;
  const usable = (versions ?? []).filter(({ status }) => status === 1);
  const first: Values = {
    path: "",
    version,
    which: chosen === undefined ? everything : 3,
    format: isTable ? "csv" : "manifest",
    withFiles: true,
    target: "DIR",
    name: `${dataset.dataset_name.slice(0, 90)}-copy`,
    work: "",
    keepHard: true,
    split: false,
    percent: 80,
  };
  const values = { ...first, ...Form.useWatch([], form) };
  const toDataset = values.target === "NEW_DATASET";
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={first}
      requiredMark={false}
      onFinish={(entered) => start.mutate(bodyOf({ ...first, ...entered }, chosen?.choice))}
    >
      {(kind.labelled || chosen !== undefined) && values.version === "" && (
        <Form.Item name="which" label={t.which}>
          <Segmented<Which>
            aria-label={t.which}
            options={[
              ...(chosen === undefined
                ? []
                : [{ value: 3 as const, label: numbers.counted(t.chosen, chosen.count) }]),
              { value: 2, label: t.all },
              ...(kind.labelled
                ? [
                    { value: 0 as const, label: t.labelled },
                    { value: 1 as const, label: t.unlabelled },
                  ]
                : []),
            ]}
          />
        </Form.Item>
      )}
      {chosen === undefined && (
        <Form.Item name="version" label={t.from}>
          <Select
            aria-label={t.from}
            options={[
              { value: "", label: t.now },
              ...usable.map((one) => ({
                value: one.version_id,
                label: fill(t.versionOf, { name: one.version_name }),
              })),
            ]}
            data-testid="export-version"
          />
        </Form.Item>
      )}
      {!isTable && (
        <Form.Item name="target" label={t.target}>
          <Segmented<Values["target"]>
            aria-label={t.target}
            options={[
              { value: "DIR", label: <span data-testid="export-to-folder">{t.toFolder}</span> },
              { value: "NEW_DATASET", label: <span data-testid="export-to-dataset">{t.toDataset}</span> },
            ]}
          />
        </Form.Item>
      )}
      {toDataset ? (
        <Form.Item
          name="name"
          label={t.newName}
          rules={[{ required: true, pattern: namePattern, message: t.nameRule }]}
        >
          <Input maxLength={100} spellCheck={false} autoComplete="off" data-testid="export-name" />
        </Form.Item>
      ) : (
        <Form.Item name="format" label={t.format}>
          <Select
            aria-label={t.format}
            options={targetsOf(kind).map((value) => ({ value, label: formats[value] }))}
            data-testid="export-format"
          />
        </Form.Item>
      )}
      <Form.Item
        name="path"
        label={t.path}
        extra={toDataset ? `${t.filesHint} ${t.pathHint}` : t.pathHint}
        rules={[{ required: true, message: t.pathNeeded }]}
      >
        <PathInput kind="folder" label={t.path} testId="export-path" />
      </Form.Item>
      {toDataset && (
        <Form.Item
          name="work"
          label={t.newWork}
          extra={t.newWorkHint}
          rules={[{ required: true, message: t.newWorkNeeded }]}
        >
          <PathInput kind="folder" label={t.newWork} testId="export-work" />
        </Form.Item>
      )}
      <div className="export-checks">
        {!toDataset && !isTable && (
          <Form.Item name="withFiles" valuePropName="checked" noStyle>
            <Checkbox>{t.withFiles}</Checkbox>
          </Form.Item>
        )}
        {kind.labelled && (
          <>
            <Form.Item name="keepHard" valuePropName="checked" noStyle>
              <Checkbox>{t.keepHard}</Checkbox>
            </Form.Item>
            {(toDataset || values.format === "manifest") && (
              <span className="line">
                <Form.Item name="split" valuePropName="checked" noStyle>
                  <Checkbox>{t.split}</Checkbox>
                </Form.Item>
                {values.split && (
                  <Form.Item name="percent" noStyle>
                    <InputNumber
                      aria-label={t.percent}
                      size="small"
                      min={1}
                      max={99}
                      precision={0}
                      suffix="%"
                    />
                  </Form.Item>
                )}
              </span>
            )}
          </>
        )}
      </div>
      {start.isError && (
        <div className="export-problem">
          <ErrorAlert error={start.error} />
        </div>
      )}
      <div className="export-end">
        <Button
          type="primary"
          htmlType="submit"
          icon={<ExportOutlined />}
          loading={start.isPending}
          data-testid="start-export"
        >
          {t.start}
        </Button>
      </div>
    </Form>
  );
}

/** In what samples can be written; some formats can only be read. */
function targetsOf(kind: DatasetKind): readonly FormatName[] {
  if (kind.data === "table") return ["csv"];
  if (!kind.labelled) return ["manifest", "plain"];
  return formatsOf(kind).filter((format) => !["auto", "archive", "server"].includes(format));
}

function bodyOf(values: Values, choice: Choice | undefined): ExportCreate {
  const { path, version, which, format, target } = values;
  const split = values.split && (target === "NEW_DATASET" || format === "manifest");
  return {
    path,
    export_type: version === "" && which !== 3 ? which : everything,
    ...(version !== "" && { version_id: version }),
    format: format.toUpperCase() as NonNullable<ExportCreate["format"]>,
    with_files: target === "NEW_DATASET" || values.withFiles,
    export_params: {
      export_dest: target,
      ...(target === "NEW_DATASET" && {
        export_new_dataset_name: values.name,
        export_new_dataset_work_path: values.work,
      }),
      clear_hard_property: !values.keepHard,
      ...(split && { ratio_sample_usage: true, train_sample_ratio: String(values.percent / 100) }),
      ...(which === 3 && choice !== undefined && paramsOf(choice)),
    },
  } as ExportCreate;
}

const paramsOf = (choice: Choice) =>
  "search" in choice ? { search: choice.search } : { samples: [...choice.samples] };
