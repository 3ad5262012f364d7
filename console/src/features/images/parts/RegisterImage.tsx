import { App, Checkbox, Form, Input, Segmented } from "antd";
import { useState } from "react";

import type { Image } from "@/client";
import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { fill } from "@/i18n";
import { FormModal } from "@/ui";
import { useRegisterImage } from "../api";
import { useImagesText } from "../text";
import { addressOf } from "./names";

type Way = "requirements" | "file" | "reference";

interface Values {
  name: string;
  requirements?: string;
  file?: string;
  description?: string;
  everybody?: boolean;
}

const ways: readonly Way[] = ["requirements", "file", "reference"];
const nameRule = /^([a-z0-9.:-]+\/)*[a-z0-9][a-z0-9._-]*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?$/;

/** A requirements text, a file or a reference becomes an image of one's own. */
export function RegisterImage(props: { open: boolean; onClose(): void; onDone(image: Image): void }) {
  const t = useImagesText().form;
  const { message } = App.useApp();
  const register = useRegisterImage(useProjectId());
  const [way, setWay] = useState<Way>("requirements");
  async function submit({ name, requirements, file, description = "", everybody = false }: Values) {
    const image = await register.mutateAsync({
      swr_path: name.trim(),
      description,
      visibility: everybody ? "PUBLIC" : "PRIVATE",
      ...(way === "requirements" && { requirements: requirements ?? "" }),
      ...(way === "file" && { requirements_path: file ?? "" }),
    });
    void message.success(fill(t.done, { name: addressOf(image) }));
    props.onDone(image);
  }
  return (
    <FormModal<Values>
      open={props.open}
      title={t.title}
      okText={t.submit}
      width={600}
      onClose={props.onClose}
      onSubmit={submit}
    >
      <Form.Item label={t.way} extra={t.wayHints[way]}>
        <Segmented<Way>
          value={way}
          onChange={setWay}
          options={ways.map((value) => ({ value, label: t.ways[value] }))}
        />
      </Form.Item>
      <Form.Item
        name="name"
        label={way === "reference" ? t.reference : t.name}
        extra={way === "reference" ? t.referenceHint : t.nameHint}
        rules={[{ required: true, pattern: nameRule, message: t.nameRule }]}
      >
        <Input className="mono" autoFocus spellCheck={false} autoComplete="off" data-testid="image-name" />
      </Form.Item>
      {way === "requirements" && (
        <Form.Item
          name="requirements"
          label={t.requirements}
          extra={t.requirementsHint}
          rules={[{ required: true, message: t.needed }]}
        >
          <Input.TextArea
            className="mono"
            autoSize={{ minRows: 6, maxRows: 16 }}
            spellCheck={false}
            placeholder={"scikit-learn==1.7.2\npandas"}
            data-testid="image-requirements"
          />
        </Form.Item>
      )}
      {way === "file" && (
        <Form.Item name="file" label={t.file} rules={[{ required: true, message: t.needed }]}>
          <PathInput kind="file" label={t.file} testId="image-file" />
        </Form.Item>
      )}
      <Form.Item name="description" label={t.description}>
        <Input maxLength={512} />
      </Form.Item>
      <Form.Item name="everybody" valuePropName="checked">
        <Checkbox>{t.everybody}</Checkbox>
      </Form.Item>
    </FormModal>
  );
}
