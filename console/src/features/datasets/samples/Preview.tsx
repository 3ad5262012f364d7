import { VideoCameraOutlined } from "@ant-design/icons";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useState } from "react";

import { call, type Answer, type Sample } from "@/client";
import { useProjectId } from "@/features/iam";
import { ErrorAlert } from "@/ui";
import { datasetKeys } from "../api";
import { useDatasetsText } from "../text";

const address = "/v2/{project_id}/datasets/{dataset_id}/data-annotations/samples/{sample_id}/preview";
type Preview = Answer<"GET", typeof address>;

/** A sample in small, as the platform shows it; files do not change while somebody looks at a page. */
export function previewQuery(projectId: string, id: string, sampleId: string) {
  return queryOptions({
    queryKey: [...datasetKeys.lists(projectId), "preview", id, sampleId],
    queryFn: ({ signal }) =>
      call("GET", address, {
        path: { project_id: projectId, dataset_id: id, sample_id: sampleId },
        signal,
      }),
    staleTime: Infinity,
    gcTime: 5 * 60_000,
    retry: false,
  });
}

interface SmallProps {
  datasetId: string;
  sample: Sample;
}

// A recording is read whole to be drawn; larger ones are drawn where one of them is looked at.
const drawnBytes = 16 * 2 ** 20;

/** What a recording looks like. Nothing where it cannot be told. */
export function SmallWave({ datasetId, sample, tall = false }: SmallProps & { tall?: boolean }) {
  const t = useDatasetsText().browser;
  const query = useQuery({
    ...previewQuery(useProjectId(), datasetId, sample.sample_id),
    enabled: tall || sample.sample_size <= drawnBytes,
  });
  const peaks = query.data?.wave?.peaks;
  if (peaks === undefined || peaks === null) return null;
  const width = peaks.length;
  const path = peaks.map(([low, high], at) => `M${at} ${50 - high * 48}V${50 - low * 48 + 0.8}`).join("");
  return (
    <svg
      className={tall ? "sample-wave tall" : "sample-wave"}
      viewBox={`0 0 ${width} 100`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t.wave}
      data-testid="sample-wave"
    >
      <path d={path} />
    </svg>
  );
}

/** A frame from near the beginning of a film. */
export function Frame({ sample }: { sample: Sample }) {
  const link = sample.source ?? "";
  const [broken, setBroken] = useState("");
  if (link === "" || broken === link) {
    return (
      <span className="picture picture-none">
        <VideoCameraOutlined />
      </span>
    );
  }
  return (
    <span className="picture">
      <video
        src={`${link}#t=0.5`}
        muted
        playsInline
        preload="metadata"
        tabIndex={-1}
        aria-label={sample.sample_name}
        onError={() => setBroken(link)}
      />
      <VideoCameraOutlined className="picture-mark" />
    </span>
  );
}

/** The beginning of a text or a table that is a file. */
export function Beginning({ datasetId, sample }: SmallProps) {
  const query = useQuery(previewQuery(useProjectId(), datasetId, sample.sample_id));
  if (query.isPending) return <Skeleton active title={false} paragraph={{ rows: 4 }} />;
  if (query.error !== null) return <ErrorAlert error={query.error} />;
  return <Shown preview={query.data} />;
}

function Shown({ preview }: { preview: Preview }) {
  const t = useDatasetsText().browser;
  if (preview.table != null) {
    return <FirstRows rows={preview.table.rows} />;
  }
  if (preview.text == null || preview.text === "") return null;
  return (
    <>
      <pre className="sample-beginning">{preview.text}</pre>
      {preview.is_cut === true && <p className="faint">{t.cut}</p>}
    </>
  );
}

/** The first rows of a table, with the header as such where the dataset says that there is one. */
export function FirstRows({ rows }: { rows: readonly (readonly string[])[] }) {
  const [head = [], ...body] = rows;
  return (
    <div className="first-rows" data-testid="first-rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at}>{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, at) => (
            <tr key={at}>
              {row.map((cell, column) => (
                <td key={column} title={cell}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
