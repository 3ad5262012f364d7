import { App, Button, Form, Input, Select, Space, Switch } from "antd";

import type { User, UserCreate } from "@/client";
import { fill } from "@/i18n";
import { FormModal, useUIText } from "@/ui";
import { useCreateUser, useUpdateUser } from "../api/people";
import { makePassword, passwordProblem } from "../password";
import { useIAMText } from "../text";

interface UserValues {
  name: string;
  description?: string;
  email?: string;
  access_mode?: UserCreate["access_mode"];
  password?: string;
  pwd_status?: boolean;
}

interface UserFormProps {
  open: boolean;
  /** The user to change; null makes a new one. */
  user: User | null;
  onClose(): void;
}

const namePattern = /^[A-Za-z_\-. ][A-Za-z0-9_\-. ]{0,63}$/;

export function UserForm({ open, user, onClose }: UserFormProps) {
  const t = useIAMText().users;
  const ui = useUIText();
  const { message } = App.useApp();
  const create = useCreateUser();
  const update = useUpdateUser();

  async function submit(values: UserValues) {
    const { name, description = "", email = "", access_mode } = values;
    const common = { name, description, access_mode, ...(email !== "" && { email }) };
    if (user !== null) {
      await update.mutateAsync({ id: user.id, ...common });
      message.success(t.saved);
      return;
    }
    const { password, pwd_status } = values;
    await create.mutateAsync({ ...common, enabled: true, ...(password && { password, pwd_status }) });
    message.success(fill(t.createdNow, { name }));
  }

  return (
    <FormModal<UserValues>
      open={open}
      title={user === null ? t.create : t.edit}
      okText={user === null ? ui.create : ui.save}
      initial={user === null ? { access_mode: "default", pwd_status: true } : (user as UserValues)}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item
        name="name"
        label={t.name}
        extra={t.nameRule}
        rules={[{ required: true, pattern: namePattern, message: t.nameRule }]}
      >
        <Input autoFocus autoComplete="off" data-testid="user-name" />
      </Form.Item>
      {user === null && <FirstPassword />}
      <Form.Item required name="access_mode" label={t.access}>
        <Select options={Object.entries(t.accessModes).map(([value, label]) => ({ value, label }))} />
      </Form.Item>
      <Form.Item name="email" label={t.email} rules={[{ type: "email" }]}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="description" label={t.description}>
        <Input maxLength={255} />
      </Form.Item>
    </FormModal>
  );
}

/** A password that somebody else will change; shown in clear, for it has to be handed over. */
export function FirstPassword() {
  const t = useIAMText();
  const form = Form.useFormInstance();
  return (
    <>
      <Form.Item label={t.users.initialPassword} extra={t.password.rule} required>
        <Space.Compact block>
          <Form.Item
            name="password"
            noStyle
            rules={[
              {
                validator: (_rule, value?: string) =>
                  value && !passwordProblem(value)
                    ? Promise.resolve()
                    : Promise.reject(new Error(t.password.weak)),
              },
            ]}
          >
            <Input
              className="mono"
              autoComplete="off"
              spellCheck={false}
              aria-label={t.users.initialPassword}
              data-testid="user-password"
            />
          </Form.Item>
          <Button onClick={() => form.setFieldValue("password", makePassword())}>
            {t.users.makePassword}
          </Button>
        </Space.Compact>
      </Form.Item>
      <Form.Item name="pwd_status" label={t.users.mustChange} valuePropName="checked" layout="horizontal">
        <Switch aria-label={t.users.mustChange} data-testid="must-change" />
      </Form.Item>
    </>
  );
}
