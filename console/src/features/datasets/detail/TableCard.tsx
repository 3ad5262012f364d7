import { queryOptions, useQuery } from "@tanstack/react-query";

import { call, type Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { nameOf, parseCSV, readBeginning, readPath } from "@/features/objects";
import { fill } from "@/i18n";
import { Card } from "@/ui";
import { datasetKeys } from "../api";
import { FirstRows } from "../samples/Preview";
import { useDatasetsText } from "../text";

const shownRows = 20;

/** The first rows that were imported: rows of tables are files in the dataset's own folder. */
function firstRowsQuery(projectId: string, dataset: Dataset) {
  const place = readPath(`obs:/${dataset.inner_work_path.replace(/\/*$/, "/")}data/`);
  return queryOptions({
    queryKey: [
      ...datasetKeys.dataset(projectId, dataset.dataset_id),
      "rows",
      dataset.status,
      dataset.data_update_time,
    ],
    queryFn: async ({ signal }) => {
      if (place === null) return null;
      const inFolder = (prefix: string) =>
        call("GET", "/v2/{project_id}/storage/buckets/{bucket}/objects", {
          path: { project_id: projectId, bucket: place.bucket },
          query: { prefix, limit: 100 },
          signal,
        });
      // Each import writes its rows into a folder of its own.
      const [first] = (await inFolder(`${place.key}rows_`)).folders;
      if (first === undefined) return null;
      const { objects } = await inFolder(first.prefix);
      const file = objects.find(({ key }) => key.endsWith(".csv"));
      if (file === undefined) return null;
      const { text } = await readBeginning(projectId, place.bucket, file.key, signal);
      return { file: nameOf(file.key), rows: parseCSV(text, ",").slice(0, shownRows + 1) };
    },
    retry: false,
  });
}

export function TableCard({ dataset }: { dataset: Dataset }) {
  const t = useDatasetsText().browser;
  const { data } = useQuery(firstRowsQuery(useProjectId(), dataset));
  if (data == null) return null;
  return (
    <Card title={fill(t.firstRowsOf, { file: data.file })} className="wide-card">
      <FirstRows rows={data.rows} />
    </Card>
  );
}
