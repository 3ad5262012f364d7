import { useURLPatch, useURLValue } from "@/ui";
import type { DatasetTabProps } from "../detail/tabs";
import { NewTask } from "./NewTask";
import "./processing.css";
import { TaskDetail } from "./TaskDetail";
import { TaskList } from "./TaskList";

/** What was done to the images of a dataset, and what can be done. The address says which of three views is open. */
export default function ProcessingTab({ dataset }: DatasetTabProps) {
  const [task] = useURLValue("task");
  const patch = useURLPatch();
  const open = (id: string) => patch({ task: id, page: "", results: "" });
  if (task === "new") return <NewTask dataset={dataset} onClose={() => open("")} onCreated={open} />;
  if (task !== "") return <TaskDetail key={task} taskId={task} onClose={() => open("")} />;
  return <TaskList dataset={dataset} onOpen={open} />;
}
