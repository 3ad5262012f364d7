import { useQuery } from "@tanstack/react-query";
import { Switch, Tooltip } from "antd";

import { useProjectId } from "@/features/iam";
import { useFail } from "@/ui";
import { keepingQuery, useKeeping } from "./compareApi";
import { useVersionsText } from "./text";

/** Whether versions keep copies of their files. */
export function KeepSwitch({ datasetId }: { datasetId: string }) {
  const t = useVersionsText();
  const fail = useFail();
  const query = useQuery(keepingQuery(useProjectId(), datasetId));
  const change = useKeeping(datasetId);
  if (query.data === undefined) return null;
  return (
    <Tooltip title={query.data.keep ? t.keepHint : t.keepOffHint}>
      <label className="line soft">
        <Switch
          size="small"
          checked={query.data.keep}
          loading={change.isPending}
          onChange={(keep) => change.mutate(keep, { onError: fail })}
          data-testid="keep-files"
        />
        {t.keep}
      </label>
    </Tooltip>
  );
}
