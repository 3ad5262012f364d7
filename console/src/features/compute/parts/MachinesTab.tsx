import { ClusterOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Progress } from "antd";

import type { PoolNode } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, EmptyView, QueryView, Status } from "@/ui";
import { nodesQuery } from "../api";
import { roomOf, squaresOf, sumOf } from "../amounts";
import { useComputeText } from "../text";
import { Workloads } from "./Workloads";

/** The machines of a pool as a picture: a square for each core and card, filled where it is in use. */
export function MachinesTab({ pool }: { pool: string }) {
  const query = useQuery(nodesQuery(useProjectId(), pool));
  return (
    <div className="stack">
      <QueryView query={query}>{({ items }) => <Machines nodes={items} />}</QueryView>
      <Workloads pool={pool} />
    </div>
  );
}

function Machines({ nodes }: { nodes: readonly PoolNode[] }) {
  const t = useComputeText();
  if (nodes.length === 0) {
    return (
      <Card>
        <EmptyView icon={<ClusterOutlined />} title={t.noNodes} hint={t.noNodesHint} />
      </Card>
    );
  }
  return (
    <>
      <Sums nodes={nodes} />
      <div className="machines">
        {nodes.map((node) => (
          <Machine key={node.metadata.name} node={node} />
        ))}
      </div>
    </>
  );
}

function Sums({ nodes }: { nodes: readonly PoolNode[] }) {
  const t = useComputeText();
  const format = useFormat();
  const { total, free } = sumOf(nodes);
  const rows = [
    { label: t.cores, total: total.cores, free: free.cores, words: format.number },
    { label: t.memory, total: total.memoryBytes, free: free.memoryBytes, words: format.bytes },
    { label: t.cards, total: total.cards, free: free.cards, words: format.number },
  ];
  return (
    <div className="sums">
      {rows
        .filter((row) => row.total > 0)
        .map((row) => (
          <Card key={row.label} className="sum">
            <span className="soft">{row.label}</span>
            <strong>{fill(t.free, { free: row.words(row.free), total: row.words(row.total) })}</strong>
            <Progress
              percent={(1 - row.free / row.total) * 100}
              showInfo={false}
              size="small"
              aria-label={row.label}
            />
          </Card>
        ))}
    </div>
  );
}

function Machine({ node }: { node: PoolNode }) {
  const t = useComputeText().node;
  const format = useFormat();
  const { total, free } = roomOf(node);
  const { phase, message, privateIp } = node.status;
  const usable = phase === "Available";
  const used = {
    cores: total.cores - free.cores,
    memory: total.memoryBytes - free.memoryBytes,
    cards: total.cards - free.cards,
  };
  return (
    <Card className={usable ? "machine" : "machine machine-off"} testId={`node-${node.metadata.name}`}>
      <div className="machine-head">
        <strong>{node.metadata.name}</strong>
        <Status tone={usable ? "success" : "danger"}>{usable ? t.ok : t.abnormal}</Status>
      </div>
      <span className="row-sub">{[node.spec.flavor, privateIp].filter((one) => one !== "").join(" · ")}</span>
      {message !== undefined && message !== "" && <p className="machine-problem">{message}</p>}
      <Squares
        total={total.cores}
        used={used.cores}
        label={fill(t.cores, { used: format.number(used.cores), total: format.number(total.cores) })}
      />
      {total.cards > 0 && (
        <Squares
          cards
          total={total.cards}
          used={used.cards}
          label={fill(t.cards, { used: format.number(used.cards), total: format.number(total.cards) })}
        />
      )}
      <div className="machine-memory">
        <Progress
          percent={total.memoryBytes > 0 ? (used.memory / total.memoryBytes) * 100 : 0}
          showInfo={false}
          size="small"
        />
        <span className="faint">
          {fill(t.memory, { used: format.bytes(used.memory), total: format.bytes(total.memoryBytes) })}
        </span>
      </div>
    </Card>
  );
}

interface SquaresProps {
  total: number;
  used: number;
  label: string;
  cards?: boolean;
}

function Squares({ total, used, label, cards = false }: SquaresProps) {
  const { count, taken } = squaresOf(total, used);
  return (
    <figure className="squares-box">
      <div className={cards ? "squares squares-cards" : "squares"} aria-hidden="true">
        {Array.from({ length: count }, (_, at) => (
          <i key={at} className={at < taken ? "taken" : ""} />
        ))}
      </div>
      <figcaption className="faint">{label}</figcaption>
    </figure>
  );
}
