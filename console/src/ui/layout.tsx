import type { ReactNode } from "react";
import { Link } from "react-router";

interface PageProps {
  title: ReactNode;
  hint?: ReactNode;
  actions?: ReactNode;
  trail?: readonly { title: string; to: string }[];
  children: ReactNode;
  /** Narrow pages read better as a column; tables want the whole width. */
  width?: "wide" | "narrow";
}

export function Page({ title, hint, actions, trail = [], children, width = "wide" }: PageProps) {
  return (
    <div className={`page page-${width}`}>
      <header className="page-header">
        <div className="page-heading">
          {trail.length > 0 && (
            <nav className="page-trail" aria-label="breadcrumb">
              {trail.map((step, at) => (
                <span key={step.to}>
                  {at > 0 && <i aria-hidden="true"> / </i>}
                  <Link to={step.to}>{step.title}</Link>
                </span>
              ))}
            </nav>
          )}
          <h1>{title}</h1>
          {hint !== undefined && <div className="page-hint">{hint}</div>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  className?: string;
  testId?: string;
}

export function Card({ title, extra, children, flush = false, className = "", testId }: CardProps) {
  return (
    <section className={`card ${flush ? "card-flush" : ""} ${className}`} data-testid={testId}>
      {(title !== undefined || extra !== undefined) && (
        <header className="card-header">
          <h2>{title}</h2>
          {extra !== undefined && <div className="card-extra">{extra}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

export function Toolbar({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className="toolbar">
      <div className="toolbar-start">{children}</div>
      {end !== undefined && <div className="toolbar-end">{end}</div>}
    </div>
  );
}

export type Tone = "success" | "danger" | "warning" | "info" | "neutral";

export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`status status-${tone}`}>
      <i aria-hidden="true" />
      {children}
    </span>
  );
}

export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

/** A round initial for people and things without a picture. */
export function Initial({ name, size = 28 }: { name: string; size?: number }) {
  return (
    <span className="initial" style={{ width: size, height: size, fontSize: size * 0.42 }} aria-hidden="true">
      {[...name][0]?.toUpperCase() ?? "?"}
    </span>
  );
}
