import { useQuery } from "@tanstack/react-query";
import { Select, type SelectProps } from "antd";

import { allRolesQuery } from "../api/policies";
import { useIAMText } from "../text";

/** Picks policies by name and gives their ids. */
export function PolicySelect(props: Omit<SelectProps<string[]>, "options" | "mode">) {
  const t = useIAMText().policies;
  const roles = useQuery(allRolesQuery);
  const groups = [
    { label: t.kinds.custom, rows: roles.data?.filter((role) => role.catalog === "CUSTOMED") ?? [] },
    { label: t.kinds.system, rows: roles.data?.filter((role) => role.catalog !== "CUSTOMED") ?? [] },
  ];
  return (
    <Select
      {...props}
      mode="multiple"
      loading={roles.isPending}
      showSearch={{ optionFilterProp: "label" }}
      data-testid="policy-select"
      options={groups
        .filter(({ rows }) => rows.length > 0)
        .map(({ label, rows }) => ({
          label,
          options: rows.map((role) => ({
            value: role.id,
            label: role.display_name || role.name,
            title: role.description,
          })),
        }))}
    />
  );
}
