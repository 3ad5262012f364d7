import { CloudServerOutlined, CloudUploadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Tabs } from "antd";

import { useProjectId } from "@/features/iam";
import { EmptyView, QueryView } from "@/ui";
import { tasksQuery } from "../api";
import { useObjectsText } from "../text";
import { TaskRow } from "./TaskRow";
import "./transfers.css";
import { UploadRow } from "./UploadRow";
import { useTransfers, useUploads } from "./uploads";

/** Rows beyond this many are summed up by the counts above: a folder of 10,000 files needs no 10,000 rows. */
const shownRows = 200;

export default function TransfersDrawer() {
  const t = useObjectsText().transfers;
  const { setOpen } = useTransfers();
  const items = [
    { key: "uploads", label: t.uploads, children: <Uploads /> },
    { key: "tasks", label: t.tasks, children: <Tasks /> },
  ];
  return (
    <Drawer open onClose={() => setOpen(false)} title={t.title} size={480} mask={false}>
      <Tabs items={items} />
    </Drawer>
  );
}

function Uploads() {
  const t = useObjectsText().transfers;
  const { queue } = useTransfers();
  const uploads = useUploads();
  if (uploads.length === 0)
    return <EmptyView icon={<CloudUploadOutlined />} title={t.noUploads} hint={t.noUploadsHint} />;
  const some = (...states: string[]) => uploads.some((one) => states.includes(one.state));
  const order = { running: 0, failed: 1, lost: 2, paused: 3, waiting: 4, canceled: 5, done: 6 };
  const rows = [...uploads].sort((a, b) => order[a.state] - order[b.state]).slice(0, shownRows);
  return (
    <>
      <div className="line transfer-tools">
        {some("running", "waiting") && (
          <Button size="small" onClick={() => queue.pauseAll()}>
            {t.pauseAll}
          </Button>
        )}
        {some("paused") && (
          <Button size="small" onClick={() => queue.resumeAll()}>
            {t.resumeAll}
          </Button>
        )}
        {some("done", "canceled") && (
          <Button size="small" onClick={() => queue.clearFinished()}>
            {t.clear}
          </Button>
        )}
      </div>
      {rows.map((upload) => (
        <UploadRow key={upload.id} upload={upload} />
      ))}
    </>
  );
}

function Tasks() {
  const t = useObjectsText().transfers;
  const query = useQuery(tasksQuery(useProjectId(), true));
  return (
    <QueryView query={query}>
      {({ tasks }) =>
        tasks.length === 0 ? (
          <EmptyView icon={<CloudServerOutlined />} title={t.noTasks} hint={t.noTasksHint} />
        ) : (
          tasks.map((task) => <TaskRow key={task.id} task={task} />)
        )
      }
    </QueryView>
  );
}
