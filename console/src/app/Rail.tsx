import { Tooltip } from "antd";
import { Link, NavLink } from "react-router";

import { fill } from "@/i18n";
import { useVersion } from "@/features/server";
import { Logo } from "@/ui";
import { navigation } from "./navigation";
import { useAppText } from "./text";

export function Rail({ open, onNavigate }: { open: boolean; onNavigate(): void }) {
  const t = useAppText();
  return (
    <nav className={open ? "rail open" : "rail"} aria-label={t.nav.main}>
      <Link to="/overview" className="rail-brand" onClick={onNavigate}>
        <Logo />
      </Link>
      {navigation.map((group) => (
        <div key={group.name ?? "first"}>
          {group.name !== null && <div className="rail-group">{t.nav[group.name]}</div>}
          {group.items.map((item) => (
            <NavLink
              key={item.to}
              to={item.to}
              className="rail-link"
              data-testid={`nav-${item.name}`}
              onClick={onNavigate}
            >
              {item.icon}
              {t.nav[item.name]}
            </NavLink>
          ))}
        </div>
      ))}
      <VersionLine />
    </nav>
  );
}

function VersionLine() {
  const t = useAppText();
  const version = useVersion();
  if (version.data === undefined) return null;
  return (
    <footer className="rail-foot" data-testid="version">
      <Tooltip title={fill(t.build, { build: version.data.build })} placement="right">
        <span>
          {fill(t.footer, { version: version.data.version })} · {version.data.build.slice(0, 9)}
        </span>
      </Tooltip>
    </footer>
  );
}
