import { Form, Input, Radio } from "antd";
import { useState } from "react";

import type { NewAPIKey } from "@/client";
import { useProjectId } from "@/features/iam";
import { FormModal } from "@/ui";
import { useServingText } from "../text";
import { useCreateAPIKey } from "./api";
import { SecretOnce } from "./SecretOnce";

interface NewAPIKeyDialogProps {
  open: boolean;
  onClose(): void;
  /** The service that a key for single services is bound to at once. */
  service?: { id: string; name: string };
}

interface Wanted {
  name: string;
  description?: string;
  scope: "USER" | "SERVICE";
}

/** Makes an API key, and shows it the one time that it can be seen. */
export function NewAPIKeyDialog({ open, onClose, service }: NewAPIKeyDialogProps) {
  const t = useServingText().callers;
  const create = useCreateAPIKey(useProjectId());
  const [fresh, setFresh] = useState<NewAPIKey | null>(null);
  return (
    <>
      <FormModal<Wanted>
        open={open}
        title={t.createKey}
        okText={t.createKey}
        initial={{ scope: service === undefined ? "USER" : "SERVICE" }}
        onClose={onClose}
        onSubmit={async ({ name, description = "", scope }) =>
          setFresh(
            await create.mutateAsync({
              name: name.trim(),
              description,
              scope,
              services: service === undefined ? [] : [service.id],
            }),
          )
        }
      >
        <Form.Item
          name="name"
          label={t.name}
          extra={t.nameRule}
          rules={[{ required: true, message: t.nameRule, whitespace: true }]}
        >
          <Input autoFocus maxLength={64} spellCheck={false} autoComplete="off" data-testid="api-key-name" />
        </Form.Item>
        <Form.Item name="description" label={t.remark}>
          <Input maxLength={256} />
        </Form.Item>
        <Form.Item name="scope" label={t.mayCall}>
          <Radio.Group className="stacked">
            <Radio value="SERVICE">{service === undefined ? t.someServices : t.thisService}</Radio>
            <Radio value="USER">{t.allServices}</Radio>
          </Radio.Group>
        </Form.Item>
      </FormModal>
      <SecretOnce
        title={t.newKey}
        hint={t.keyOnce}
        values={fresh === null ? null : [{ name: t.apiKey, value: fresh.api_key, testId: "new-api-key" }]}
        onClose={() => setFresh(null)}
      />
    </>
  );
}
