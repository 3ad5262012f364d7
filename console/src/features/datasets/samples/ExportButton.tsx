import { ExportOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";

import type { Dataset } from "@/client";
import { ExportDrawer, type Chosen } from "../exports/ExportDrawer";
import { useExportsText } from "../exports/text";
import type { SamplesSearch } from "./filters";
import type { Selection } from "./useSelection";

interface ExportButtonProps {
  dataset: Dataset;
  selection: Selection;
  search: SamplesSearch;
  total: number;
}

/** Exports what is chosen; what the filters show, where nothing is chosen. */
export function ExportButton({ dataset, selection, search, total }: ExportButtonProps) {
  const t = useExportsText();
  const [open, setOpen] = useState(false);
  const chosen: Chosen =
    selection.count === 0 || selection.all
      ? { choice: { search }, count: total }
      : { choice: { samples: [...selection.chosen.keys()] }, count: selection.count };
  return (
    <>
      <Button
        size="small"
        type={selection.count === 0 ? "text" : "default"}
        icon={<ExportOutlined />}
        onClick={() => setOpen(true)}
        data-testid="batch-export"
      >
        {t.export}
      </Button>
      {open && <ExportDrawer dataset={dataset} chosen={chosen} onClose={() => setOpen(false)} />}
    </>
  );
}
