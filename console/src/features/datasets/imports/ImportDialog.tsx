import { App, Form } from "antd";

import type { Dataset } from "@/client";
import { PathInput } from "@/features/objects";
import { FormModal } from "@/ui";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import { useStartImport } from "./api";
import { freshImport, importBody, type ImportValues } from "./formats";
import { ImportFields } from "./ImportFields";

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
            return (
              <>
                <Form.Item
                  name="path"
                  label={file ? t.manifest : t.path}
                  extra={file ? t.manifestHint : t.pathHint}
                  rules={[{ required: true, message: t.pathNeeded }]}
                >
                  <PathInput kind={file ? "file" : "any"} label={t.path} testId="import-path" />
                </Form.Item>
                <ImportFields dataset={dataset} values={values} />
              </>
            );
          }}
        </Form.Item>
      )}
    </FormModal>
  );
}
