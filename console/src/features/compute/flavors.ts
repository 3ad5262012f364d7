import type { Flavor, FlavorInfo, PoolNode } from "@/client";
import { roomOf } from "./amounts";

const units: Readonly<Record<string, number>> = { MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** The memory of a flavor in bytes. */
export function memoryOf(info: FlavorInfo | null | undefined): number {
  const memory = info?.memory;
  return memory ? memory.size * (units[memory.unit.toUpperCase()] ?? 2 ** 30) : 0;
}

/** The cards of a flavor; null for one without. */
export function cardsOf(info: FlavorInfo | null | undefined): { count: number; product: string } | null {
  const cards = info?.gpu ?? info?.npu;
  const count = Number(cards?.unit_num ?? 0);
  return cards && count > 0 ? { count, product: cards.product_name } : null;
}

/** The cores of a flavor, which may be less than one. */
export function coresOf(flavor: Flavor): number {
  return Number(flavor.attributes["cpu_milli"] ?? 0) / 1000 || flavor.flavor_info.cpu.core_num;
}

/** How many tasks of a flavor would find room on the machines now. */
export function slotsOf(flavor: Flavor, nodes: readonly PoolNode[]): number {
  const cores = coresOf(flavor);
  const memory = Number(flavor.attributes["memory_bytes"] ?? 0) || memoryOf(flavor.flavor_info);
  const cards = cardsOf(flavor.flavor_info)?.count ?? 0;
  return nodes
    .filter((node) => node.status.phase === "Available")
    .map((node) => {
      const { free } = roomOf(node);
      const byCards = cards > 0 ? free.cards / cards : Number.POSITIVE_INFINITY;
      // The API rounds what is free to three digits; a little less than whole still counts as whole.
      return Math.max(
        0,
        Math.floor(Math.min(free.cores / cores, free.memoryBytes / memory, byCards) + 0.001),
      );
    })
    .reduce((sum, slots) => sum + slots, 0);
}
