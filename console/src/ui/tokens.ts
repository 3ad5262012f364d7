/**
 * The only place with raw colours.
 *
 * Pine and stone: a calm evergreen for what can be acted on, amber as the one warm spark of the mark.
 * `Palette` becomes CSS variables (`--y-canvas`) and the Ant Design theme, so both always agree.
 */
export interface Palette {
  canvas: string;
  surface: string;
  raised: string;
  sunken: string;
  line: string;
  lineStrong: string;
  text: string;
  textSoft: string;
  textFaint: string;
  primary: string;
  primaryHover: string;
  primarySoft: string;
  onPrimary: string;
  accent: string;
  onAccent: string;
  success: string;
  successSoft: string;
  warning: string;
  warningSoft: string;
  danger: string;
  dangerSoft: string;
  info: string;
  infoSoft: string;
  rail: string;
  railText: string;
  railFaint: string;
  railActive: string;
  railActiveText: string;
  railLine: string;
  code: string;
  shadow: string;
  scrim: string;
}

export const light: Palette = {
  canvas: "#f5f7f5",
  surface: "#ffffff",
  raised: "#ffffff",
  sunken: "#eef2ef",
  line: "#e1e7e3",
  lineStrong: "#c9d3cd",
  text: "#16211c",
  textSoft: "#4d5b54",
  textFaint: "#68766f",
  primary: "#12704f",
  primaryHover: "#0d5a3f",
  primarySoft: "#e2f2ea",
  onPrimary: "#ffffff",
  accent: "#d98a1f",
  onAccent: "#2a1a02",
  success: "#1c7c4c",
  successSoft: "#e3f4ea",
  warning: "#9a5b00",
  warningSoft: "#fdf1dc",
  danger: "#b93429",
  dangerSoft: "#fcebe8",
  info: "#28629e",
  infoSoft: "#e7f0f9",
  rail: "#10251d",
  railText: "#c3d2ca",
  railFaint: "#8fa399",
  railActive: "#1d3a2f",
  railActiveText: "#a5ecd0",
  railLine: "#21392f",
  code: "#f2f5f3",
  shadow: "0 1px 2px rgb(16 37 29 / 6%), 0 8px 24px rgb(16 37 29 / 6%)",
  scrim: "rgb(16 37 29 / 45%)",
};

export const dark: Palette = {
  canvas: "#0e1512",
  surface: "#151e1a",
  raised: "#1b2621",
  sunken: "#111915",
  line: "#26332d",
  lineStrong: "#3a4a42",
  text: "#e5ede9",
  textSoft: "#a9b9b1",
  textFaint: "#85968d",
  primary: "#45bf93",
  primaryHover: "#66d3ac",
  primarySoft: "#17352a",
  onPrimary: "#04241a",
  accent: "#f0b35a",
  onAccent: "#2a1a02",
  success: "#55c78a",
  successSoft: "#153223",
  warning: "#e3a84a",
  warningSoft: "#37290f",
  danger: "#f0857a",
  dangerSoft: "#3a1c19",
  info: "#7db4ea",
  infoSoft: "#16293c",
  rail: "#0a100d",
  railText: "#b5c6bd",
  railFaint: "#7c8f85",
  railActive: "#16261f",
  railActiveText: "#8fe3c4",
  railLine: "#1b2822",
  code: "#111915",
  shadow: "0 1px 2px rgb(0 0 0 / 40%), 0 10px 30px rgb(0 0 0 / 35%)",
  scrim: "rgb(0 0 0 / 60%)",
};

/** The sign-in artwork and the mark look the same in both themes. */
export const brand = { mark: "#12392d", line: "#8fe3c4", spark: "#f2b35a" } as const;

/** Curves of charts, in the order in which they are used; neighbours differ in lightness, too. */
export const series: Record<"light" | "dark", readonly string[]> = {
  light: ["#12785a", "#d0780a", "#2c69b4", "#b23a72", "#6c52b8", "#128c9c", "#a8452f", "#6b7423"],
  dark: ["#4fcb9f", "#f0b35a", "#7db4ea", "#ef8fb9", "#b3a1f2", "#63cfdc", "#f0967f", "#c0ca6b"],
};

/**
 * Colours that labels of datasets get by turns. They become data of a dataset, are drawn on pictures of any colour, and so are
 * the same in both themes.
 */
export const labelColours: readonly string[] = [
  "#e6553f",
  "#2f8fe0",
  "#19a974",
  "#f2a413",
  "#8e5ce6",
  "#e04f9d",
  "#12a5b8",
  "#7c8f1e",
  "#c46a1b",
  "#5468e8",
];

/** The sixteen colours of a terminal, in the theme around it. */
export function terminalTheme(p: Palette) {
  return {
    background: p.code,
    foreground: p.text,
    cursor: p.primary,
    cursorAccent: p.code,
    selectionBackground: p.primarySoft,
    black: p.textSoft,
    red: p.danger,
    green: p.success,
    yellow: p.warning,
    blue: p.info,
    magenta: p.accent,
    cyan: p.primary,
    white: p.textFaint,
    brightBlack: p.textFaint,
    brightRed: p.danger,
    brightGreen: p.success,
    brightYellow: p.warning,
    brightBlue: p.info,
    brightMagenta: p.accent,
    brightCyan: p.primaryHover,
    brightWhite: p.text,
  };
}

export const fonts = {
  text: `"Geist Variable", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif`,
  mono: `"Geist Mono Variable", "Noto Sans Mono CJK SC", ui-monospace, Menlo, Consolas, monospace`,
} as const;

const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function cssVariables(palette: Palette): Record<string, string> {
  const colours = Object.entries(palette).map(([name, value]) => [`--y-${dashed(name)}`, String(value)]);
  return Object.fromEntries([...colours, ["--y-font", fonts.text], ["--y-mono", fonts.mono]]);
}
