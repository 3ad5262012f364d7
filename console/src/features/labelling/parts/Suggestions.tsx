import { CheckOutlined, CloseOutlined, RobotOutlined } from "@ant-design/icons";
import { Button, InputNumber } from "antd";

import { fill } from "@/i18n";
import type { Content } from "../model/drafts";
import { accepted, isSuggestion, type Mark } from "../model/marks";
import { useLabellingText } from "../text";
import { usePreference } from "./useBench";

interface SuggestionsProps {
  marks: readonly Mark[];
  decide: (isRight: boolean, all: boolean) => void;
  edit: (about: Partial<Content>, tag?: string) => void;
}

/** What a machine has said about the sample, and nobody has agreed to yet. */
export function Suggestions({ marks, decide, edit }: SuggestionsProps) {
  const t = useLabellingText().suggestions;
  const [least, setLeast] = usePreference("surely", 80);
  const open = marks.filter(isSuggestion);
  const sure = open.filter((mark) => 100 * (mark.score ?? 0) >= least);
  if (open.length === 0) return null;
  return (
    <section
      className="lab-suggestions"
      aria-label={t.title}
      data-testid="suggestions"
      data-open={open.length}
    >
      <header>
        <RobotOutlined aria-hidden="true" /> {fill(t.open, { count: open.length })}
      </header>
      <div className="lab-suggestions-row">
        <Button
          size="small"
          type="primary"
          icon={<CheckOutlined />}
          onClick={() => decide(true, false)}
          data-testid="accept"
        >
          {t.accept} <kbd className="lab-key">Y</kbd>
        </Button>
        <Button
          size="small"
          icon={<CloseOutlined />}
          onClick={() => decide(false, false)}
          data-testid="refuse"
        >
          {t.refuse} <kbd className="lab-key">U</kbd>
        </Button>
      </div>
      <div className="lab-suggestions-row">
        <Button
          size="small"
          disabled={sure.length === 0}
          onClick={() => edit({ marks: accepted(marks, (mark) => sure.includes(mark)) })}
          data-testid="accept-sure"
        >
          {fill(t.sure, { count: sure.length })}
        </Button>
        <InputNumber<number>
          size="small"
          min={0}
          max={100}
          value={least}
          onChange={(value) => setLeast(value ?? 0)}
          suffix="%"
          aria-label={t.least}
        />
      </div>
    </section>
  );
}
