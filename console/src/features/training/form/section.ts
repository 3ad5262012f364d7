import type { JobValues } from "./values";

/** What every section of the form gets. */
export interface SectionProps {
  values: JobValues;
  patch(change: Partial<JobValues>): void;
}
