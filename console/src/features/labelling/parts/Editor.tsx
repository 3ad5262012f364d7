import { lazy, Suspense } from "react";

import { LoadingView } from "@/ui";
import { ImageEditor } from "../image/ImageEditor";
import { PlainEditor } from "../plain/PlainEditor";
import { mediumOf } from "../model/types";
import type { EditorProps } from "./editor";

const TextEditor = lazy(() => import("../text/TextEditor"));
const AudioEditor = lazy(() => import("../audio/AudioEditor"));
const VideoEditor = lazy(() => import("../video/VideoEditor"));

/** The editor for a labelling type. */
export function Editor(props: EditorProps) {
  const medium = mediumOf(props.type);
  if (medium === "image") return <ImageEditor {...props} />;
  if (medium === "table" || medium === "free") return <PlainEditor {...props} />;
  return (
    <Suspense fallback={<LoadingView rows={6} />}>
      {medium === "text" && <TextEditor {...props} />}
      {medium === "audio" && <AudioEditor {...props} />}
      {medium === "video" && <VideoEditor {...props} />}
    </Suspense>
  );
}
