import { useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { Link } from "react-router";

import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { versionQuery } from "./api";
import { useVersionsText } from "./text";

/** Says that a list is of a version, and leads back to the dataset as it is. */
export function OfVersion({ datasetId, versionId }: { datasetId: string; versionId: string }) {
  const t = useVersionsText();
  const version = useQuery(versionQuery(useProjectId(), datasetId, versionId)).data;
  return (
    <Alert
      type="info"
      data-testid="of-version"
      title={fill(t.samplesOfVersion, { name: version?.version_name ?? "…" })}
      action={
        <Link to="?tab=samples">
          <Button size="small">{t.backToDataset}</Button>
        </Link>
      }
    />
  );
}
