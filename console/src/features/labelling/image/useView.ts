import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from "react";

import type { Size } from "../model/geometry";
import type { Point } from "../model/marks";

export interface View {
  scale: number;
  x: number;
  y: number;
}

const margin = 24;
const most = 40;
const least = 0.02;

function fitted(stage: Size, size: Size): View {
  const scale = Math.min(
    (stage.width - 2 * margin) / size.width,
    (stage.height - 2 * margin) / size.height,
    // Tiny pictures are made larger, but their pixels stay recognisable.
    8,
  );
  const kept = Math.max(scale, least);
  return {
    scale: kept,
    x: (stage.width - size.width * kept) / 2,
    y: (stage.height - size.height * kept) / 2,
  };
}

export interface ViewControl {
  view: View;
  fit: () => void;
  /** Zoom by a factor, around a point of the stage; its middle if none is given. */
  zoom: (factor: number, around?: Point) => void;
  actualSize: () => void;
  pan: (dx: number, dy: number) => void;
  /** The point of the picture under a point of the window. */
  toPicture: (clientX: number, clientY: number) => Point;
}

/** Where the picture stands on the stage. It fits until somebody zooms or moves it. */
export function useView(stage: RefObject<HTMLElement | null>, size: Size): ViewControl {
  const [view, setView] = useState<View>({ scale: 1, x: 0, y: 0 });
  const [own, setOwn] = useState(false);
  const { width, height } = size;

  const fit = useCallback(() => {
    const box = stage.current;
    if (box === null || width === 0) return;
    setView(fitted({ width: box.clientWidth, height: box.clientHeight }, { width, height }));
    setOwn(false);
  }, [stage, width, height]);

  useLayoutEffect(fit, [fit]);
  useEffect(() => {
    const box = stage.current;
    if (box === null || own) return;
    const observer = new ResizeObserver(fit);
    observer.observe(box);
    return () => observer.disconnect();
  }, [stage, fit, own]);

  const zoom = useCallback(
    (factor: number, around?: Point) => {
      const box = stage.current;
      if (box === null) return;
      const [px, py] = around ?? [box.clientWidth / 2, box.clientHeight / 2];
      setOwn(true);
      setView((before) => {
        const scale = Math.min(Math.max(before.scale * factor, least), most);
        const by = scale / before.scale;
        return { scale, x: px - (px - before.x) * by, y: py - (py - before.y) * by };
      });
    },
    [stage],
  );
  const actualSize = useCallback(() => zoom(1 / view.scale), [zoom, view.scale]);
  const pan = useCallback((dx: number, dy: number) => {
    setOwn(true);
    setView((before) => ({ ...before, x: before.x + dx, y: before.y + dy }));
  }, []);
  const toPicture = useCallback(
    (clientX: number, clientY: number): Point => {
      const box = stage.current?.getBoundingClientRect();
      return [
        (clientX - (box?.left ?? 0) - view.x) / view.scale,
        (clientY - (box?.top ?? 0) - view.y) / view.scale,
      ];
    },
    [stage, view],
  );

  useEffect(() => {
    const box = stage.current;
    if (box === null) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const edge = box.getBoundingClientRect();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const turn = Math.max(-240, Math.min(240, event.deltaY * lines));
      zoom(Math.exp(-turn / 400), [event.clientX - edge.left, event.clientY - edge.top]);
    };
    // React listens to wheels passively, where the page could not be kept from scrolling.
    box.addEventListener("wheel", onWheel, { passive: false });
    return () => box.removeEventListener("wheel", onWheel);
  }, [stage, zoom]);

  return { view, fit, zoom, actualSize, pan, toPicture };
}
