import { CloudUploadOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useRef, useState } from "react";

import type { Dataset } from "@/client";
import { useSession } from "@/features/iam";
import {
  chosenFiles,
  droppedFiles,
  obsPath,
  PathInput,
  readPath,
  useTransfers,
  type FoundFile,
} from "@/features/objects";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { FormModal, useFail } from "@/ui";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import { formatsOf, freshImport, importBody, type ImportValues } from "./formats";
import { ImportFields } from "./ImportFields";
import { addPending } from "./pending";

/** Where files from a computer go, if nothing else is said. */
function placeOf(dataset: Dataset): string {
  const stamp = new Date().toISOString().slice(0, 19).replace(/[-:T]/g, "");
  const input = String(dataset.data_sources[0]?.["data_path"] ?? "");
  const base =
    input === "" ? `${dataset.work_path.replace(/\/*$/, "")}-uploads/${dataset.dataset_name}/` : input;
  return `obs:/${base}${base.endsWith("/") ? "" : "/"}upload-${stamp}/`;
}

/** Files and folders of this computer: uploaded to the storage, then imported from there. */
export function UploadSamples({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const t = useDatasetsText().imports;
  const format = useFormat();
  const fail = useFail();
  const projectId = useProjectId();
  const { user } = useSession();
  const { queue, setOpen } = useTransfers();
  const kind = kindOf(dataset.dataset_type);
  const [found, setFound] = useState<readonly FoundFile[]>([]);
  const add = (more: readonly FoundFile[]) =>
    setFound((before) => [...new Map([...before, ...more].map((one) => [one.path, one])).values()]);
  const bytes = found.reduce((sum, { file }) => sum + file.size, 0);

  async function submit(given: ImportValues) {
    const values = { ...freshImport(""), ...given };
    const place = readPath(values.path);
    if (place === null || found.length === 0) throw new Error(t.nothingChosen);
    const prefix = place.key === "" || place.key.endsWith("/") ? place.key : `${place.key}/`;
    const manifest = found.find(({ path }) => path.endsWith(".manifest"));
    const path = values.format === "manifest" && manifest !== undefined ? prefix + manifest.path : prefix;
    addPending({
      datasetId: dataset.dataset_id,
      projectId,
      userId: user.id,
      bucket: place.bucket,
      prefix,
      files: found.length,
      body: importBody({ ...values, path: obsPath(place.bucket, path) }, kind),
    });
    queue.add(
      { projectId, userId: user.id, bucket: place.bucket },
      found.map(({ file, path: name }) => ({ file, key: prefix + name })),
    );
    setOpen(false);
  }

  return (
    <FormModal<ImportValues>
      open
      width={640}
      title={t.fromComputer}
      okText={found.length === 0 ? t.upload : format.counted(t.uploadFiles, found.length)}
      initial={freshImport(placeOf(dataset))}
      onClose={onClose}
      onSubmit={submit}
    >
      {(form) => (
        <>
          <Drop found={found} bytes={bytes} onFiles={add} onFail={fail} kindFiles={kind.extensions} />
          <Form.Item noStyle shouldUpdate>
            {() => (
              <>
                <Form.Item
                  name="path"
                  label={t.uploadTo}
                  extra={t.uploadToHint}
                  rules={[{ required: true, message: t.pathNeeded }]}
                >
                  <PathInput kind="folder" label={t.uploadTo} testId="upload-to" />
                </Form.Item>
                <ImportFields
                  dataset={dataset}
                  values={form.getFieldsValue()}
                  formats={formatsOf(kind).filter((name) => name !== "server" && name !== "address")}
                />
              </>
            )}
          </Form.Item>
          <Form.Item hidden name="none">
            <Input />
          </Form.Item>
        </>
      )}
    </FormModal>
  );
}

interface DropProps {
  found: readonly FoundFile[];
  bytes: number;
  kindFiles: readonly string[];
  onFiles(found: readonly FoundFile[]): void;
  onFail(problem: unknown): void;
}

function Drop({ found, bytes, kindFiles, onFiles, onFail }: DropProps) {
  const t = useDatasetsText().imports;
  const format = useFormat();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => list !== null && onFiles(chosenFiles(list));
  return (
    <div
      className={over ? "drop-files over" : "drop-files"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        droppedFiles(event.dataTransfer).then(onFiles, onFail);
      }}
    >
      <CloudUploadOutlined />
      <strong data-testid="chosen-files">
        {found.length === 0
          ? t.drop
          : fill(t.chosenFiles, { count: format.number(found.length), size: format.bytes(bytes) })}
      </strong>
      <span className="faint">
        {kindFiles.length === 0 ? t.anyFiles : kindFiles.map((one) => `.${one}`).join("  ")}
      </span>
      <span className="line">
        <Button size="small" onClick={() => files.current?.click()}>
          {t.chooseFiles}
        </Button>
        <Button size="small" onClick={() => folder.current?.click()}>
          {t.chooseFolder}
        </Button>
      </span>
      <input
        ref={files}
        type="file"
        multiple
        style={{ display: "none" }}
        onChange={(event) => take(event.target.files)}
        data-testid="sample-files"
      />
      <input
        ref={folder}
        type="file"
        multiple
        style={{ display: "none" }}
        {...{ webkitdirectory: "" }}
        onChange={(event) => take(event.target.files)}
        data-testid="sample-folder"
      />
    </div>
  );
}
