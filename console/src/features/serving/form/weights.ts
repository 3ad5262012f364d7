/** Shares that add up to a whole, in proportion to some parts; what rounding leaves goes to the largest remainders. */
function shareOut(whole: number, parts: readonly number[]): number[] {
  const sum = parts.reduce((a, b) => a + b, 0);
  const exact = parts.map((part) => (sum === 0 ? whole / parts.length : (whole * part) / sum));
  const floors = exact.map(Math.floor);
  const left = whole - floors.reduce((a, b) => a + b, 0);
  const order = exact
    .map((value, at) => ({ at, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, left)) floors[at] = (floors[at] ?? 0) + 1;
  return floors;
}

/** The weights when one of them changes: the others share the rest as they did before. */
export function withWeight(weights: readonly number[], at: number, value: number): number[] {
  if (weights.length === 1) return [100];
  const wanted = Math.min(100, Math.max(0, Math.round(value)));
  const others = shareOut(
    100 - wanted,
    weights.filter((_weight, index) => index !== at),
  );
  return [...others.slice(0, at), wanted, ...others.slice(at)];
}

/** The weights when a version comes in: it begins without requests, unless it is the first. */
export const withOneMore = (weights: readonly number[]): number[] =>
  weights.length === 0 ? [100] : [...weights, 0];

/** The weights when a version goes: the others share its part. */
export const without = (weights: readonly number[], at: number): number[] => {
  const others = weights.filter((_weight, index) => index !== at);
  return others.length === 0 ? [] : shareOut(100, others);
};

export const even = (count: number): number[] =>
  shareOut(
    100,
    Array.from({ length: count }, () => 1),
  );
