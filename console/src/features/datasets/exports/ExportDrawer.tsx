import { ExportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Drawer, Form, Segmented, Select } from "antd";

import type { Dataset, ExportCreate } from "@/client";
import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { fill } from "@/i18n";
import { ErrorAlert } from "@/ui";
import { formatsOf, type FormatName } from "../imports/formats";
import { kindOf, type DatasetKind } from "../kinds";
import { useDatasetsText } from "../text";
import { versionsQuery } from "../versions/api";
import { useStartExport } from "./api";
import "./exports.css";
import { ExportList } from "./ExportList";
import { useExportsText } from "./text";

const mostVersions = 100;

/** The numbers of the API for what is exported. */
type Which = 0 | 1 | 2;
const everything: Which = 2;

interface Values {
  path: string;
  version: string;
  which: Which;
  format: FormatName;
  withFiles: boolean;
}

/** Starts exports, and shows how far they are. version: what to begin with, empty for what is labelled now. */
export function ExportDrawer({
  dataset,
  version = "",
  onClose,
}: {
  dataset: Dataset;
  version?: string;
  onClose(): void;
}) {
  const t = useExportsText();
  return (
    <Drawer open title={fill(t.titleOf, { name: dataset.dataset_name })} size={640} onClose={onClose}>
      <div className="stack" data-testid="export-drawer">
        <ExportForm dataset={dataset} version={version} />
        <ExportList datasetId={dataset.dataset_id} />
      </div>
    </Drawer>
  );
}

function ExportForm({ dataset, version }: { dataset: Dataset; version: string }) {
  const t = useExportsText();
  const { formats } = useDatasetsText().imports;
  const [form] = Form.useForm<Values>();
  const kind = kindOf(dataset.dataset_type);
  const start = useStartExport(dataset.dataset_id);
  const chosen = Form.useWatch("version", form) ?? version;
  const versions = useQuery(versionsQuery(useProjectId(), dataset.dataset_id, 0, mostVersions)).data
    ?.versions;
  const usable = (versions ?? []).filter(({ status }) => status === 1);
  const first: Values = {
    path: "",
    version,
    which: everything,
    format: "manifest",
    withFiles: true,
  };
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      initialValues={first}
      requiredMark={false}
      onFinish={(values) => start.mutate(bodyOf({ ...first, ...values }))}
    >
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
      {kind.labelled && chosen === "" && (
        <Form.Item name="which" label={t.which}>
          <Segmented<Which>
            aria-label={t.which}
            options={[
              { value: 2, label: t.all },
              { value: 0, label: t.labelled },
              { value: 1, label: t.unlabelled },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item name="format" label={t.format}>
        <Select
          aria-label={t.format}
          options={targetsOf(kind).map((value) => ({ value, label: formats[value] }))}
          data-testid="export-format"
        />
      </Form.Item>
      <Form.Item
        name="path"
        label={t.path}
        extra={t.pathHint}
        rules={[{ required: true, message: t.pathNeeded }]}
      >
        <PathInput kind="folder" label={t.path} testId="export-path" />
      </Form.Item>
      {start.isError && (
        <div className="export-problem">
          <ErrorAlert error={start.error} />
        </div>
      )}
      <div className="export-end">
        <Form.Item name="withFiles" valuePropName="checked" noStyle>
          <Checkbox>{t.withFiles}</Checkbox>
        </Form.Item>
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
  if (!kind.labelled) return ["manifest", "plain"];
  return formatsOf(kind).filter((format) => !["auto", "archive", "server"].includes(format));
}

function bodyOf({ path, version, which, format, withFiles }: Values): ExportCreate {
  return {
    path,
    export_type: version === "" ? which : everything,
    ...(version !== "" && { version_id: version }),
    format: format.toUpperCase() as NonNullable<ExportCreate["format"]>,
    with_files: withFiles,
  };
}
