import { DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { App, type MenuProps } from "antd";

import type { Group } from "@/client";
import { fill } from "@/i18n";
import { useConfirmDelete, useUIText } from "@/ui";
import { useDeleteGroup } from "../api/people";
import { useIAMText } from "../text";

interface Then {
  onEdit(group: Group): void;
  onDeleted(): void;
}

export function useGroupActions({
  onEdit,
  onDeleted,
}: Then): (group: Group) => NonNullable<MenuProps["items"]> {
  const t = useIAMText().groups;
  const ui = useUIText();
  const { message } = App.useApp();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteGroup();
  return (group) => [
    { key: "edit", label: t.edit, icon: <EditOutlined />, onClick: () => onEdit(group) },
    {
      key: "delete",
      label: ui.delete,
      icon: <DeleteOutlined />,
      danger: true,
      onClick: () =>
        confirmDelete({
          title: fill(t.deleteTitle, { name: group.name }),
          content: t.deleteHint,
          action: () =>
            remove.mutateAsync(group.id).then(() => {
              message.success(fill(t.deleted, { name: group.name }));
              onDeleted();
            }),
        }),
    },
  ];
}
