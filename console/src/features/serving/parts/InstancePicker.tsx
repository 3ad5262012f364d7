import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";

import type { Service, ServiceInstance } from "@/client";
import { useProjectId } from "@/features/iam";
import { Status, useURLValue } from "@/ui";
import { instancesQuery } from "../api";
import { useServingText } from "../text";

/** The instance that the address names, else the newest that is ready. */
export function useInstance(service: Service) {
  const [wanted, choose] = useURLValue("instance");
  const query = useQuery(instancesQuery(useProjectId(), service.service_id));
  const instances = query.data?.instances ?? [];
  const instance =
    instances.find((one) => one.instance_id === wanted) ??
    instances.find((one) => one.status === "ready") ??
    instances[0];
  return { query, instances, instance, choose };
}

interface InstancePickerProps {
  instances: readonly ServiceInstance[];
  value: string;
  onChange(instanceId: string): void;
}

export function InstancePicker({ instances, value, onChange }: InstancePickerProps) {
  const t = useServingText().instances;
  const words: Readonly<Record<string, string>> = t.statuses;
  return (
    <Select
      aria-label={t.name}
      style={{ minWidth: 230 }}
      popupMatchSelectWidth={false}
      value={value}
      onChange={onChange}
      options={instances.map((one) => ({
        value: one.instance_id,
        label: (
          <span className="line nowrap">
            <span className="mono">{one.instance_name}</span>
            <span className="faint">
              {one.model_name} {one.model_version}
            </span>
            {one.status !== "ready" && <Status tone="neutral">{words[one.status] ?? one.status}</Status>}
          </span>
        ),
      }))}
      data-testid="instance-picker"
    />
  );
}
