import { readLink } from "../api";
import { nameOf } from "../paths";

/** Let the browser download one object; it asks the storage itself, so size does not matter. */
export async function saveObject(projectId: string, bucket: string, key: string): Promise<void> {
  const link = document.createElement("a");
  link.href = await readLink(projectId, bucket, key, nameOf(key));
  link.rel = "noopener";
  link.download = nameOf(key);
  document.body.append(link);
  link.click();
  link.remove();
}
