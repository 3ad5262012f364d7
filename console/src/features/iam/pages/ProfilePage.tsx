import { App, Button, Form, Segmented, Tabs } from "antd";

import { fill, useFormat, useLocale, type Language } from "@/i18n";
import { Badge, Card, CopyValue, ErrorAlert, Page, useThemeMode, useURLValue, type ThemeMode } from "@/ui";
import { useChangePassword } from "../api/people";
import { Authenticator } from "../parts/Authenticator";
import { KeysCard } from "../parts/KeysCard";
import { PasswordFields, type PasswordValues } from "../session/PasswordFields";
import { useProject, useSession } from "../session/session";
import { useIAMText } from "../text";

export default function ProfilePage() {
  const t = useIAMText().profile;
  const { user } = useSession();
  const [tab, setTab] = useURLValue("tab", "me");
  return (
    <Page title={t.title} width="narrow">
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: "me", label: t.tabs.me, children: <AboutMe /> },
          { key: "keys", label: t.tabs.keys, children: <KeysCard userId={user.id} userName={user.name} /> },
          { key: "password", label: t.tabs.password, children: <ChangePassword /> },
          { key: "mfa", label: t.tabs.mfa, children: <Authenticator /> },
          { key: "look", label: t.tabs.look, children: <Look /> },
        ]}
      />
    </Page>
  );
}

function AboutMe() {
  const t = useIAMText().profile;
  const format = useFormat();
  const { user, expires_at } = useSession();
  const { projects } = useProject();
  return (
    <Card>
      <dl className="facts" style={{ margin: 0 }}>
        <dt>{t.user}</dt>
        <dd>{user.name}</dd>
        <dt>{t.role}</dt>
        <dd>
          <Badge tone={user.is_domain_owner ? "success" : "neutral"}>
            {user.is_domain_owner ? t.owner : t.member}
          </Badge>
        </dd>
        <dt>{t.domain}</dt>
        <dd>{user.domain.name}</dd>
        <dt>{t.userId}</dt>
        <dd>
          <CopyValue text={user.id} />
        </dd>
        <dt>{t.domainId}</dt>
        <dd>
          <CopyValue text={user.domain.id} />
        </dd>
        {projects.map(({ id, name }) => (
          <ProjectFact key={id} id={id} name={name} />
        ))}
        <dt>{t.sessionEnds}</dt>
        <dd>{format.dateTime(expires_at)}</dd>
      </dl>
    </Card>
  );
}

function ProjectFact({ id, name }: { id: string; name: string }) {
  const t = useIAMText().profile;
  return (
    <>
      <dt>{fill(t.project, { name })}</dt>
      <dd>
        <CopyValue text={id} />
      </dd>
    </>
  );
}

function ChangePassword() {
  const t = useIAMText().profile;
  const { user } = useSession();
  const { message } = App.useApp();
  const [form] = Form.useForm<PasswordValues>();
  const change = useChangePassword(user.id);
  function submit({ original_password, password }: PasswordValues) {
    change.mutate(
      { original_password, password },
      {
        onSuccess() {
          form.resetFields();
          message.success(t.passwordChanged);
        },
      },
    );
  }
  return (
    <Card>
      <Form<PasswordValues>
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ maxWidth: 420 }}
        onFinish={submit}
      >
        <PasswordFields />
        {change.error !== null && <ErrorAlert error={change.error} />}
        <Button type="primary" htmlType="submit" loading={change.isPending} style={{ marginTop: 8 }}>
          {t.changePassword}
        </Button>
      </Form>
    </Card>
  );
}

function Look() {
  const t = useIAMText().profile;
  const { language, setLanguage } = useLocale();
  const { mode, setMode } = useThemeMode();
  return (
    <Card>
      <Form layout="vertical">
        <Form.Item label={t.language}>
          <Segmented<Language>
            value={language}
            onChange={setLanguage}
            options={[
              { value: "en", label: "English" },
              { value: "zh", label: "简体中文" },
            ]}
          />
        </Form.Item>
        <Form.Item label={t.theme} style={{ marginBottom: 0 }}>
          <Segmented<ThemeMode>
            value={mode}
            onChange={setMode}
            options={(["light", "dark", "system"] as const).map((value) => ({
              value,
              label: t.themes[value],
            }))}
          />
        </Form.Item>
      </Form>
    </Card>
  );
}
