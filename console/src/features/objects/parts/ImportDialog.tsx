import { App, Form, Input } from "antd";

import { useProjectId } from "@/features/iam";
import { FormModal } from "@/ui";
import { useStartTask } from "../api";
import { asPrefix, obsPath } from "../paths";
import { useObjectsText } from "../text";
import { useTransfers } from "../transfers/uploads";
import type { Place } from "./entries";

interface ImportValues {
  source: string;
  target?: string;
}

/** Bring in a directory that lies on the server already. */
export function ImportDialog({ place, open, onClose }: { place: Place; open: boolean; onClose(): void }) {
  const t = useObjectsText().import;
  const start = useStartTask(useProjectId());
  const { setOpen } = useTransfers();
  const { message } = App.useApp();
  async function submit({ source, target = "" }: ImportValues) {
    await start.mutateAsync({ kind: "import", source, target: obsPath(place.bucket, asPrefix(target)) });
    message.success(t.started);
    setOpen(true);
  }
  return (
    <FormModal<ImportValues>
      open={open}
      title={t.title}
      okText={t.start}
      initial={{ target: place.prefix }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item
        name="source"
        label={t.source}
        extra={t.sourceHint}
        rules={[{ required: true, pattern: /^\//, message: t.sourceHint }]}
      >
        <Input className="mono" placeholder="/data/my-dataset" spellCheck={false} />
      </Form.Item>
      <Form.Item name="target" label={t.target}>
        <Input
          prefix={<span className="faint mono">{obsPath(place.bucket)}</span>}
          className="mono"
          spellCheck={false}
        />
      </Form.Item>
    </FormModal>
  );
}
