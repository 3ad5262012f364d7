import { useEffect, useRef } from "react";

const typing =
  "input, textarea, select, [contenteditable=true], .ant-modal, .ant-popover, .ant-select-dropdown";

/** Whether somebody types into a field, or a dialog is open: keys belong to it then. */
export function isTyping(event: KeyboardEvent): boolean {
  const at = event.target instanceof Element ? event.target : null;
  const field = at?.closest(typing) ?? null;
  if (field instanceof HTMLInputElement && ["range", "checkbox", "radio"].includes(field.type)) {
    return event.key.startsWith("Arrow");
  }
  return field !== null || document.querySelector(".ant-modal-wrap:not([style*='none'])") !== null;
}

/**
 * Keys of the page.
 *
 * `early`: editors are asked before the frame around them. What a handler has used is not offered to others.
 */
export function useKeys(handler: (event: KeyboardEvent) => boolean, early = false): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event)) return;
      if (latest.current(event)) event.preventDefault();
    };
    window.addEventListener("keydown", listen, early);
    return () => window.removeEventListener("keydown", listen, early);
  }, [early]);
}

/** Control, or the command key of a Mac. */
export const isCommand = (event: KeyboardEvent | { ctrlKey: boolean; metaKey: boolean }): boolean =>
  event.ctrlKey || event.metaKey;

/** The digit on the key, whatever shift makes of it. */
export function digitOf(event: KeyboardEvent): number | null {
  const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  return found === null ? null : Number(found[1]);
}
