import { CloudUploadOutlined } from "@ant-design/icons";
import { useState, type DragEvent, type ReactNode } from "react";

import { fill } from "@/i18n";
import { useFail } from "@/ui";
import { obsPath } from "../paths";
import { useObjectsText } from "../text";
import { droppedFiles, type FoundFile } from "../upload/dropped";
import type { Place } from "./entries";

interface DropZoneProps {
  place: Place;
  onFiles(found: FoundFile[]): void;
  children: ReactNode;
}

/** The whole page takes files. */
export function DropZone({ place, onFiles, children }: DropZoneProps) {
  const t = useObjectsText().browser;
  const fail = useFail();
  // Entering a child leaves its parent: only the balance says whether the pointer is still inside.
  const [depth, setDepth] = useState(0);
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");

  return (
    <div
      className="drop"
      data-testid="drop-zone"
      onDragEnter={(event) => hasFiles(event) && setDepth(depth + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth(Math.max(0, depth - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setDepth(0);
        droppedFiles(event.dataTransfer).then(onFiles, fail);
      }}
    >
      {children}
      {depth > 0 && (
        <div className="drop-cover">
          <div>
            <CloudUploadOutlined />
            {fill(t.drop, { path: obsPath(place.bucket, place.prefix) })}
          </div>
        </div>
      )}
    </div>
  );
}
