import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";

import { useProjectId } from "@/features/iam";
import { poolsQuery } from "../api";
import { useComputeText } from "../text";

interface PoolSelectProps {
  /** The empty name is the public pool. */
  value: string;
  onChange(pool: string): void;
  id?: string;
}

/** The pools of the project with their names; without dedicated ones there is nothing to choose. */
export function usePools(): readonly { value: string; label: string }[] {
  const t = useComputeText();
  const query = useQuery(poolsQuery(useProjectId()));
  const dedicated = query.data?.items ?? [];
  return [
    { value: "", label: t.publicPool },
    ...dedicated.map(({ metadata }) => ({
      value: metadata.name,
      label: metadata.labels["os.modelarts/name"] ?? metadata.name,
    })),
  ];
}

/** Which pool, among those that the project may use. */
export function PoolSelect({ value, onChange, id }: PoolSelectProps) {
  const t = useComputeText();
  const pools = usePools();
  return (
    <Select
      {...(id !== undefined && { id })}
      aria-label={t.pool}
      style={{ minWidth: 220 }}
      value={value}
      onChange={onChange}
      options={[...pools]}
      data-testid="pool-picker"
    />
  );
}
