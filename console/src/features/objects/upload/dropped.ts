export interface FoundFile {
  file: File;
  /** Path below the dropped or chosen folder, with `/`. */
  path: string;
}

/** Files of an `<input>`, with their folders when a folder was chosen. */
export function chosenFiles(list: FileList): FoundFile[] {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** Files of a drop, folders opened. Has to be called in the event itself: browsers empty the list afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<FoundFile[]> {
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length === 0) return chosenFiles(transfer.files);
  const found = await Promise.all(entries.map((entry) => walk(entry, "")));
  return found.flat();
}

async function walk(entry: FileSystemEntry, above: string): Promise<FoundFile[]> {
  const path = above + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ file, path }];
  }
  const children = await readAll((entry as FileSystemDirectoryEntry).createReader());
  const found = await Promise.all(children.map((child) => walk(child, `${path}/`)));
  return found.flat();
}

/** A reader gives at most a hundred entries at a time, and an empty list at the end. */
async function readAll(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
