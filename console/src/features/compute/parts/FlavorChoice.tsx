import { Radio } from "antd";

import { fill, useFormat } from "@/i18n";
import { Badge, ErrorAlert, LoadingView } from "@/ui";
import { cardsOf, coresOf, memoryOf } from "../flavors";
import { useComputeText } from "../text";
import { useFlavors, type FlavorNow } from "../useFlavors";

interface FlavorChoiceProps {
  /** The empty name is the public pool. */
  pool: string;
  value: string;
  onChange(flavor: string): void;
  /** How many tasks of it are wanted at once. */
  count?: number;
}

/** Flavors as cards, with what is free of each now. */
export function FlavorChoice({ pool, value, onChange, count = 1 }: FlavorChoiceProps) {
  const t = useComputeText().choice;
  const { query, rows } = useFlavors(pool);
  return (
    <>
      {query.error !== null && <ErrorAlert error={query.error} />}
      {query.isPending && <LoadingView rows={3} />}
      <Radio.Group
        className="choice-cards"
        aria-label={t.flavor}
        value={value}
        onChange={(event) => onChange(event.target.value as string)}
      >
        {rows?.map((one) => (
          <FlavorCard key={one.flavor.flavor_id} {...one} count={count} />
        ))}
      </Radio.Group>
    </>
  );
}

function FlavorCard({ flavor, free, count }: FlavorNow & { count: number }) {
  const t = useComputeText().choice;
  const format = useFormat();
  const { flavor_id: id, flavor_info: info } = flavor;
  const cards = cardsOf(info);
  const cores = coresOf(flavor);
  return (
    <Radio.Button value={id} className="choice-card" data-testid={`flavor-${id}`}>
      <span className="choice-card-name mono">{id}</span>
      <span className="choice-card-hint">
        {fill(format.counted(t.size, cores), { memory: format.bytes(memoryOf(info)) })}
        {cards !== null && <> · {fill(t.cards, cards)}</>}
      </span>
      {free !== null && (
        <Badge tone={free >= count ? "success" : "warning"}>
          {free === 0 ? t.full : format.counted(t.freeNow, free)}
        </Badge>
      )}
    </Radio.Button>
  );
}
