import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";

import { useProjectId } from "@/features/iam";
import { useLater } from "@/ui";
import { modelQuery, modelsQuery } from "../api";
import { useRegistryText } from "../text";

interface ModelSelectProps {
  value: string;
  onChange(modelId: string): void;
  id?: string;
  testId?: string;
  /** Models that were chosen elsewhere already. */
  taken?: readonly string[];
}

/** A published version of a model, found by its name. */
export function ModelSelect({ value, onChange, id, testId, taken = [] }: ModelSelectProps) {
  const t = useRegistryText();
  const projectId = useProjectId();
  const [typed, setTyped] = useState("");
  const later = useLater(typed.trim(), 250);
  const found = useQuery(
    modelsQuery(projectId, {
      model_status: "published",
      limit: 50,
      ...(later !== "" && { model_name: later }),
    }),
  );
  const chosen = useQuery({ ...modelQuery(projectId, value), enabled: value !== "" });
  const models = found.data?.models ?? [];
  const missing =
    chosen.data === undefined || models.some((one) => one.model_id === value) ? [] : [chosen.data];
  return (
    <Select
      {...(id !== undefined && { id })}
      aria-label={t.select}
      placeholder={t.select}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      value={value === "" ? undefined : value}
      onChange={onChange}
      notFoundContent={found.isPending ? t.searching : t.nonePublished}
      options={[...missing, ...models].map((model) => ({
        value: model.model_id,
        disabled: model.model_id !== value && taken.includes(model.model_id),
        label: (
          <span className="line nowrap">
            <span>{model.model_name}</span>
            <span className="faint mono">{model.model_version}</span>
          </span>
        ),
      }))}
      data-testid={testId}
    />
  );
}
