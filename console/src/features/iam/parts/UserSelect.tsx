import { useQuery } from "@tanstack/react-query";
import { Select, type SelectProps } from "antd";

import { usersQuery } from "../api/people";
import { useSession } from "../session/session";

interface UserSelectProps extends Omit<SelectProps<string | string[]>, "options" | "mode"> {
  many?: boolean;
  without?: readonly string[];
}

/** Picks users by name and gives their ids. */
export function UserSelect({ many = false, without = [], ...select }: UserSelectProps) {
  const { user } = useSession();
  const users = useQuery(usersQuery(user.domain.id));
  const rows = users.data ?? [{ id: user.id, name: user.name }];
  return (
    <Select
      {...select}
      {...(many && { mode: "multiple" as const })}
      showSearch={{ optionFilterProp: "label" }}
      loading={users.isPending}
      options={rows
        .filter((one) => !without.includes(one.id))
        .map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
