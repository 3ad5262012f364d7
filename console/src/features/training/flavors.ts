import type { FlavorInfo } from "@/client";

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
