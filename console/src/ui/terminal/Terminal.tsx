import { FitAddon } from "@xterm/addon-fit";
import { Terminal as XTerm } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { useEffect, useRef } from "react";

import { usePalette } from "../theme";
import { terminalTheme } from "../tokens";
import "./terminal.css";

export interface TerminalEnd {
  kind: "ended" | "broken" | "forbidden";
  message: string;
}

interface TerminalProps {
  /** Where the web socket is. */
  path: string;
  label: string;
  onEnd(end: TerminalEnd): void;
}

/** Close codes: the shell has ended; the caller may not do this. */
const normal = 1000;
const refused = 1008;

/** A terminal over a web socket: bytes both ways, and the size of the window as JSON. */
export default function Terminal({ path, label, onEnd }: TerminalProps) {
  const box = useRef<HTMLDivElement>(null);
  const palette = usePalette();
  const look = useRef(palette);
  const screen = useRef<XTerm | null>(null);
  const end = useRef(onEnd);
  useEffect(() => {
    look.current = palette;
    end.current = onEnd;
    if (screen.current !== null) screen.current.options.theme = terminalTheme(palette);
  }, [palette, onEnd]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const terminal = new XTerm({
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: 13,
      cursorBlink: true,
      scrollback: 5_000,
      theme: terminalTheme(look.current),
      screenReaderMode: true,
    });
    screen.current = terminal;
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.open(element);
    fit.fit();

    const address = new URL(path, location.origin);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = new URLSearchParams({
      columns: String(terminal.cols),
      rows: String(terminal.rows),
    }).toString();
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    const encoder = new TextEncoder();
    let opened = false;
    let over = false;

    const resize = () =>
      socket.readyState === WebSocket.OPEN &&
      socket.send(JSON.stringify({ columns: terminal.cols, rows: terminal.rows }));
    const typed = terminal.onData((text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encoder.encode(text));
    });
    const sized = terminal.onResize(resize);
    socket.onopen = () => {
      opened = true;
      resize();
      terminal.focus();
    };
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) terminal.write(new Uint8Array(data));
    };
    socket.onclose = ({ code, reason }) => {
      if (over) return;
      const kind = code === normal ? "ended" : code === refused || !opened ? "forbidden" : "broken";
      end.current({ kind, message: reason });
    };
    const observer = new ResizeObserver(() => fit.fit());
    observer.observe(element);
    return () => {
      over = true;
      observer.disconnect();
      typed.dispose();
      sized.dispose();
      socket.close(normal);
      terminal.dispose();
      screen.current = null;
    };
  }, [path]);

  return <div className="terminal" ref={box} role="group" aria-label={label} data-testid="terminal" />;
}
