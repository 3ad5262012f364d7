import { CheckCircleOutlined, DeleteOutlined, StopOutlined } from "@ant-design/icons";
import { App, type MenuProps } from "antd";

import type { User } from "@/client";
import { fill } from "@/i18n";
import { useConfirmDelete, useFail, useUIText } from "@/ui";
import { useDeleteUser, useUpdateUser } from "../api/people";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

/** What can be done with a user besides editing; never to oneself, so that nobody locks himself out. */
export function useUserActions(onDeleted: () => void): (user: User) => NonNullable<MenuProps["items"]> {
  const t = useIAMText().users;
  const ui = useUIText();
  const me = useSession().user;
  const { message } = App.useApp();
  const fail = useFail();
  const confirmDelete = useConfirmDelete();
  const update = useUpdateUser();
  const remove = useDeleteUser();

  return (user) => {
    const { id, name, enabled } = user;
    const own = id === me.id;
    return [
      {
        key: "enable",
        label: enabled ? t.disable : t.enable,
        icon: enabled ? <StopOutlined /> : <CheckCircleOutlined />,
        disabled: own,
        onClick: () =>
          void update.mutateAsync({ id, enabled: !enabled }).then(() => message.success(t.saved), fail),
      },
      { type: "divider" },
      {
        key: "delete",
        label: ui.delete,
        icon: <DeleteOutlined />,
        danger: true,
        disabled: own,
        onClick: () =>
          confirmDelete({
            title: fill(t.deleteTitle, { name }),
            content: t.deleteHint,
            action: () =>
              remove.mutateAsync(id).then(() => {
                message.success(fill(t.deleted, { name }));
                onDeleted();
              }),
          }),
      },
    ];
  };
}
