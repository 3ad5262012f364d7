import { asAppError, type AppError, type Sample } from "@/client";
import { accepted, isSuggestion, readMarks, sameMarks, type Mark } from "./marks";

export type Saving = "saved" | "unsaved" | "saving" | "failed" | "conflict";

/** A sample as it is being edited. hard: whether it is marked as a difficult one; comment: what people tell each other. */
export interface Content {
  marks: readonly Mark[];
  hard: boolean;
  comment: string;
}

export interface Draft {
  sample: Sample;
  now: Content;
  /** What the server has. */
  kept: Content;
  past: readonly Content[];
  future: readonly Content[];
  revision: number;
  saving: Saving;
  problem: AppError | null;
}

/** What is handed to the server: the whole content, and the revision that it was made on. */
export interface Change {
  content: Content;
  before: Content;
  revision: number;
}

/** Saves a sample; rejects with the `AppError` of the server. Answers with the revision that was made. */
export type Save = (sample: Sample, change: Change) => Promise<{ revision: number }>;

export const CONFLICT = "Modelyard.7000";
const quietMilliseconds = 700;
const longestPast = 200;

export function contentOf(sample: Sample, type: number): Content {
  const metadata = sample.metadata;
  return {
    marks: readMarks(sample, type),
    hard: ["1", "1.0", "true"].includes(String(metadata["@modelarts:hard"] ?? "").toLowerCase()),
    comment: typeof metadata["comment"] === "string" ? metadata["comment"] : "",
  };
}

/** Whether a sample came with suggestions of which some are still to be decided. */
export const waits = (sample: Sample, { marks }: Content): boolean =>
  sample.sample_status === "AUTO_ANNOTATION" && marks.some(isSuggestion);

const same = (one: Content, other: Content): boolean =>
  one === other ||
  (one.hard === other.hard && one.comment === other.comment && sameMarks(one.marks, other.marks));

/**
 * What was changed on this page, sample by sample.
 *
 * It is saved a moment after the last change, and at once when a sample is left. While one save of a sample is under way, the
 * next one waits, so that each is made on the revision of the one before.
 */
export class Drafts {
  private readonly drafts = new Map<string, Draft>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly tags = new Map<string, string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly type: number,
    private readonly save: Save,
    private readonly onSaved: (draft: Draft) => void = () => undefined,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get(id: string): Draft | undefined {
    return this.drafts.get(id);
  }

  all(): Draft[] {
    return [...this.drafts.values()];
  }

  /** Whether anything is not with the server yet. */
  hasUnsaved(): boolean {
    return this.all().some((draft) => draft.saving !== "saved");
  }

  /** Which samples could not be saved, as a text that changes when they do. */
  trouble(): string {
    const bad = this.all().filter((draft) => draft.saving === "failed" || draft.saving === "conflict");
    return bad.map((draft) => draft.sample.sample_id).join(" ");
  }

  /** Begin with a sample; what was begun before goes on, unless it is as the server has it. */
  open(sample: Sample): Draft {
    const known = this.drafts.get(sample.sample_id);
    if (known !== undefined && (known.saving !== "saved" || (sample.revision ?? 0) <= known.revision))
      return known;
    return this.replace(sample);
  }

  /** Take what the server has, and forget what was made here. */
  replace(sample: Sample): Draft {
    this.stopTimer(sample.sample_id);
    const content = contentOf(sample, this.type);
    return this.put({
      sample,
      now: content,
      kept: content,
      past: [],
      future: [],
      revision: sample.revision ?? 0,
      saving: "saved",
      problem: null,
    });
  }

  /** Change a draft. Changes with the same tag, one after the other, are undone together. */
  edit(id: string, about: Partial<Content>, tag = ""): void {
    const draft = this.drafts.get(id);
    if (draft === undefined) return;
    const now = { ...draft.now, ...about };
    if (same(now, draft.now)) return;
    const joins = tag !== "" && this.tags.get(id) === tag && draft.past.length > 0;
    const past = joins ? draft.past : [...draft.past, draft.now].slice(-longestPast);
    this.tags.set(id, tag);
    this.changed({ ...draft, now, past, future: [] });
  }

  undo(id: string): void {
    const draft = this.drafts.get(id);
    const before = draft?.past.at(-1);
    if (draft === undefined || before === undefined) return;
    this.tags.delete(id);
    this.changed({
      ...draft,
      now: before,
      past: draft.past.slice(0, -1),
      future: [draft.now, ...draft.future],
    });
  }

  redo(id: string): void {
    const draft = this.drafts.get(id);
    const next = draft?.future[0];
    if (draft === undefined || next === undefined) return;
    this.tags.delete(id);
    this.changed({ ...draft, now: next, past: [...draft.past, draft.now], future: draft.future.slice(1) });
  }

  /** Save what is not saved yet; resolves when nothing is under way any more. */
  async flush(id: string): Promise<void> {
    this.stopTimer(id);
    while (this.running.has(id)) await this.running.get(id);
    const draft = this.drafts.get(id);
    if (draft === undefined || !["unsaved", "failed"].includes(draft.saving)) return;
    const run = this.send(draft).finally(() => this.running.delete(id));
    this.running.set(id, run);
    await run;
    if (this.drafts.get(id)?.saving === "unsaved") await this.flush(id);
  }

  /** Save even what changes nothing: predictions that are right become a person's word. */
  async confirm(id: string): Promise<void> {
    this.edit(id, { marks: accepted(this.drafts.get(id)?.now.marks ?? []) });
    const draft = this.drafts.get(id);
    if (draft === undefined || draft.saving === "conflict") return;
    if (draft.saving === "saved") this.put({ ...draft, saving: "unsaved" });
    await this.flush(id);
  }

  /** Keep what was made here over what somebody else has saved meanwhile. */
  async insist(id: string, there: Sample): Promise<void> {
    const draft = this.drafts.get(id);
    if (draft === undefined) return;
    const kept = contentOf(there, this.type);
    this.put({
      ...draft,
      sample: there,
      kept,
      revision: there.revision ?? 0,
      saving: "unsaved",
      problem: null,
    });
    await this.flush(id);
  }

  private async send(draft: Draft): Promise<void> {
    const id = draft.sample.sample_id;
    const content = draft.now;
    this.put({ ...draft, saving: "saving", problem: null });
    try {
      const change = { content, before: draft.kept, revision: draft.revision };
      const { revision } = await this.save(draft.sample, change);
      const after = this.drafts.get(id) ?? draft;
      const saving = same(after.now, content) ? "saved" : "unsaved";
      this.onSaved(this.put({ ...after, kept: content, revision, saving }));
    } catch (problem) {
      const error = asAppError(problem);
      const saving = error.code === CONFLICT ? "conflict" : "failed";
      this.put({ ...(this.drafts.get(id) ?? draft), saving, problem: error });
    }
  }

  private changed(draft: Draft): void {
    const id = draft.sample.sample_id;
    if (draft.saving === "saving" || draft.saving === "conflict") {
      this.put(draft);
      return;
    }
    const saving = same(draft.now, draft.kept) ? "saved" : "unsaved";
    this.put({ ...draft, saving });
    this.stopTimer(id);
    if (saving === "unsaved")
      this.timers.set(
        id,
        setTimeout(() => void this.flush(id), quietMilliseconds),
      );
  }

  private put(draft: Draft): Draft {
    this.drafts.set(draft.sample.sample_id, draft);
    this.listeners.forEach((tell) => tell());
    return draft;
  }

  private stopTimer(id: string): void {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }
}
