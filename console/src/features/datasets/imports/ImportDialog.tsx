import { useQuery } from "@tanstack/react-query";
import { App, Button, Checkbox, Form, Input } from "antd";

import type { Dataset } from "@/client";
import { PathInput } from "@/features/objects";
import { useProjectId } from "@/features/iam";
import { FormModal, useLater } from "@/ui";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import { suggestionsQuery, useStartImport } from "./api";
import { formatsOf, freshImport, importBody, type FormatName, type ImportValues } from "./formats";
import { ImportFields } from "./ImportFields";
import { ColumnFields, StoreFields } from "./StoreFields";

/** Samples and labels from a place of the storage. */
export function ImportDialog({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const t = useDatasetsText().imports;
  const { message } = App.useApp();
  const start = useStartImport(dataset.dataset_id);
  const kind = kindOf(dataset.dataset_type);
  const input = String(dataset.data_sources[0]?.["data_path"] ?? "");
  return (
    <FormModal<ImportValues>
      open
      width={600}
      title={t.fromStorage}
      okText={t.start}
      initial={freshImport(input === "" ? "" : `obs:/${input}`)}
      onClose={onClose}
      onSubmit={async (values) => {
        await start.mutateAsync(importBody({ ...freshImport(""), ...values }, kind));
        void message.success(t.started);
      }}
    >
      {(form) => (
        <Form.Item noStyle shouldUpdate>
          {() => {
            const values = form.getFieldsValue();
            const file = values.format === "manifest";
            const address = values.format === "address";
            return (
              <>
                <Form.Item
                  name="path"
                  label={address ? t.address : file ? t.manifest : t.path}
                  extra={address ? t.addressHint : file ? t.manifestHint : t.pathHint}
                  rules={[{ required: true, message: t.pathNeeded }]}
                >
                  {values.format === "server" || address ? (
                    <Input
                      aria-label={address ? t.address : t.path}
                      className="mono"
                      spellCheck={false}
                      data-testid="import-path"
                    />
                  ) : (
                    <PathInput kind={file ? "file" : "any"} label={t.path} testId="import-path" />
                  )}
                </Form.Item>
                <Suggestions
                  dataset={dataset}
                  path={String(values.path ?? "")}
                  onTake={(format) => form.setFieldValue("format", format)}
                />
                {address && <StoreFields dataset={dataset} values={values} />}
                {values.format === "parquet" && <ColumnFields dataset={dataset} />}
                <ImportFields dataset={dataset} values={values} formats={formatsOf(kind)} />
                {values.format === "manifest" && (
                  <Form.Item name="checkFiles" valuePropName="checked" noStyle>
                    <Checkbox className="form-check">{t.checkFiles}</Checkbox>
                  </Form.Item>
                )}
                {kind.name !== "table" && (
                  <Form.Item name="copyTo" label={t.copyTo} extra={t.copyToHint}>
                    <Input spellCheck={false} data-testid="import-copy" />
                  </Form.Item>
                )}
              </>
            );
          }}
        </Form.Item>
      )}
    </FormModal>
  );
}

interface SuggestionsProps {
  dataset: Dataset;
  path: string;
  onTake(format: FormatName): void;
}

/** What the folder looks like, to be taken with a click. A folder that cannot be read says so when it is imported. */
function Suggestions({ dataset, path, onTake }: SuggestionsProps) {
  const t = useDatasetsText().imports;
  const later = useLater(path.trim(), 500);
  const known = formatsOf(kindOf(dataset.dataset_type));
  const found = useQuery(suggestionsQuery(useProjectId(), dataset.dataset_id, later)).data?.suggestions ?? [];
  const fitting = found.filter(({ format }) => known.includes(format as FormatName)).slice(0, 3);
  if (fitting.length === 0) return null;
  return (
    <p className="line import-looks">
      <span className="soft">{t.looksLike}</span>
      {fitting.map(({ format, reason }) => (
        <Button key={format} size="small" title={reason} onClick={() => onTake(format as FormatName)}>
          {t.formats[format as FormatName]}
        </Button>
      ))}
    </p>
  );
}
