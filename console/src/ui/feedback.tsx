import { App } from "antd";
import { useCallback, type ReactNode } from "react";

import { ErrorAlert } from "./states";
import { useUIText } from "./text";

/** Show the failure of an action that has no form to show it in. */
export function useFail(): (problem: unknown) => void {
  const { modal } = App.useApp();
  const t = useUIText();
  return useCallback(
    (problem: unknown) => {
      modal.info({
        icon: null,
        title: null,
        content: <ErrorAlert error={problem} />,
        okText: t.close,
        width: 520,
      });
    },
    [modal, t.close],
  );
}

interface Question {
  title: string;
  content: ReactNode;
  okText?: string;
  action(): Promise<unknown>;
}

/** Ask before something is gone, name it, and say so when it could not be done. */
export function useConfirmDelete(): (question: Question) => void {
  const { modal } = App.useApp();
  const fail = useFail();
  const t = useUIText();
  return useCallback(
    ({ title, content, okText, action }: Question) => {
      modal.confirm({
        title,
        content,
        okText: okText ?? t.delete,
        cancelText: t.cancel,
        okButtonProps: { danger: true },
        autoFocusButton: "cancel",
        onOk: () => action().catch(fail),
      });
    },
    [modal, fail, t],
  );
}
