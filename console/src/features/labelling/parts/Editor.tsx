import { ImageEditor } from "../image/ImageEditor";
import { PlainEditor } from "../plain/PlainEditor";
import { mediumOf } from "../model/types";
import type { EditorProps } from "./editor";

/** The editor for a labelling type. */
export function Editor(props: EditorProps) {
  return mediumOf(props.type) === "image" ? <ImageEditor {...props} /> : <PlainEditor {...props} />;
}
