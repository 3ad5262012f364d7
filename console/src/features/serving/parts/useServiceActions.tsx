import { App } from "antd";
import { useNavigate } from "react-router";

import type { ServiceItem } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { useFail, useUIText } from "@/ui";
import { useDeleteService, useRestartService, useRollBack, useUpdateService } from "../api";
import { useServingText } from "../text";

type Named = Pick<ServiceItem, "service_id" | "service_name" | "infer_type">;

/** Where a service is shown. */
export const placeOf = ({ service_id: id, infer_type: type }: Pick<Named, "service_id" | "infer_type">) =>
  type === "batch" ? `/batch-services/${id}` : `/services/${id}`;

/** What people do with services: asked first, told afterwards. */
export function useServiceActions() {
  const t = useServingText().actions;
  const ui = useUIText();
  const format = useFormat();
  const navigate = useNavigate();
  const fail = useFail();
  const { modal, message } = App.useApp();
  const projectId = useProjectId();
  const update = useUpdateService(projectId);
  const restart = useRestartService(projectId);
  const rollBack = useRollBack(projectId);
  const remove = useDeleteService(projectId);

  function ask(question: {
    title: string;
    content: string;
    okText: string;
    danger?: boolean;
    act(): Promise<unknown>;
    done: string;
  }) {
    modal.confirm({
      title: question.title,
      content: question.content,
      okText: question.okText,
      cancelText: ui.cancel,
      ...(question.danger === true && {
        okButtonProps: { danger: true },
        autoFocusButton: "cancel" as const,
      }),
      onOk: () => question.act().then(() => void message.success(question.done), fail),
    });
  }

  return {
    modify: (service: Named) => void navigate(`${placeOf(service)}/edit`),
    start({ service_id: id, service_name: name }: Named) {
      update
        .mutateAsync({ id, body: { status: "running" } })
        .then(() => void message.success(fill(t.started, { name })), fail);
    },
    stop({ service_id: id, service_name: name, infer_type: type }: Named) {
      ask({
        title: fill(t.stopTitle, { name }),
        content: type === "batch" ? t.stopBatchHint : t.stopHint,
        okText: t.stop,
        act: () => update.mutateAsync({ id, body: { status: "stopped" } }),
        done: fill(t.stopped, { name }),
      });
    },
    restart({ service_id: id, service_name: name }: Named) {
      ask({
        title: fill(t.restartTitle, { name }),
        content: t.restartHint,
        okText: t.restart,
        act: () => restart.mutateAsync(id),
        done: fill(t.restarted, { name }),
      });
    },
    rollBack({ service_id: id, service_name: name }: Named, updateTime?: number) {
      ask({
        title: fill(t.rollBackTitle, { name }),
        content:
          updateTime === undefined
            ? t.rollBackHint
            : fill(t.rollBackToHint, { when: format.dateTime(updateTime) }),
        okText: t.rollBack,
        act: () => rollBack.mutateAsync(updateTime === undefined ? { id } : { id, updateTime }),
        done: fill(t.rolledBack, { name }),
      });
    },
    remove(services: readonly Named[], after?: () => void) {
      const [first] = services;
      const one = services.length === 1 ? first?.service_name : undefined;
      ask({
        title:
          one === undefined
            ? format.counted(t.deleteMany, services.length)
            : fill(t.deleteTitle, { name: one }),
        content: first?.infer_type === "batch" ? t.deleteBatchHint : t.deleteHint,
        okText: t.delete,
        danger: true,
        act: () => remove.mutateAsync(services.map(({ service_id: id }) => id)).then(() => after?.()),
        done:
          one === undefined ? format.counted(t.deletedMany, services.length) : fill(t.deleted, { name: one }),
      });
    },
  };
}
