import { CloudUploadOutlined, DownOutlined, ImportOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useState } from "react";

import type { Dataset } from "@/client";
import { useDatasetsText } from "../text";
import { ImportDialog } from "./ImportDialog";
import { UploadSamples } from "./UploadSamples";

/** The ways in which samples come into a dataset. */
export function AddSamples({ dataset, primary = true }: { dataset: Dataset; primary?: boolean }) {
  const t = useDatasetsText().imports;
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "upload", label: t.fromComputer, icon: <CloudUploadOutlined /> },
            { key: "import", label: t.fromStorage, icon: <ImportOutlined /> },
          ],
          onClick: ({ key }) => setOpen(key),
        }}
      >
        <Button
          {...(primary && { type: "primary" as const })}
          icon={<PlusOutlined />}
          data-testid="add-samples"
        >
          {t.add} <DownOutlined />
        </Button>
      </Dropdown>
      {open === "upload" && <UploadSamples dataset={dataset} onClose={close} />}
      {open === "import" && <ImportDialog dataset={dataset} onClose={close} />}
    </>
  );
}
