import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useParams } from "react-router";

import { useProjectId } from "@/features/iam";
import { Card, ErrorView, useURLPatch, useURLValue } from "@/ui";
import { objectsQuery } from "../api";
import "../parts/browser.css";
import { BrowserHeader } from "../parts/BrowserHeader";
import { BrowserTools } from "../parts/BrowserTools";
import { DropZone } from "../parts/DropZone";
import { entriesOf, type Entry } from "../parts/entries";
import { ExtractDialog } from "../parts/ExtractDialog";
import { ObjectTable } from "../parts/ObjectTable";
import { PreviewDrawer } from "../parts/PreviewDrawer";
import { RemoveDialog } from "../parts/RemoveDialog";
import { UploadDialog } from "../parts/UploadDialog";
import type { FoundFile } from "../upload/dropped";

export default function BrowserPage() {
  const bucket = useParams()["bucket"] ?? "";
  const projectId = useProjectId();
  const [prefix] = useURLValue("prefix");
  const [typed] = useURLValue("find");
  const [preview] = useURLValue("preview");
  const patch = useURLPatch();
  const query = useInfiniteQuery(objectsQuery(projectId, bucket, prefix + typed));
  const entries = useMemo(() => entriesOf(query.data?.pages ?? [], prefix), [query.data, prefix]);
  const [selected, setSelected] = useState<readonly Entry[]>([]);
  const [removing, setRemoving] = useState<readonly Entry[]>([]);
  const [extracting, setExtracting] = useState<string | null>(null);
  const [found, setFound] = useState<FoundFile[]>([]);

  const place = { bucket, prefix };
  const open = (entry: Entry) => {
    setSelected([]);
    patch(entry.folder ? { prefix: entry.key, find: "", preview: "" } : { preview: entry.key });
  };
  return (
    <DropZone place={place} onFiles={setFound}>
      <div className="page browser">
        <BrowserHeader place={place} onFiles={setFound} onLeave={() => setSelected([])} />
        <Card flush className="browser-card">
          <BrowserTools
            bucket={bucket}
            selected={selected}
            count={entries.length}
            more={query.hasNextPage}
            busy={query.isFetching}
            onRefresh={() => void query.refetch()}
            onClear={() => setSelected([])}
            onRemove={setRemoving}
          />
          {query.error !== null && query.data === undefined ? (
            <ErrorView error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <ObjectTable
              place={place}
              typed={typed}
              query={query}
              entries={entries}
              selected={selected}
              onSelect={setSelected}
              onOpen={open}
              onRemove={(entry) => setRemoving([entry])}
              onExtract={setExtracting}
            />
          )}
        </Card>
      </div>
      <UploadDialog place={place} found={found} onClose={() => setFound([])} />
      <RemoveDialog
        bucket={bucket}
        entries={removing}
        onClose={(gone) => {
          setRemoving([]);
          if (gone) {
            setSelected([]);
            if (removing.some((entry) => entry.key === preview)) patch({ preview: "" });
          }
        }}
      />
      <ExtractDialog bucket={bucket} archive={extracting} onClose={() => setExtracting(null)} />
      {preview !== "" && (
        <PreviewDrawer
          bucket={bucket}
          objectKey={preview}
          entry={entries.find((entry) => entry.key === preview)}
          onClose={() => patch({ preview: "" })}
          onRemove={(entry) => setRemoving([entry])}
          onExtract={setExtracting}
        />
      )}
    </DropZone>
  );
}
