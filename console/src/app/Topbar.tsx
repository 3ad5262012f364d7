import {
  BgColorsOutlined,
  LogoutOutlined,
  MenuOutlined,
  SearchOutlined,
  TranslationOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Button, Dropdown, Select, Tooltip } from "antd";
import { useNavigate } from "react-router";

import { useLogout, useProject, useSession } from "@/features/iam";
import { TransfersButton } from "@/features/objects";
import { fill, useLocale, type Language } from "@/i18n";
import { Initial, useThemeMode, type ThemeMode } from "@/ui";
import { useAppText } from "./text";

export function Topbar({ onJump, onMenu }: { onJump(): void; onMenu(): void }) {
  const t = useAppText();
  const { project } = useProject();
  return (
    <header className="topbar">
      <Button
        type="text"
        className="rail-toggle"
        icon={<MenuOutlined />}
        aria-label={t.menu}
        onClick={onMenu}
      />
      <button type="button" className="topbar-jump" onClick={onJump}>
        <SearchOutlined /> {t.jump} <kbd>Ctrl K</kbd>
      </button>
      <div className="topbar-space" />
      <ProjectPicker />
      {project !== undefined && <TransfersButton />}
      <LanguageButton />
      <ThemeButton />
      <Me />
    </header>
  );
}

function ProjectPicker() {
  const t = useAppText();
  const { project, projects, choose } = useProject();
  if (projects.length < 2) return null;
  return (
    <Select
      aria-label={t.project}
      data-testid="project-picker"
      variant="filled"
      value={project?.id}
      onChange={choose}
      options={projects.map((one) => ({ value: one.id, label: one.name }))}
      popupMatchSelectWidth={false}
    />
  );
}

export function LanguageButton() {
  const t = useAppText();
  const { language, setLanguage } = useLocale();
  const items = [
    { key: "en", label: "English" },
    { key: "zh", label: "简体中文" },
  ];
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items,
        selectable: true,
        selectedKeys: [language],
        onClick: ({ key }) => setLanguage(key as Language),
      }}
    >
      <Tooltip title={t.language}>
        <Button type="text" icon={<TranslationOutlined />} aria-label={t.language} data-testid="language" />
      </Tooltip>
    </Dropdown>
  );
}

export function ThemeButton() {
  const t = useAppText();
  const { mode, setMode } = useThemeMode();
  const modes: ThemeMode[] = ["light", "dark", "system"];
  const items = modes.map((key) => ({ key, label: t.themes[key] }));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items,
        selectable: true,
        selectedKeys: [mode],
        onClick: ({ key }) => setMode(key as ThemeMode),
      }}
    >
      <Tooltip title={t.theme}>
        <Button type="text" icon={<BgColorsOutlined />} aria-label={t.theme} data-testid="theme" />
      </Tooltip>
    </Dropdown>
  );
}

function Me() {
  const t = useAppText();
  const { user } = useSession();
  const logout = useLogout();
  const navigate = useNavigate();
  const items = [
    { key: "who", label: `${user.name} · ${user.domain.name}`, disabled: true },
    { type: "divider" as const },
    {
      key: "profile",
      label: t.nav.profile,
      icon: <UserOutlined />,
      onClick: () => void navigate("/profile"),
    },
    { key: "out", label: t.signOut, icon: <LogoutOutlined />, onClick: () => logout.mutate() },
  ];
  return (
    <Dropdown trigger={["click"]} menu={{ items }} placement="bottomRight">
      <Button
        type="text"
        className="me"
        aria-label={fill(t.account, { user: user.name })}
        data-testid="account-menu"
      >
        <Initial name={user.name} />
        <span className="me-name">{user.name}</span>
      </Button>
    </Dropdown>
  );
}
