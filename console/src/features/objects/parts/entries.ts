import type { ObjectPage } from "@/client";
import { nameOf } from "../paths";

export interface Place {
  bucket: string;
  prefix: string;
}

/** One line of the browser: a folder or an object. */
export interface Entry {
  key: string;
  name: string;
  folder: boolean;
  sizeBytes: number | null;
  modifiedAt: number | null;
  etag: string;
}

/** Folders first, as people expect; inside each kind the order of the store, which is that of the keys. */
export function entriesOf(pages: readonly ObjectPage[], prefix: string): Entry[] {
  const folders = new Map<string, Entry>();
  const objects: Entry[] = [];
  for (const page of pages) {
    for (const folder of page.folders) {
      const key = folder.prefix;
      folders.set(key, { key, name: nameOf(key), folder: true, sizeBytes: null, modifiedAt: null, etag: "" });
    }
    for (const one of page.objects) {
      // The empty object that marks the folder itself is not one of its files.
      if (one.key === prefix || one.key.endsWith("/")) continue;
      objects.push({
        key: one.key,
        name: nameOf(one.key),
        folder: false,
        sizeBytes: one.size_bytes,
        modifiedAt: one.modified_at,
        etag: one.etag,
      });
    }
  }
  return [...folders.values(), ...objects];
}
