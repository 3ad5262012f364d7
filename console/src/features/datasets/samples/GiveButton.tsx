import { TeamOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";

import type { Dataset } from "@/client";
import { GiveChosen } from "@/features/teams";
import { useDatasetsText } from "../text";
import type { SamplesSearch } from "./filters";
import type { Selection } from "./useSelection";

interface GiveButtonProps {
  dataset: Dataset;
  selection: Selection;
  search: SamplesSearch;
}

/** Gives the chosen samples to somebody who labels in a team. */
export function GiveButton({ dataset, selection, search }: GiveButtonProps) {
  const t = useDatasetsText().batch;
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" icon={<TeamOutlined />} onClick={() => setOpen(true)} data-testid="batch-give">
        {t.give}
      </Button>
      {open && (
        <GiveChosen
          datasetId={dataset.dataset_id}
          choice={selection.all ? { search } : { samples: [...selection.chosen.keys()] }}
          count={selection.count}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
