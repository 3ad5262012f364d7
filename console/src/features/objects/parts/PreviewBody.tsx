import { EyeInvisibleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";

import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { CodeBlock, EmptyView, prettyJSON, QueryView } from "@/ui";
import { readLink } from "../api";
import { kindOfFile, nameOf } from "../paths";
import { useObjectsText } from "../text";
import { readBeginning, shownBytes } from "./beginning";
import { CSVTable } from "./CSVTable";

interface PreviewBodyProps {
  bucket: string;
  objectKey: string;
  etag: string;
}

export function PreviewBody(props: PreviewBodyProps) {
  const t = useObjectsText().preview;
  const kind = kindOfFile(props.objectKey);
  if (kind === "image" || kind === "video" || kind === "audio") return <Media {...props} kind={kind} />;
  if (kind === "csv" || kind === "json" || kind === "text") return <Text {...props} kind={kind} />;
  return <EmptyView icon={<EyeInvisibleOutlined />} title={t.none} hint={t.noneHint} />;
}

function Media({ bucket, objectKey, etag, kind }: PreviewBodyProps & { kind: "image" | "video" | "audio" }) {
  const projectId = useProjectId();
  const link = useQuery({
    queryKey: ["preview-link", projectId, bucket, objectKey, etag],
    queryFn: () => readLink(projectId, bucket, objectKey, null),
    staleTime: 30 * 60_000,
  });
  const name = nameOf(objectKey);
  return (
    <QueryView query={link}>
      {(url) => {
        if (kind === "image") return <img className="preview-image" src={url} alt={name} />;
        if (kind === "video") return <video className="preview-media" src={url} controls aria-label={name} />;
        return <audio className="preview-audio" src={url} controls aria-label={name} />;
      }}
    </QueryView>
  );
}

function Text({ bucket, objectKey, etag, kind }: PreviewBodyProps & { kind: "csv" | "json" | "text" }) {
  const t = useObjectsText().preview;
  const format = useFormat();
  const projectId = useProjectId();
  const query = useQuery({
    queryKey: ["preview-text", projectId, bucket, objectKey, etag],
    queryFn: ({ signal }) => readBeginning(projectId, bucket, objectKey, signal),
  });
  return (
    <QueryView query={query}>
      {({ text, cut }) => (
        <>
          {cut && <p className="faint">{fill(t.cut, { size: format.bytes(shownBytes) })}</p>}
          {kind === "csv" ? (
            <CSVTable text={text} cut={cut} tabs={objectKey.toLowerCase().endsWith(".tsv")} />
          ) : (
            <CodeBlock text={kind === "json" && !cut ? prettyJSON(text) : text} wrap={kind !== "json"} />
          )}
        </>
      )}
    </QueryView>
  );
}
