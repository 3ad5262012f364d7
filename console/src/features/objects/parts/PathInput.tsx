import { FolderOpenOutlined } from "@ant-design/icons";
import { Button, Input, Space } from "antd";
import { lazy, Suspense, useState } from "react";

import { fill } from "@/i18n";
import { obsPath, readPath } from "../paths";
import { useObjectsText } from "../text";

const PathPicker = lazy(() => import("./PathPicker"));

export type PathKind = "file" | "folder" | "any";

interface PathInputProps {
  kind: PathKind;
  value?: string | undefined;
  onChange?(path: string): void;
  /** The place is meant: it was picked, or the typing has ended. */
  onSettle?(path: string): void;
  /** Where the picker opens when nothing is typed yet. */
  start?: string | undefined;
  id?: string;
  label?: string;
  disabled?: boolean;
  testId?: string;
}

/** A place in the storage: typed or pasted in any spelling, or picked from the buckets. */
export function PathInput(props: PathInputProps) {
  const { kind, value = "", onChange, onSettle, start = "", id, label, disabled = false, testId } = props;
  const t = useObjectsText().picker;
  const [picking, setPicking] = useState(false);

  /** One spelling everywhere, as soon as the typing ends. */
  function settle() {
    const place = readPath(value);
    if (place === null) return;
    const folder = kind === "folder" && place.key !== "" && !place.key.endsWith("/");
    const text = obsPath(place.bucket, folder ? `${place.key}/` : place.key);
    if (text !== value) onChange?.(text);
    onSettle?.(text);
  }

  return (
    <>
      <Space.Compact block>
        <Input
          {...(id !== undefined && { id })}
          {...(label !== undefined && { "aria-label": label })}
          className="mono"
          autoComplete="off"
          spellCheck={false}
          disabled={disabled}
          value={value}
          placeholder={kind === "file" ? t.filePlaceholder : t.placeholder}
          onChange={(event) => onChange?.(event.target.value)}
          onBlur={settle}
          data-testid={testId}
        />
        <Button
          icon={<FolderOpenOutlined />}
          disabled={disabled}
          aria-label={label === undefined ? t.browse : fill(t.browseFor, { label })}
          title={t.browse}
          onClick={() => setPicking(true)}
          {...(testId !== undefined && { "data-testid": `${testId}-browse` })}
        />
      </Space.Compact>
      {picking && (
        <Suspense>
          <PathPicker
            kind={kind}
            start={readPath(value) ?? readPath(start)}
            onClose={() => setPicking(false)}
            onPick={(path) => {
              onChange?.(path);
              onSettle?.(path);
              setPicking(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
