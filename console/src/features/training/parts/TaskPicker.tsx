import { Segmented, Select } from "antd";

import { useTrainingText } from "../text";

interface TaskPickerProps {
  tasks: readonly string[];
  value: string;
  onChange(task: string): void;
}

/** Which task of a job; nothing to pick where there is one. */
export function TaskPicker({ tasks, value, onChange }: TaskPickerProps) {
  const t = useTrainingText().logs;
  if (tasks.length < 2) return null;
  if (tasks.length <= 4)
    return <Segmented aria-label={t.task} value={value} onChange={onChange} options={[...tasks]} />;
  return (
    <Select
      aria-label={t.task}
      showSearch
      style={{ minWidth: 140 }}
      value={value}
      onChange={onChange}
      options={tasks.map((task) => ({ value: task, label: task }))}
    />
  );
}
