import { Link } from "react-router";

import { CopyButton } from "@/ui";
import { browserAddress, obsPath, readPath } from "../paths";
import { useObjectsText } from "../text";

/** A place in the storage that leads into the object browser, with its path to copy. */
export function OBSLink({ path }: { path: string }) {
  const t = useObjectsText();
  const place = readPath(path);
  if (place === null) return <span className="mono">{path}</span>;
  const text = obsPath(place.bucket, place.key);
  return (
    <span className="copy-value">
      <Link to={browserAddress(place)} className="mono copy-value-text" title={t.picker.open}>
        {text}
      </Link>
      <CopyButton text={text} label={t.browser.copyPath} />
    </span>
  );
}
