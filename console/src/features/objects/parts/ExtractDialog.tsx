import { App, Form, Input } from "antd";

import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { FormModal } from "@/ui";
import { useStartTask } from "../api";
import { asPrefix, nameOf, obsPath, unpackPlace } from "../paths";
import { useObjectsText } from "../text";
import { useTransfers } from "../transfers/uploads";

interface ExtractDialogProps {
  bucket: string;
  archive: string | null;
  onClose(): void;
}

export function ExtractDialog({ bucket, archive, onClose }: ExtractDialogProps) {
  const t = useObjectsText().extract;
  const start = useStartTask(useProjectId());
  const { setOpen } = useTransfers();
  const { message } = App.useApp();
  async function submit({ target = "" }: { target?: string }) {
    await start.mutateAsync({
      kind: "extract",
      source: obsPath(bucket, archive ?? ""),
      target: obsPath(bucket, asPrefix(target)),
    });
    message.success(t.started);
    setOpen(true);
  }
  return (
    <FormModal
      open={archive !== null}
      title={fill(t.title, { name: nameOf(archive ?? "") })}
      okText={t.start}
      initial={{ target: unpackPlace(archive ?? "") }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item name="target" label={t.target} extra={t.hint}>
        <Input
          prefix={<span className="faint mono">{obsPath(bucket)}</span>}
          className="mono"
          spellCheck={false}
        />
      </Form.Item>
    </FormModal>
  );
}
