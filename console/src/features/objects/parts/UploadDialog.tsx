import { useQuery } from "@tanstack/react-query";
import { Alert, Checkbox, Form, Input } from "antd";

import { useProjectId } from "@/features/iam";
import { overviewQuery } from "@/features/server";
import { fill, useFormat } from "@/i18n";
import { FormModal } from "@/ui";
import { asPrefix, isArchive, obsPath, unpackPlace } from "../paths";
import { useObjectsText } from "../text";
import { useTransfers, useUploadPlace } from "../transfers/uploads";
import type { FoundFile } from "../upload/dropped";
import type { Place } from "./entries";

interface UploadDialogProps {
  place: Place;
  found: readonly FoundFile[];
  onClose(): void;
}

interface UploadValues {
  target?: string;
  unpack?: boolean;
}

/** Says what goes where and whether there is room, before a byte moves. */
export function UploadDialog({ place, found, onClose }: UploadDialogProps) {
  const t = useObjectsText().upload;
  const format = useFormat();
  const { queue, setOpen } = useTransfers();
  const uploadPlace = useUploadPlace(place.bucket);
  const bytes = found.reduce((sum, { file }) => sum + file.size, 0);
  const archives = found.some(({ path }) => isArchive(path));

  async function submit({ target = "", unpack = false }: UploadValues) {
    const files = found.map(({ file, path }) => {
      const key = asPrefix(target) + path;
      return { file, key, unpackTo: unpack && isArchive(key) ? unpackPlace(key) : null };
    });
    queue.add(uploadPlace, files);
    setOpen(true);
  }

  return (
    <FormModal<UploadValues>
      open={found.length > 0}
      title={format.counted(t.title, found.length)}
      okText={t.start}
      initial={{ target: place.prefix, unpack: false }}
      onClose={onClose}
      onSubmit={submit}
    >
      <ul className="upload-files">
        {found.slice(0, 50).map(({ file, path }) => (
          <li key={path}>
            <span>{path}</span>
            <span className="faint nowrap">{format.bytes(file.size)}</span>
          </li>
        ))}
        {found.length > 50 && <li>…</li>}
      </ul>
      <Form.Item name="target" label={t.target} extra={t.targetHint}>
        <Input
          prefix={<span className="faint mono">{obsPath(place.bucket)}</span>}
          className="mono"
          spellCheck={false}
        />
      </Form.Item>
      {archives && (
        <Form.Item name="unpack" valuePropName="checked">
          <Checkbox>{t.archive}</Checkbox>
        </Form.Item>
      )}
      <p className="soft">
        {fill(t.size, { size: format.bytes(bytes) })} · {t.replace}
      </p>
      <Room bytes={bytes} />
    </FormModal>
  );
}

function Room({ bytes }: { bytes: number }) {
  const t = useObjectsText().upload;
  const format = useFormat();
  const overview = useQuery({ ...overviewQuery(useProjectId()), refetchInterval: false });
  if (overview.data === undefined) return null;
  const free = overview.data.storage.free_bytes;
  if (free === null) return null; // an external store does not tell
  if (bytes <= free) return <p className="faint">{fill(t.room, { free: format.bytes(free) })}</p>;
  return (
    <Alert
      type="warning"
      showIcon
      title={fill(t.noRoom, { free: format.bytes(free), size: format.bytes(bytes) })}
    />
  );
}
