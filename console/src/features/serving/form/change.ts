type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether two plain values say the same, whatever the order of their fields. */
export function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => same(value, other[at]));
  }
  if (isFields(one) && isFields(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) =>
      same(one[name], other[name]),
    );
  }
  return Object.is(one, other);
}

/**
 * `raw` with the difference between `was` and `made` put into it.
 *
 * raw: what there is, of which a form shows some. was: what the form would have sent for it. made: what it sends now.
 * What is equal in both stays as it is in `raw`, and so does what is in neither.
 */
export function changedPart(raw: unknown, was: unknown, made: unknown): unknown {
  if (same(was, made)) return raw;
  if (!isFields(was) || !isFields(made) || !isFields(raw)) return made;
  const names = new Set([...Object.keys(raw), ...Object.keys(was), ...Object.keys(made)]);
  const fields = [...names].map((name): [string, unknown] => [
    name,
    changedPart(raw[name], was[name], made[name]),
  ]);
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
