import { Form, Modal, type FormInstance } from "antd";
import { useEffect, useState, type ReactNode } from "react";

import { AppError } from "@/client";
import { ErrorAlert } from "./states";
import { useUIText } from "./text";

interface FormModalProps<V extends object> {
  open: boolean;
  title: string;
  okText?: string;
  initial?: Partial<V>;
  width?: number;
  onClose(): void;
  /** Resolves when the server took the values; a rejection is shown above the buttons. */
  onSubmit(values: V): Promise<unknown>;
  children: ReactNode | ((form: FormInstance<V>) => ReactNode);
}

/** A dialog with a form: keeps the values when the server refuses, so nothing is typed twice. */
export function FormModal<V extends object>(props: FormModalProps<V>) {
  const { open, title, okText, initial, width = 520, onClose, onSubmit, children } = props;
  const t = useUIText();
  const [form] = Form.useForm<V>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  useEffect(() => {
    if (open) setProblem(null);
  }, [open]);

  async function submit(values: V) {
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit(values);
      onClose();
    } catch (caught) {
      setProblem(caught);
      const field = caught instanceof AppError ? caught.param("field") : null;
      if (field !== null) form.getFieldInstance(field as never)?.focus?.();
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal
      open={open}
      title={title}
      width={width}
      okText={okText ?? t.save}
      cancelText={t.cancel}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => form.submit()}
      destroyOnHidden
      mask={{ closable: false }}
    >
      <Form<V>
        form={form}
        layout="vertical"
        requiredMark="optional"
        preserve={false}
        initialValues={initial}
        onFinish={(values) => void submit(values)}
      >
        {typeof children === "function" ? children(form) : children}
        {problem !== null && <ErrorAlert error={problem} />}
        {/* Enter in any field submits, as in every form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </Form>
    </Modal>
  );
}
