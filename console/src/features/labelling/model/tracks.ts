import { round } from "./geometry";
import { changed, newKey, type Mark, type Point, type Shape } from "./marks";

/** What an annotation of a film carries: where it is, and whose way through the film it is a part of. */
export const TIME = "@modelarts:time_in_video";
export const TRACK = "modelyard:track";
/** How near a moment has to be to be the same frame: half of one at 25 a second. */
export const halfFrame = 20;

/** The moment of a film that a mark is on, in milliseconds. */
export const momentOf = (mark: Mark): number => Math.round(Number(mark.rest[TIME] ?? 0) * 1000);

export const trackOf = (mark: Mark): string => {
  const track = mark.rest[TRACK];
  return typeof track === "string" ? track : "";
};

export const atMoment = (moment: number, track = ""): Record<string, unknown> => ({
  [TIME]: (moment / 1000).toFixed(3),
  ...(track !== "" && { [TRACK]: track }),
});

export interface Track {
  id: string;
  /** Its key frames, in order of time. */
  keys: readonly Mark[];
}

export function tracksOf(marks: readonly Mark[]): Track[] {
  const found = new Map<string, Mark[]>();
  for (const mark of marks) {
    const id = trackOf(mark);
    if (id !== "" && mark.shape !== null) found.set(id, [...(found.get(id) ?? []), mark]);
  }
  return [...found].map(([id, keys]) => ({
    id,
    keys: keys.sort((one, other) => momentOf(one) - momentOf(other)),
  }));
}

export function newTrack(marks: readonly Mark[]): string {
  const used = marks.map((mark) => Number(/^T(\d+)$/.exec(trackOf(mark))?.[1] ?? 0));
  return `T${Math.max(0, ...used) + 1}`;
}

/**
 * What is to be seen at a moment: what was drawn there, and of each track what lies between its key frames.
 *
 * What is between carries the key of the frame before it, so that both are selected together. Beyond its first and last frame a
 * track is only shown while it is selected, as it was there, to be drawn on from.
 */
export function seenAt(marks: readonly Mark[], moment: number, selected: string | null): Mark[] {
  const found = marks.filter((mark) => mark.shape !== null && Math.abs(momentOf(mark) - moment) <= halfFrame);
  for (const { keys } of tracksOf(marks)) {
    if (keys.some((mark) => found.includes(mark))) continue;
    const before = keys.findLast((mark) => momentOf(mark) < moment);
    const after = keys.find((mark) => momentOf(mark) > moment);
    if (before !== undefined && after !== undefined)
      found.push({ ...before, shape: between(before, after, moment) });
    else if (keys.some((mark) => mark.key === selected)) found.push((before ?? after) as Mark);
  }
  return found;
}

/** Whether a mark is not drawn at a moment itself. */
export const isBetween = (mark: Mark, moment: number): boolean =>
  Math.abs(momentOf(mark) - moment) > halfFrame;

function between(before: Mark, after: Mark, moment: number): Shape {
  const [from, to] = [before.shape as Shape, after.shape as Shape];
  // What has changed its form cannot be half of both.
  if (from.kind !== to.kind || from.points.length !== to.points.length) return from;
  const share = (moment - momentOf(before)) / (momentOf(after) - momentOf(before));
  const mix = (one: number, other: number) => round(one + share * (other - one));
  return {
    kind: from.kind,
    points: from.points.map(([x, y], at): Point => {
      const [toX, toY] = to.points[at] as Point;
      return [mix(x, toX), mix(y, toY)];
    }),
    radius: mix(from.radius, to.radius),
  };
}

/** A key frame at a moment: as the track is there, or with another shape. */
export function keyFrame(mark: Mark, moment: number, shape: Shape | null = mark.shape): Mark {
  return { ...changed(mark, { shape }), key: newKey(), rest: { ...mark.rest, ...atMoment(moment) } };
}
