import type { Sample } from "@/client";
import type { Draft, Drafts } from "./drafts";
import { changed, isSuggestion, type Mark } from "./marks";

/** A shape of a sample, by the key of its mark. */
export interface Box {
  key: string;
  sampleId: string;
}

export type BoxState = "open" | "accepted" | "relabelled" | "removed";

/** What one key press did: the samples that it changed, and the boxes that it ticked off. */
interface Step {
  samples: readonly string[];
  seen: readonly string[];
}

interface Taken {
  boxes: readonly Box[];
  /** Keys of all marks of the sample, to notice when another state of it has taken their place. */
  keys: ReadonlySet<string>;
}

/**
 * The shapes with one label over many samples, and what was decided about them.
 *
 * A box stays in its place whatever becomes of it. Saving, conflicts and the past of each sample are those of the drafts; what is
 * undone here is the last decision, about however many samples.
 */
export class Review {
  boxes: readonly Box[] = [];
  private readonly taken = new Map<string, Taken>();
  private readonly seen = new Set<string>();
  private past: Step[] = [];
  private future: Step[] = [];

  constructor(
    readonly label: string,
    private readonly drafts: Drafts,
  ) {}

  /** Look at samples, in this order; those that are known keep their boxes. */
  take(samples: readonly Sample[]): void {
    this.boxes = samples.flatMap((sample) => this.boxesOf(this.drafts.open(sample)));
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  markOf({ sampleId, key }: Box): Mark | undefined {
    return this.drafts.get(sampleId)?.now.marks.find((mark) => mark.key === key);
  }

  /** The mark as it was when it was last there: so that what is deleted can still be shown. */
  lastMarkOf(box: Box): Mark | undefined {
    const draft = this.drafts.get(box.sampleId);
    const states = draft === undefined ? [] : [draft.now, ...[...draft.past].reverse(), draft.kept];
    for (const { marks } of states) {
      const found = marks.find((mark) => mark.key === box.key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  stateOf(box: Box): BoxState {
    const mark = this.markOf(box);
    if (mark === undefined) return "removed";
    if (mark.label !== this.label) return "relabelled";
    return this.seen.has(box.key) ? "accepted" : "open";
  }

  /** They are right: suggestions become a person's word, all are ticked off. */
  accept(boxes: readonly Box[]): void {
    const seen = boxes.filter((box) => this.stateOf(box) === "open").map(({ key }) => key);
    seen.forEach((key) => this.seen.add(key));
    this.change(boxes, (mark) => (isSuggestion(mark) ? changed(mark, {}) : mark), seen);
  }

  relabel(boxes: readonly Box[], label: string): void {
    this.change(boxes, (mark) => (mark.label === label ? mark : changed(mark, { label })));
  }

  remove(boxes: readonly Box[]): void {
    this.change(boxes, () => null);
  }

  undo(): void {
    const step = this.past.pop();
    if (step === undefined) return;
    step.samples.forEach((id) => this.drafts.undo(id));
    step.seen.forEach((key) => this.seen.delete(key));
    this.future.push(step);
  }

  redo(): void {
    const step = this.future.pop();
    if (step === undefined) return;
    step.samples.forEach((id) => this.drafts.redo(id));
    step.seen.forEach((key) => this.seen.add(key));
    this.past.push(step);
  }

  /** Save all that is not saved yet. */
  async flush(): Promise<void> {
    await Promise.all(this.drafts.all().map(({ sample }) => this.drafts.flush(sample.sample_id)));
  }

  private change(boxes: readonly Box[], to: (mark: Mark) => Mark | null, seen: readonly string[] = []): void {
    const bySample = new Map<string, Set<string>>();
    for (const { sampleId, key } of boxes)
      bySample.set(sampleId, (bySample.get(sampleId) ?? new Set()).add(key));
    const samples: string[] = [];
    for (const [id, keys] of bySample) {
      const before = this.drafts.get(id);
      const marks = before?.now.marks.flatMap((mark) => {
        const after = keys.has(mark.key) ? to(mark) : mark;
        return after === null ? [] : [after];
      });
      if (marks === undefined) continue;
      this.drafts.edit(id, { marks });
      if (this.drafts.get(id) !== before) samples.push(id);
    }
    if (samples.length + seen.length === 0) return;
    this.past.push({ samples, seen });
    this.future = [];
  }

  private boxesOf(draft: Draft): readonly Box[] {
    const id = draft.sample.sample_id;
    const known = this.taken.get(id);
    const { marks } = draft.now;
    if (known !== undefined && (marks.length === 0 || marks.some(({ key }) => known.keys.has(key))))
      return known.boxes;
    const boxes = marks
      .filter((mark) => mark.shape !== null && mark.label === this.label)
      .map(({ key }) => ({ key, sampleId: id }));
    this.taken.set(id, { boxes, keys: new Set(marks.map(({ key }) => key)) });
    return boxes;
  }
}
