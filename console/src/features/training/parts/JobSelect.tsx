import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useState } from "react";

import { useProjectId } from "@/features/iam";
import { useFormat } from "@/i18n";
import { useLater } from "@/ui";
import { jobQuery, jobsQuery } from "../api";
import { useTrainingText } from "../text";

interface JobSelectProps {
  value: string;
  onChange(jobId: string): void;
  id?: string;
}

/** A job that has succeeded, found by its name. */
export function JobSelect({ value, onChange, id }: JobSelectProps) {
  const t = useTrainingText().select;
  const format = useFormat();
  const projectId = useProjectId();
  const [typed, setTyped] = useState("");
  const later = useLater(typed.trim(), 250);
  const found = useQuery(
    jobsQuery(projectId, {
      limit: 50,
      filters: [
        { key: "phase", operator: "in", value: ["Completed"] },
        ...(later === "" ? [] : [{ key: "name", operator: "like" as const, value: [later] }]),
      ],
    }),
  );
  const chosen = useQuery({ ...jobQuery(projectId, value), enabled: value !== "" });
  const jobs = found.data?.items ?? [];
  const missing =
    chosen.data === undefined || jobs.some(({ metadata }) => metadata.id === value) ? [] : [chosen.data];
  return (
    <Select
      {...(id !== undefined && { id })}
      aria-label={t.job}
      placeholder={t.job}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      value={value === "" ? undefined : value}
      onChange={onChange}
      notFoundContent={found.isPending ? t.searching : t.none}
      options={[...missing, ...jobs].map(({ metadata }) => ({
        value: metadata.id,
        label: (
          <span className="line nowrap">
            <span>{metadata.name}</span>
            <span className="faint">{format.ago(metadata.create_time)}</span>
          </span>
        ),
      }))}
      data-testid="job-select"
    />
  );
}
