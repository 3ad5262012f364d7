import { useEffect, useState, type RefObject } from "react";

/** The height of a box in pixels, followed as the window changes: a virtual table needs a number. */
export function useHeight(box: RefObject<HTMLElement | null>): number {
  const [height, setHeight] = useState(480);
  useEffect(() => {
    const element = box.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setHeight(Math.floor(entry.contentRect.height));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return height;
}
