import type { Places } from "../model/spans";

/** The character that a place in the page stands for; the text lies in pieces that say where they begin. */
export function placeOf(root: HTMLElement, places: Places, node: Node, offset: number): number | null {
  const element = node instanceof Element ? node : node.parentElement;
  const piece = element?.closest<HTMLElement>("[data-from]");
  if (piece && root.contains(piece)) {
    const from = Number(piece.dataset["from"]);
    if (node instanceof Text) return places.point(places.unit(from) + offset);
    return offset === 0 ? from : Number(piece.dataset["to"]);
  }
  if (!root.contains(node)) return null;
  // Between two pieces: where the next one begins.
  const next = node.childNodes[offset];
  const after = next instanceof HTMLElement ? next : null;
  const known = after?.matches("[data-from]") ? after : after?.querySelector<HTMLElement>("[data-from]");
  return known ? Number(known.dataset["from"]) : places.length;
}

/** What is marked with the mouse, in characters; null if nothing is, or if it lies elsewhere. */
export function markedText(root: HTMLElement, places: Places): readonly [number, number] | null {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const from = placeOf(root, places, range.startContainer, range.startOffset);
  const to = placeOf(root, places, range.endContainer, range.endOffset);
  return from === null || to === null ? null : [from, to];
}

/** The entity under a point of the window. */
export function entityAt(x: number, y: number): string | null {
  const element = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-entity]");
  return element?.dataset["entity"] ?? null;
}
