import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";

import { useProjectId } from "@/features/iam";
import { useLater } from "@/ui";
import { servicesQuery } from "../api";
import { useServingText } from "../text";

interface ServiceSelectProps {
  value: string;
  onChange(serviceId: string): void;
  testId: string;
}

/** A real-time service, found by its name. */
export function ServiceSelect({ value, onChange, testId }: ServiceSelectProps) {
  const t = useServingText().callers;
  const [typed, setTyped] = useState("");
  const later = useLater(typed.trim(), 250);
  const found = useQuery(
    servicesQuery(useProjectId(), { limit: 50, ...(later !== "" && { service_name: later }) }),
  );
  return (
    <Select
      aria-label={t.chooseService}
      placeholder={t.chooseService}
      className="caller-select"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      value={value === "" ? undefined : value}
      onChange={onChange}
      options={found.data?.services.map((one) => ({ value: one.service_id, label: one.service_name })) ?? []}
      data-testid={testId}
    />
  );
}
