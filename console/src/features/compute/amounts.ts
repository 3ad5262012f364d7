import type { PoolNode } from "@/client";

type Resources = PoolNode["status"]["resources"];

export interface Amounts {
  cores: number;
  memoryBytes: number;
  cards: number;
}

const memoryUnits: Readonly<Record<string, number>> = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Resources as the API writes them: `{"cpu": "4", "memory": "7.5Gi", "nvidia.com/gpu": "2"}`. */
export function readAmounts(resources: Resources): Amounts {
  const memory = /^([\d.]+)([A-Z]i)?$/.exec(resources["memory"] ?? "");
  const cards = Object.entries(resources)
    .filter(([name]) => name.includes("/"))
    .reduce((sum, [, count]) => sum + (Number(count) || 0), 0);
  return {
    cores: Number(resources["cpu"]) || 0,
    memoryBytes: memory === null ? 0 : Number(memory[1]) * (memoryUnits[memory[2] ?? ""] ?? 1),
    cards,
  };
}

export interface Room {
  total: Amounts;
  free: Amounts;
}

export function roomOf(node: PoolNode): Room {
  return { total: readAmounts(node.status.resources), free: readAmounts(node.status.availableResources) };
}

const none: Amounts = { cores: 0, memoryBytes: 0, cards: 0 };
const plus = (a: Amounts, b: Amounts): Amounts => ({
  cores: a.cores + b.cores,
  memoryBytes: a.memoryBytes + b.memoryBytes,
  cards: a.cards + b.cards,
});

/** What all usable machines have together. */
export function sumOf(nodes: readonly PoolNode[]): Room {
  return nodes
    .filter((node) => node.status.phase === "Available")
    .map(roomOf)
    .reduce((sum, room) => ({ total: plus(sum.total, room.total), free: plus(sum.free, room.free) }), {
      total: none,
      free: none,
    });
}

/** How many squares a picture of so many units has, and how many of them are taken. */
export function squaresOf(total: number, used: number, most = 64): { count: number; taken: number } {
  const count = Math.max(1, Math.min(most, Math.ceil(total)));
  const share = total > 0 ? Math.min(1, used / total) : 0;
  // Whatever is in use shows, however little it is.
  return { count, taken: used > 0 ? Math.max(1, Math.round(share * count)) : 0 };
}
