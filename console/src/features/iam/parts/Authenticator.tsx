import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Form, Input } from "antd";
import { useState } from "react";

import { AppError, call } from "@/client";
import { Card, CopyValue, ErrorAlert, QueryView } from "@/ui";
import { useSession } from "../session/session";
import { useIAMText } from "../text";

const deviceKey = ["iam", "mfa-device"];

interface Device {
  serial_number: string;
  base32_string_seed: string;
}

interface BindValues {
  first: string;
  second: string;
}

/** The device of a user; null when there is none. */
function useDevice(userId: string) {
  return useQuery({
    queryKey: deviceKey,
    queryFn: async ({ signal }) => {
      try {
        const path = { user_id: userId };
        const answer = await call("GET", "/v3.0/OS-MFA/users/{user_id}/virtual-mfa-device", { path, signal });
        return answer.virtual_mfa_device;
      } catch (problem) {
        if (problem instanceof AppError && problem.kind === "not_found") return null;
        throw problem;
      }
    },
  });
}

/** A virtual device of one's own: made, then proved with two passcodes. */
export function Authenticator() {
  const t = useIAMText().profile;
  const device = useDevice(useSession().user.id);
  return (
    <Card title={t.mfaTitle}>
      <p className="soft" style={{ marginTop: 0 }}>
        {t.mfaHint}
      </p>
      <QueryView query={device}>
        {(found) => (found === null ? <SetUp /> : <Unbind serialNumber={found.serial_number} />)}
      </QueryView>
    </Card>
  );
}

function SetUp() {
  const t = useIAMText().profile;
  const { user } = useSession();
  const client = useQueryClient();
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
    onSuccess: () => client.invalidateQueries({ queryKey: deviceKey }),
  });
  if (device !== null) {
    return (
      <BindDevice
        device={device}
        busy={bind.isPending}
        error={bind.error}
        onBind={(values) => bind.mutate(values)}
      />
    );
  }
  return (
    <>
      {create.error !== null && <ErrorAlert error={create.error} />}
      <Button icon={<SafetyCertificateOutlined />} loading={create.isPending} onClick={() => create.mutate()}>
        {t.mfaStart}
      </Button>
    </>
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

function Unbind({ serialNumber }: { serialNumber: string }) {
  const t = useIAMText();
  const { user } = useSession();
  const { message } = App.useApp();
  const client = useQueryClient();
  const unbind = useMutation({
    mutationFn: ({ code }: { code: string }) =>
      call("PUT", "/v3.0/OS-MFA/mfa-devices/unbind", {
        body: { user_id: user.id, serial_number: serialNumber, authentication_code: code },
      }),
    onSuccess() {
      message.success(t.profile.mfaRemoved);
      return client.invalidateQueries({ queryKey: deviceKey });
    },
  });
  return (
    <>
      <Alert type="success" showIcon title={t.profile.mfaOn} />
      <Form<{ code: string }>
        layout="vertical"
        requiredMark={false}
        style={{ maxWidth: 320, marginTop: 16 }}
        onFinish={(values) => unbind.mutate(values)}
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
    </>
  );
}
