import { fill, useFormat } from "@/i18n";
import { Badge, Card, CopyValue, DataTable, EmptyView } from "@/ui";
import { cardsOf, coresOf, memoryOf } from "../flavors";
import { useComputeText } from "../text";
import { useFlavors, type FlavorNow } from "../useFlavors";

/** The sizes that a task can have, and how many of each would find room now. */
export function FlavorsTab({ pool }: { pool: string }) {
  const t = useComputeText().flavors;
  const format = useFormat();
  const { query, rows } = useFlavors(pool);
  return (
    <Card flush>
      <DataTable<FlavorNow>
        label={t.name}
        query={query}
        rows={rows}
        rowKey={({ flavor }) => flavor.flavor_id}
        empty={<EmptyView title={t.empty} />}
        columns={[
          {
            title: t.name,
            key: "name",
            render: (_value, { flavor }) => <CopyValue text={flavor.flavor_id} />,
          },
          { title: t.type, key: "type", render: (_value, { flavor }) => <Badge>{flavor.flavor_type}</Badge> },
          {
            title: t.cores,
            key: "cores",
            align: "end",
            render: (_value, { flavor }) => format.number(coresOf(flavor)),
          },
          {
            title: t.memory,
            key: "memory",
            align: "end",
            render: (_value, { flavor }) => format.bytes(memoryOf(flavor.flavor_info)),
          },
          {
            title: t.cards,
            key: "cards",
            render: (_value, { flavor }) => {
              const cards = cardsOf(flavor.flavor_info);
              return cards === null ? <span className="faint">{t.none}</span> : fill(t.card, cards);
            },
          },
          {
            title: t.free,
            key: "free",
            align: "end",
            render: (_value, { free }) =>
              free === null ? (
                <span className="faint">{t.none}</span>
              ) : (
                <Badge tone={free > 0 ? "success" : "warning"}>{format.number(free)}</Badge>
              ),
          },
        ]}
      />
    </Card>
  );
}
