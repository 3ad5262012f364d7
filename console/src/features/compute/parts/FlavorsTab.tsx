import { useQuery } from "@tanstack/react-query";

import type { Flavor } from "@/client";
import { useProjectId } from "@/features/iam";
import { cardsOf, flavorsQuery, memoryOf } from "@/features/training";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, CopyValue, DataTable, EmptyView } from "@/ui";
import { useComputeText } from "../text";

/** The sizes that a task can have, and how many of each would find room now. */
export function FlavorsTab() {
  const t = useComputeText().flavors;
  const format = useFormat();
  const query = useQuery(flavorsQuery(useProjectId()));
  return (
    <Card flush>
      <DataTable<Flavor>
        label={t.name}
        query={query}
        rows={query.data?.flavors}
        rowKey="flavor_id"
        empty={<EmptyView title={t.empty} />}
        columns={[
          { title: t.name, dataIndex: "flavor_id", render: (id: string) => <CopyValue text={id} /> },
          { title: t.type, dataIndex: "flavor_type", render: (type: string) => <Badge>{type}</Badge> },
          {
            title: t.cores,
            key: "cores",
            align: "end",
            render: (_value, { flavor_info }) => format.number(flavor_info?.cpu?.core_num ?? 0),
          },
          {
            title: t.memory,
            key: "memory",
            align: "end",
            render: (_value, { flavor_info }) => format.bytes(memoryOf(flavor_info)),
          },
          {
            title: t.cards,
            key: "cards",
            render: (_value, { flavor_info }) => {
              const cards = cardsOf(flavor_info);
              return cards === null ? <span className="faint">{t.none}</span> : fill(t.card, cards);
            },
          },
          {
            title: t.free,
            key: "free",
            align: "end",
            render: (_value, { free_now: free }) =>
              free === null || free === undefined ? (
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
