import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Form } from "antd";
import type { ReactNode } from "react";

import { call } from "@/client";
import { fill } from "@/i18n";
import { ErrorAlert } from "@/ui";
import { useIAMText } from "../text";
import { AuthFrame } from "./AuthFrame";
import { PasswordFields, type PasswordValues } from "./PasswordFields";
import { sessionQuery, useLogout, useSession } from "./session";

/** The first sign-in with a password that somebody else chose. */
export function NewPasswordPage({ corner }: { corner: ReactNode }) {
  const t = useIAMText().login;
  const { user } = useSession();
  const client = useQueryClient();
  const logout = useLogout();
  const change = useMutation({
    mutationFn: ({ original_password, password }: PasswordValues) => {
      const body = { user: { original_password, password } };
      return call("POST", "/v3/users/{user_id}/password", { path: { user_id: user.id }, body });
    },
    // A new password may end the session; then the sign-in page says what to do.
    onSuccess: () => client.resetQueries({ queryKey: sessionQuery.queryKey }),
  });
  return (
    <AuthFrame title={t.newTitle} hint={fill(t.newHint, { user: user.name })} corner={corner}>
      {change.error !== null && <ErrorAlert error={change.error} />}
      <Form<PasswordValues>
        layout="vertical"
        requiredMark={false}
        size="large"
        onFinish={(values) => change.mutate(values)}
      >
        <PasswordFields />
        <Button
          type="primary"
          htmlType="submit"
          block
          loading={change.isPending}
          data-testid="new-password-submit"
        >
          {t.newSubmit}
        </Button>
        <p>
          <Button type="link" style={{ padding: 0 }} onClick={() => logout.mutate()}>
            {t.otherUser}
          </Button>
        </p>
      </Form>
    </AuthFrame>
  );
}
