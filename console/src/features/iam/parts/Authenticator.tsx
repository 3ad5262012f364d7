import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";

import { call } from "@/client";
import { Card, CopyValue, ErrorAlert } from "@/ui";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

interface Device {
  serial_number: string;
  base32_string_seed: string;
}

interface BindValues {
  first: string;
  second: string;
}

/** A virtual device of one's own: made, then proved with two passcodes. */
export function Authenticator() {
  const t = useIAMText().profile;
  const { user } = useSession();
  const [device, setDevice] = useState<Device | null>(null);
  const create = useMutation({
    mutationFn: () =>
      call("POST", "/v3.0/OS-MFA/virtual-mfa-devices", {
        body: { virtual_mfa_device: { name: user.name, user_id: user.id } },
      }),
    onSuccess: (answer) => setDevice(answer.virtual_mfa_device),
  });
  const bind = useMutation({
    mutationFn: ({ first, second }: BindValues) =>
      call("PUT", "/v3.0/OS-MFA/mfa-devices/bind", {
        body: {
          user_id: user.id,
          serial_number: device?.serial_number ?? "",
          authentication_code_first: first,
          authentication_code_second: second,
        },
      }),
  });
  return (
    <Card title={t.mfaTitle}>
      <p className="soft" style={{ marginTop: 0 }}>
        {t.mfaHint}
      </p>
      {create.error !== null && <ErrorAlert error={create.error} />}
      {bind.isSuccess ? (
        <Alert type="success" showIcon title={t.mfaOn} />
      ) : device === null ? (
        <Button
          icon={<SafetyCertificateOutlined />}
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          {t.mfaStart}
        </Button>
      ) : (
        <BindDevice
          device={device}
          busy={bind.isPending}
          error={bind.error}
          onBind={(values) => bind.mutate(values)}
        />
      )}
      <Unbind />
    </Card>
  );
}

interface BindDeviceProps {
  device: Device;
  busy: boolean;
  error: unknown;
  onBind(values: BindValues): void;
}

function BindDevice({ device, busy, error, onBind }: BindDeviceProps) {
  const t = useIAMText();
  const { user } = useSession();
  const secret = device.base32_string_seed;
  const label = encodeURIComponent(`Modelyard:${user.domain.name}/${user.name}`);
  const rules = [{ required: true, pattern: /^\d{6}$/, message: t.login.passcodeShape }];
  return (
    <>
      <p>{t.profile.mfaScan}</p>
      <dl className="facts">
        <dt>{t.profile.mfaSecret}</dt>
        <dd>
          <CopyValue text={secret} />
        </dd>
      </dl>
      <p>
        <a href={`otpauth://totp/${label}?secret=${secret}&issuer=Modelyard`}>{t.profile.mfaLink}</a>
      </p>
      <Form<BindValues> layout="vertical" requiredMark={false} style={{ maxWidth: 320 }} onFinish={onBind}>
        <Form.Item name="first" label={t.profile.mfaFirst} rules={rules}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
        </Form.Item>
        <Form.Item name="second" label={t.profile.mfaSecond} rules={rules}>
          <Input inputMode="numeric" autoComplete="off" maxLength={6} />
        </Form.Item>
        {error !== null && <ErrorAlert error={error} />}
        <Button type="primary" htmlType="submit" loading={busy}>
          {t.profile.mfaBind}
        </Button>
      </Form>
    </>
  );
}

function Unbind() {
  const t = useIAMText();
  const { user } = useSession();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const unbind = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      call("PUT", "/v3.0/OS-MFA/mfa-devices/unbind", {
        body: {
          user_id: user.id,
          serial_number: `iam::${user.domain.id}:mfa:${user.name}`,
          authentication_code: code,
        },
      }),
    onSuccess() {
      message.success(t.profile.mfaRemoved);
      setAsking(false);
    },
  });
  if (!asking) {
    return (
      <p>
        <Button type="link" style={{ padding: 0 }} onClick={() => setAsking(true)}>
          {t.profile.mfaRemove}
        </Button>
      </p>
    );
  }
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      style={{ maxWidth: 320, marginTop: 16 }}
      onFinish={(values) => unbind.mutate(values as { code: string })}
    >
      <Form.Item
        name="code"
        label={t.profile.mfaCode}
        rules={[{ required: true, pattern: /^\d{6}$/, message: t.login.passcodeShape }]}
      >
        <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
      </Form.Item>
      {unbind.error !== null && <ErrorAlert error={unbind.error} />}
      <Button danger htmlType="submit" loading={unbind.isPending}>
        {t.profile.mfaRemove}
      </Button>
    </Form>
  );
}
