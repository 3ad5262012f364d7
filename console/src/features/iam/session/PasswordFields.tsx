import { Form, Input } from "antd";

import { passwordProblem } from "../password";
import { useIAMText } from "../text";

export interface PasswordValues {
  original_password: string;
  password: string;
  again: string;
}

/** Old password, new one and the new one again. */
export function PasswordFields() {
  const t = useIAMText();
  return (
    <>
      <Form.Item
        name="original_password"
        label={t.password.current}
        rules={[{ required: true, message: t.login.passwordNeeded }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <NewPasswordFields />
    </>
  );
}

function NewPasswordFields() {
  const t = useIAMText().password;
  return (
    <>
      <Form.Item
        name="password"
        label={t.fresh}
        extra={t.rule}
        rules={[
          { required: true, message: t.rule },
          {
            validator: (_rule, value?: string) =>
              value !== undefined && passwordProblem(value)
                ? Promise.reject(new Error(t.weak))
                : Promise.resolve(),
          },
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item
        name="again"
        label={t.again}
        dependencies={["password"]}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, value?: string) =>
              value === getFieldValue("password")
                ? Promise.resolve()
                : Promise.reject(new Error(t.different)),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </>
  );
}
