import { useQuery } from "@tanstack/react-query";
import { Select, type SelectProps } from "antd";
import { useMemo } from "react";

import type { Action } from "@/client";
import { fill, useLocale } from "@/i18n";
import { actionsQuery } from "../api/policies";
import { useProject } from "../session/session";
import { useIAMText } from "../text";

interface Option {
  value: string;
  label: string;
  note: string;
}

/** Actions by kind of resource, the pattern for all of them first. */
function useOptions(actions: readonly Action[]): { label: string; options: Option[] }[] {
  const t = useIAMText().policies;
  const { language } = useLocale();
  return useMemo(() => {
    const groups = new Map<string, Option[]>();
    const services = [...new Set(actions.map((one) => one.service))];
    groups.set(
      "*",
      services.map((service) => ({
        value: `${service}:*:*`,
        label: `${service}:*:*`,
        note: fill(t.serviceAll, { service }),
      })),
    );
    for (const { name, service, resource_type: type, description, description_cn } of actions) {
      const title = `${service} · ${type}`;
      if (!groups.has(title)) {
        const all = `${service}:${type}:*`;
        groups.set(title, [{ value: all, label: all, note: fill(t.typeAll, { service, type }) }]);
      }
      groups
        .get(title)
        ?.push({ value: name, label: name, note: language === "zh" ? description_cn : description });
    }
    return [...groups].map(([label, options]) => ({ label, options }));
  }, [actions, language, t]);
}

/** Picks from the catalogue; patterns of one's own can be typed. */
export function ActionSelect(props: Omit<SelectProps<string[]>, "options" | "mode">) {
  const { project } = useProject();
  const catalogue = useQuery({ ...actionsQuery(project?.id ?? ""), enabled: project !== undefined });
  const groups = useOptions(catalogue.data ?? []);
  return (
    <Select<string[], Option>
      {...(props as SelectProps<string[], Option>)}
      mode="tags"
      style={{ width: "100%" }}
      loading={catalogue.isLoading}
      tokenSeparators={[",", " "]}
      showSearch={{
        filterOption: (typed, option) =>
          `${option?.value ?? ""} ${option?.note ?? ""}`.toLowerCase().includes(typed.toLowerCase()),
      }}
      options={groups as unknown as Option[]}
      data-testid="action-select"
      optionRender={(option) => (
        <span>
          <span className="mono">{option.label}</span>
          <span className="row-sub">{option.data.note}</span>
        </span>
      )}
    />
  );
}
