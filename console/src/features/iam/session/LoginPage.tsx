import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { Navigate, useLocation } from "react-router";

import type { AppError } from "@/client";
import { fill, useFormat } from "@/i18n";
import { ErrorAlert } from "@/ui";
import { useIAMText } from "../text";
import { AuthFrame } from "./AuthFrame";
import { sessionQuery, useLogin, type LoginValues } from "./session";

/** The code of "the password is right, and the user has a second factor". */
const passcodeRequired = "Modelyard.1005";
const lastKey = "modelyard.last-login";

/** Account and user of the last sign-in here; never the password. */
function lastLogin(): Partial<LoginValues> {
  try {
    const kept = JSON.parse(localStorage.getItem(lastKey) ?? "{}") as Partial<LoginValues>;
    return { domain_name: kept.domain_name ?? "", user_name: kept.user_name ?? "" };
  } catch {
    return {};
  }
}

/** Only an address of our own: a link must not send people elsewhere after they typed a password. */
function backOf(state: unknown): string {
  const back = (state as { back?: unknown } | null)?.back;
  return typeof back === "string" && back.startsWith("/") && !back.startsWith("//") ? back : "/overview";
}

export function LoginPage({ corner }: { corner: ReactNode }) {
  const t = useIAMText().login;
  const login = useLogin();
  const session = useQuery({ ...sessionQuery, retry: false });
  const back = backOf(useLocation().state);
  const [askPasscode, setAskPasscode] = useState(false);
  const wantsPasscode = login.error !== null && asksForPasscode(login.error as AppError);

  if (session.data !== undefined) return <Navigate to={back} replace />;

  function submit(values: LoginValues) {
    const { domain_name, user_name } = values;
    localStorage.setItem(lastKey, JSON.stringify({ domain_name, user_name }));
    login.mutate(values);
  }

  return (
    <AuthFrame title={t.title} hint={t.hint} corner={corner}>
      <LoginProblem error={login.error as AppError | null} />
      <Form<LoginValues>
        layout="vertical"
        requiredMark={false}
        initialValues={lastLogin()}
        onFinish={submit}
        size="large"
      >
        <Form.Item name="domain_name" label={t.domain} rules={[{ required: true, message: t.domainNeeded }]}>
          <Input autoComplete="organization" autoFocus data-testid="login-domain" />
        </Form.Item>
        <Form.Item name="user_name" label={t.user} rules={[{ required: true, message: t.userNeeded }]}>
          <Input autoComplete="username" data-testid="login-user" />
        </Form.Item>
        <Form.Item name="password" label={t.password} rules={[{ required: true, message: t.passwordNeeded }]}>
          <Input.Password autoComplete="current-password" data-testid="login-password" />
        </Form.Item>
        {askPasscode || wantsPasscode ? (
          <Form.Item
            name="passcode"
            label={t.passcode}
            extra={t.passcodeHint}
            rules={[{ pattern: /^\d{6}$/, message: t.passcodeShape }]}
          >
            <Input
              autoFocus
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={6}
              data-testid="login-passcode"
            />
          </Form.Item>
        ) : (
          <p>
            <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setAskPasscode(true)}>
              {t.havePasscode}
            </Button>
          </p>
        )}
        <Button type="primary" htmlType="submit" block loading={login.isPending} data-testid="login-submit">
          {t.submit}
        </Button>
      </Form>
    </AuthFrame>
  );
}

function asksForPasscode(error: AppError): boolean {
  return error.code === passcodeRequired;
}

function LoginProblem({ error }: { error: AppError | null }) {
  const t = useIAMText().login;
  const format = useFormat();
  if (error === null) return null;
  if (asksForPasscode(error)) return <Alert type="info" showIcon title={t.passcodeAsked} role="alert" />;
  if (error.kind === "unauthenticated") {
    return (
      <Alert
        type="error"
        showIcon
        title={t.wrong}
        description={t.wrongHint}
        role="alert"
        data-testid="login-error"
      />
    );
  }
  if (error.kind === "too_many") {
    const wait = Number(error.param("retry_after_seconds") ?? 60);
    const description = fill(t.lockedHint, { wait: format.seconds(wait) });
    return (
      <Alert
        type="warning"
        showIcon
        role="alert"
        data-testid="login-locked"
        title={t.locked}
        description={description}
      />
    );
  }
  return <ErrorAlert error={error} />;
}
