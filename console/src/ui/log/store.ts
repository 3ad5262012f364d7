import type { LogLine } from "@/client";

/** Some lines of a log that pass the filters, and where to ask for what lies before and after them. */
export interface LogPage {
  lines: readonly LogLine[];
  previous_offset: number;
  next_offset: number;
  size: number;
  ended: boolean;
  /** The log was looked at to its end in the direction asked for. */
  complete: boolean;
}

export interface LogAdded {
  lines: readonly LogLine[];
  next_offset: number;
  size: number;
  ended: boolean;
}

/** Where a log comes from. Offsets are bytes. */
export interface LogSource {
  /** Lines from an offset on. */
  after(offset: number, signal: AbortSignal): Promise<LogPage>;
  /** Lines that end at an offset; null is the end of the log. */
  before(offset: number | null, signal: AbortSignal): Promise<LogPage>;
  /** Hands over what is added from an offset on until it is stopped; goes on by itself where it was cut off. */
  follow(offset: number, onAdded: (added: LogAdded) => void, onBroken: (broken: boolean) => void): () => void;
}

export interface LogState {
  lines: readonly LogLine[];
  /** The part of the log that these lines stand for. */
  start: number;
  end: number;
  size: number;
  ended: boolean;
  atStart: boolean;
  loading: "open" | "earlier" | "later" | null;
  following: boolean;
  broken: boolean;
  problem: unknown;
}

/** More than this is let go at the far end, so that a log of any size stays quick. */
export const keptLines = 20_000;
/** A filter may pass nothing for long; after so many empty pages the reader decides whether to go on. */
const emptyPages = 12;

const fresh: LogState = {
  lines: [],
  start: 0,
  end: 0,
  size: 0,
  ended: false,
  atStart: false,
  loading: null,
  following: false,
  broken: false,
  problem: null,
};

/** A window on a log of any size: grows at both ends by pages, and forgets what lies far away. */
export class LogStore {
  private state: LogState = fresh;
  private readonly listeners = new Set<() => void>();
  private stopFollowing: (() => void) | null = null;
  private loads = new AbortController();

  constructor(private readonly source: LogSource) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): LogState => this.state;

  /** Show the end of the log, and what is added to it. */
  async openEnd(): Promise<void> {
    this.restart();
    await this.load("open", async (signal) => {
      const pages = await this.walkBack(null, signal);
      this.state = { ...this.state, ...pages, lines: pages.lines };
    });
    if (this.state.problem === null && !this.state.ended) this.follow();
  }

  /** Show the log from an offset on, with some lines before it. */
  async open(offset: number): Promise<void> {
    this.restart();
    await this.load("open", async (signal) => {
      const page = await this.walk(offset, signal);
      this.state = { ...this.state, ...page, start: offset, atStart: offset === 0 };
    });
    if (offset > 0) await this.earlier();
  }

  /** Load what lies before. Resolves to how many lines were added at the top. */
  async earlier(): Promise<number> {
    if (this.state.loading !== null || this.state.atStart) return 0;
    let added = 0;
    await this.load("earlier", async (signal) => {
      const { lines: older, start, atStart } = await this.walkBack(this.state.start, signal);
      added = older.length;
      const lines = [...older, ...this.state.lines];
      if (lines.length > keptLines) this.unfollow();
      const end = lines[keptLines]?.offset ?? this.state.end;
      this.state = { ...this.state, lines: lines.slice(0, keptLines), start, atStart, end };
    });
    return added;
  }

  /** Load what comes after; at the present end, go on following. */
  async later(): Promise<void> {
    const { end, size, ended, loading, following } = this.state;
    if (loading !== null || following || (ended && end >= size)) return;
    await this.load("later", async (signal) => this.add(await this.walk(this.state.end, signal)));
  }

  follow(): void {
    if (this.stopFollowing !== null || this.state.ended) return;
    this.set({ following: true });
    this.stopFollowing = this.source.follow(
      this.state.end,
      ({ lines, next_offset: end, size, ended }) => {
        this.add({ lines, end, size, ended });
        this.set({ broken: false });
        if (ended) this.unfollow();
      },
      (broken) => this.set({ broken }),
    );
  }

  unfollow(): void {
    this.stopFollowing?.();
    this.stopFollowing = null;
    if (this.state.following) this.set({ following: false, broken: false });
  }

  close(): void {
    this.unfollow();
    this.loads.abort();
  }

  /** Pages after an offset, until there are lines or the end is reached. */
  private async walk(offset: number, signal: AbortSignal) {
    let page = await this.source.after(offset, signal);
    for (let tries = 0; page.lines.length === 0 && !page.complete && tries < emptyPages; tries += 1) {
      page = await this.source.after(page.next_offset, signal);
    }
    return { lines: page.lines, end: page.next_offset, size: page.size, ended: page.ended };
  }

  private async walkBack(offset: number | null, signal: AbortSignal) {
    let page = await this.source.before(offset, signal);
    const { next_offset: end, size, ended } = page;
    for (let tries = 0; page.lines.length === 0 && !page.complete && tries < emptyPages; tries += 1) {
      page = await this.source.before(page.previous_offset, signal);
    }
    return { lines: page.lines, start: page.previous_offset, atStart: page.complete, end, size, ended };
  }

  private add({ lines, end, size, ended }: Pick<LogState, "lines" | "end" | "size" | "ended">): void {
    // A last line without an end comes again when more of it is written.
    const first = lines[0]?.offset ?? end;
    const before = this.state.lines;
    const kept =
      before.length > 0 && (before[before.length - 1]?.offset ?? 0) >= first
        ? before.filter((line) => line.offset < first)
        : before;
    const all = [...kept, ...lines];
    const dropped = all.length > keptLines;
    const shown = dropped ? all.slice(all.length - keptLines) : all;
    this.state = {
      ...this.state,
      lines: shown,
      end,
      size: Math.max(size, end),
      ended,
      ...(dropped && { start: shown[0]?.offset ?? 0, atStart: false }),
    };
  }

  private restart(): void {
    this.close();
    this.loads = new AbortController();
    this.state = { ...fresh, size: this.state.size, ended: this.state.ended };
  }

  private async load(what: NonNullable<LogState["loading"]>, act: (signal: AbortSignal) => Promise<void>) {
    const { signal } = this.loads;
    this.set({ loading: what, problem: null });
    try {
      await act(signal);
      if (!signal.aborted) this.set({ loading: null });
    } catch (problem) {
      if (!signal.aborted) this.set({ loading: null, problem });
    }
  }

  private set(patch: Partial<LogState>): void {
    this.state = { ...this.state, ...patch };
    this.listeners.forEach((tell) => tell());
  }
}
