import type { RefObject } from "react";

import type { DatasetLabel, Sample } from "@/client";
import type { Content } from "../model/drafts";
import type { Mark } from "../model/marks";

/** What an editor can be told from outside. */
export interface EditorHandle {
  /** A label was chosen; says whether the editor used it itself (a marked text becomes an entity). */
  takeLabel?(label: DatasetLabel): boolean;
}

/** What every editor gets: the sample, what is said about it, and how to say something else. */
export interface EditorProps {
  type: number;
  sample: Sample;
  labels: readonly DatasetLabel[];
  colourOf: (name: string, type?: number) => string;
  marks: readonly Mark[];
  change: (marks: readonly Mark[], tag?: string) => void;
  edit: (about: Partial<Content>, tag?: string) => void;
  selected: string | null;
  select: (key: string | null) => void;
  active: DatasetLabel | null;
  /** Asks for a label when there is none yet; what is done with it comes afterwards. */
  askLabel: (then: (label: DatasetLabel) => void) => void;
  hidden: ReadonlySet<string>;
  locked: ReadonlySet<string>;
  readOnly: boolean;
  handle: RefObject<EditorHandle>;
  /** A link to the file that has not run out. */
  source: string;
  refreshSource: () => void;
}
