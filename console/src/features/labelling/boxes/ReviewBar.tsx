import { CheckOutlined, CloseOutlined, DeleteOutlined } from "@ant-design/icons";
import { Button, Select, type RefSelectProps } from "antd";
import type { RefObject } from "react";

import { useFormat } from "@/i18n";
import { useLabellingText } from "../text";
import type { ChosenBoxes } from "./useChosen";

interface ReviewBarProps {
  chosen: ChosenBoxes;
  /** How much there is, as a text. */
  counts: string;
  /** Labels that boxes can be given. */
  options: { value: string; label: string }[];
  finding: boolean;
  setFinding: (open: boolean) => void;
  finder: RefObject<RefSelectProps | null>;
  accept: () => void;
  remove: () => void;
  relabel: (to: string) => void;
}

/** What can be decided about the boxes that are chosen. */
export function ReviewBar(props: ReviewBarProps) {
  const { chosen, counts, options, finding, setFinding, finder, accept, remove, relabel } = props;
  const t = useLabellingText();
  const format = useFormat();
  const none = chosen.these().length === 0;
  return (
    <div className="box-bar" role="toolbar" aria-label={t.boxes.title}>
      <span className="soft" data-testid="box-counts">
        {chosen.count > 0 ? format.counted(t.boxes.chosen, chosen.count) : counts}
      </span>
      <Button
        size="small"
        icon={<CheckOutlined />}
        disabled={none}
        onClick={accept}
        data-testid="accept-boxes"
      >
        {t.boxes.accept} <kbd className="lab-key">Y</kbd>
      </Button>
      <Select
        ref={finder}
        size="small"
        showSearch
        className="box-select"
        placeholder={`${t.boxes.relabel} (R)`}
        aria-label={t.boxes.relabel}
        value={null as string | null}
        open={finding}
        onOpenChange={setFinding}
        disabled={none}
        options={options}
        onSelect={(value) => {
          setFinding(false);
          finder.current?.blur();
          if (value !== null) relabel(value);
        }}
        data-testid="relabel-boxes"
      />
      <Button
        size="small"
        danger
        icon={<DeleteOutlined />}
        disabled={none}
        onClick={remove}
        data-testid="remove-boxes"
      >
        {t.boxes.remove} <kbd className="lab-key">Del</kbd>
      </Button>
      <Button size="small" type="text" onClick={chosen.all}>
        {t.boxes.all}
      </Button>
      {chosen.count > 0 && (
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={t.boxes.none}
          onClick={chosen.clear}
        />
      )}
    </div>
  );
}
