import { App as AntApp, ConfigProvider, theme as antTheme, type ThemeConfig } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";

import { useLocale } from "@/i18n";
import { cssVariables, dark, fonts, light, series, type Palette } from "./tokens";

export type ThemeMode = "light" | "dark" | "system";

interface ThemeState {
  mode: ThemeMode;
  isDark: boolean;
  setMode(mode: ThemeMode): void;
}

const ThemeContext = createContext<ThemeState | null>(null);
const storageKey = "modelyard.theme";
const darkQuery = "(prefers-color-scheme: dark)";

function firstMode(): ThemeMode {
  const kept = localStorage.getItem(storageKey);
  return kept === "light" || kept === "dark" ? kept : "system";
}

function useSystemDark(): boolean {
  const [isDark, setIsDark] = useState(() => matchMedia(darkQuery).matches);
  useEffect(() => {
    const media = matchMedia(darkQuery);
    const follow = () => setIsDark(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, []);
  return isDark;
}

function antConfig(p: Palette, isDark: boolean): ThemeConfig {
  return {
    algorithm: isDark ? antTheme.darkAlgorithm : antTheme.defaultAlgorithm,
    token: {
      colorPrimary: p.primary,
      colorPrimaryHover: p.primaryHover,
      colorLink: p.primary,
      colorLinkHover: p.primaryHover,
      colorInfo: p.info,
      colorSuccess: p.success,
      colorWarning: p.warning,
      colorError: p.danger,
      colorSuccessBg: p.successSoft,
      colorSuccessBorder: p.successSoft,
      colorWarningBg: p.warningSoft,
      colorWarningBorder: p.warningSoft,
      colorErrorBg: p.dangerSoft,
      colorErrorBorder: p.dangerSoft,
      colorInfoBg: p.infoSoft,
      colorInfoBorder: p.infoSoft,
      colorBgMask: p.scrim,
      colorText: p.text,
      colorTextSecondary: p.textSoft,
      colorTextTertiary: p.textFaint,
      colorTextDescription: p.textFaint,
      colorTextPlaceholder: p.textFaint,
      colorBgLayout: p.canvas,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      colorFillAlter: p.sunken,
      controlItemBgActive: p.primarySoft,
      controlItemBgActiveHover: p.primarySoft,
      fontFamily: fonts.text,
      fontFamilyCode: fonts.mono,
      fontSize: 14,
      borderRadius: 8,
      borderRadiusLG: 12,
      borderRadiusSM: 6,
      controlHeight: 34,
      wireframe: false,
      motionDurationMid: "0.14s",
      motionDurationSlow: "0.2s",
      boxShadowSecondary: p.shadow,
      colorTextLightSolid: p.onPrimary,
    },
    components: {
      Button: {
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
        fontWeight: 500,
        primaryColor: p.onPrimary,
      },
      Checkbox: { borderRadiusSM: 4 },
      Badge: { colorError: p.primary, colorTextLightSolid: p.onPrimary },
      Table: {
        headerBg: "transparent",
        headerColor: p.textFaint,
        headerSplitColor: "transparent",
        cellPaddingBlock: 11,
        rowHoverBg: p.sunken,
        borderColor: p.line,
        headerSortActiveBg: "transparent",
        headerSortHoverBg: "transparent",
        bodySortBg: "transparent",
      },
      Tabs: { horizontalItemPadding: "10px 0", titleFontSize: 14 },
      Modal: { titleFontSize: 17 },
      Form: { labelColor: p.textSoft, itemMarginBottom: 18, verticalLabelPadding: "0 0 6px" },
      Tag: { defaultBg: p.sunken, defaultColor: p.textSoft },
      Progress: { defaultColor: p.primary, remainingColor: p.sunken },
      Segmented: { trackBg: p.sunken, itemSelectedBg: isDark ? p.lineStrong : p.surface },
      Tooltip: { colorTextLightSolid: light.surface },
      Descriptions: { labelBg: "transparent" },
    },
  };
}

export function ThemeProvider({ children, initial }: { children: ReactNode; initial?: ThemeMode }) {
  const [mode, setMode] = useState<ThemeMode>(() => initial ?? firstMode());
  const { language } = useLocale();
  const systemDark = useSystemDark();
  const isDark = mode === "dark" || (mode === "system" && systemDark);
  const palette = isDark ? dark : light;

  useEffect(() => localStorage.setItem(storageKey, mode), [mode]);
  useEffect(() => {
    const root = document.documentElement;
    root.style.colorScheme = isDark ? "dark" : "light";
    for (const [name, value] of Object.entries(cssVariables(palette))) root.style.setProperty(name, value);
  }, [isDark, palette]);

  const state = useMemo(() => ({ mode, isDark, setMode }), [mode, isDark]);
  const config = useMemo(() => antConfig(palette, isDark), [palette, isDark]);
  return (
    <ThemeContext value={state}>
      <ConfigProvider
        theme={config}
        locale={language === "zh" ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
      >
        <AntApp message={{ maxCount: 3 }} notification={{ placement: "bottomRight" }}>
          {children}
        </AntApp>
      </ConfigProvider>
    </ThemeContext>
  );
}

/** The colours of the present theme, for what cannot read CSS variables. */
export function usePalette(): Palette {
  return useThemeMode().isDark ? dark : light;
}

export function useSeriesColours(): readonly string[] {
  return series[useThemeMode().isDark ? "dark" : "light"];
}

export function useThemeMode(): ThemeState {
  const state = useContext(ThemeContext);
  if (state === null) throw new Error("useThemeMode outside ThemeProvider");
  return state;
}
