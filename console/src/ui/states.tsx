import { InboxOutlined, LockOutlined, ReloadOutlined, WarningOutlined } from "@ant-design/icons";
import { Alert, Button, Skeleton } from "antd";
import type { ReactNode } from "react";

import { asAppError, type AppError } from "@/client";
import { fill } from "@/i18n";
import { CopyButton } from "./copy";
import { useUIText } from "./text";
import { useWho } from "./who";

interface EmptyViewProps {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}

export function EmptyView({ title, hint, action, icon = <InboxOutlined /> }: EmptyViewProps) {
  return (
    <div className="state" data-testid="empty-state">
      <div className="state-icon">{icon}</div>
      <h3>{title}</h3>
      {hint !== undefined && <p>{hint}</p>}
      {action !== undefined && <div className="state-actions">{action}</div>}
    </div>
  );
}

export function LoadingView({ rows = 5 }: { rows?: number }) {
  const t = useUIText();
  return (
    <div className="state-loading" role="status" aria-label={t.loading} data-testid="loading-state">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

function useReason(error: AppError): string {
  const reasons = useUIText().forbidden.reasons;
  const reason = error.param("reason");
  if (reason === "denied_by_policy") {
    return fill(reasons.denied_by_policy, { policy: error.param("policy_name") ?? "–" });
  }
  if (reason === "no_policy_allows" || reason === "session_policy" || reason === "workspace")
    return reasons[reason];
  return error.message || reasons.other;
}

/** Says which permission is missing, on what, why, and whom to ask. */
export function ForbiddenView({ error }: { error: AppError }) {
  const t = useUIText();
  const who = useWho();
  const reason = useReason(error);
  const action = error.param("action");
  const named = error.param("resource");
  const resource = named === null || named === "*" ? t.forbidden.anyResource : named;
  const message = fill(t.forbidden.message, {
    action: action ?? error.code,
    resource,
    user: who.user,
    request: error.requestId ?? "–",
  });
  return (
    <div className="state" role="alert" data-testid="forbidden-state">
      <div className="state-icon state-icon-warning">
        <LockOutlined />
      </div>
      <h3>{t.forbidden.title}</h3>
      <dl className="facts">
        {action !== null && (
          <>
            <dt>{t.forbidden.missing}</dt>
            <dd className="mono" data-testid="missing-action">
              {action}
            </dd>
          </>
        )}
        <dt>{t.forbidden.resource}</dt>
        <dd className="mono">{resource}</dd>
        <dt>{t.forbidden.why}</dt>
        <dd>{reason}</dd>
        {error.requestId !== null && (
          <>
            <dt>{t.requestId}</dt>
            <dd className="mono">{error.requestId}</dd>
          </>
        )}
      </dl>
      <p>{fill(t.forbidden.whom, { domain: who.domain })}</p>
      <div className="state-actions">
        <CopyButton text={message} label={t.forbidden.ask} labelled />
      </div>
    </div>
  );
}

export function ErrorView({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useUIText();
  const problem = asAppError(error);
  if (problem.kind === "forbidden") return <ForbiddenView error={problem} />;
  return (
    <div className="state" role="alert" data-testid="error-state">
      <div className="state-icon state-icon-danger">
        <WarningOutlined />
      </div>
      <h3>{t.kinds[problem.kind]}</h3>
      {problem.message !== "" && <p className="state-message">{problem.message}</p>}
      <p>{t.advice[problem.kind]}</p>
      <ErrorFacts error={problem} />
      {onRetry !== undefined && (
        <div className="state-actions">
          <Button icon={<ReloadOutlined />} onClick={onRetry}>
            {t.retry}
          </Button>
        </div>
      )}
    </div>
  );
}

function ErrorFacts({ error }: { error: AppError }) {
  const t = useUIText();
  if (error.code === "" && error.requestId === null) return null;
  return (
    <dl className="facts">
      {error.code !== "" && (
        <>
          <dt>{t.errorCode}</dt>
          <dd className="mono">{error.code}</dd>
        </>
      )}
      {error.requestId !== null && (
        <>
          <dt>{t.requestId}</dt>
          <dd className="mono">
            {error.requestId} <CopyButton text={error.requestId} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** The same facts as ErrorView in the place of one line, for forms and drawers. */
export function ErrorAlert({ error }: { error: unknown }) {
  const t = useUIText();
  const problem = asAppError(error);
  const reason = useReason(problem);
  const forbidden = problem.kind === "forbidden";
  const action = problem.param("action");
  return (
    <Alert
      type={forbidden ? "warning" : "error"}
      showIcon
      data-testid="error-alert"
      title={forbidden ? t.forbidden.title : problem.message || t.kinds[problem.kind]}
      description={
        <>
          {forbidden ? reason : t.advice[problem.kind]}
          {forbidden && action !== null && (
            <div className="error-line">
              {t.forbidden.missing} <span className="mono">{action}</span>
            </div>
          )}
          {problem.code !== "" && (
            <div className="error-line mono">
              {problem.code}
              {problem.requestId === null ? "" : ` · ${problem.requestId}`}
            </div>
          )}
        </>
      }
    />
  );
}

interface Loadable<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch(): unknown;
}

interface QueryViewProps<T> {
  query: Loadable<T>;
  children: (data: T) => ReactNode;
  loading?: ReactNode;
}

/** Loading, forbidden and error of a query; what it found is the children's business. */
export function QueryView<T>({ query, children, loading }: QueryViewProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null && query.error !== undefined) {
    return <ErrorView error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <>{loading ?? <LoadingView />}</>;
}
