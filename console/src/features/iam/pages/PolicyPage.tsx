import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";

import type { Role, RoleWrite } from "@/client";
import { fill } from "@/i18n";
import { Card, CopyValue, ErrorAlert, LoadingView, Page, QueryView, useUIText, useURLValue } from "@/ui";
import { roleQuery, useSaveRole } from "../api/policies";
import { readPolicy, templates, writePolicy, type TemplateName } from "../policy/document";
import { PolicyEditor } from "../policy/PolicyEditor";
import { useIAMText } from "../text";

export default function PolicyPage() {
  const roleId = useParams()["roleId"] ?? "";
  const [from] = useURLValue("from");
  const fresh = roleId === "new";
  const wanted = fresh ? from : roleId;
  const query = useQuery({ ...roleQuery(wanted), enabled: wanted !== "" });
  if (wanted === "") return <PolicyView key="new" role={null} model={null} />;
  return (
    <QueryView query={query} loading={<LoadingView rows={10} />}>
      {(role) => <PolicyView key={roleId + from} role={fresh ? null : role} model={role} />}
    </QueryView>
  );
}

interface PolicyViewProps {
  /** The policy being shown or changed; null for a new one. */
  role: Role | null;
  /** What the fields begin with. */
  model: Role | null;
}

interface PolicyValues {
  display_name: string;
  type: RoleWrite["type"];
  description: string;
  description_cn?: string;
}

function PolicyView({ role, model }: PolicyViewProps) {
  const t = useIAMText().policies;
  const ui = useUIText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<PolicyValues>();
  const [text, setText] = useState(() => writePolicy(model?.policy ?? templates.empty));
  const save = useSaveRole();
  const readOnly = role !== null && role.catalog !== "CUSTOMED";
  const name = role === null ? t.create : role.display_name || role.name;
  const reading = readPolicy(text);

  function submit(values: PolicyValues) {
    if (!reading.ok) return;
    const { display_name, type, description, description_cn = "" } = values;
    const body = { display_name, type, description, description_cn, policy: reading.document };
    save.mutate(
      { id: role?.id ?? null, ...body },
      {
        onSuccess() {
          message.success(fill(t.saved, { name: display_name }));
          void navigate("/policies");
        },
      },
    );
  }

  const initial = {
    display_name:
      role === null && model !== null
        ? fill(t.copyOf, { name: model.display_name })
        : (model?.display_name ?? ""),
    type: model?.type ?? "XA",
    description: model?.description ?? "",
    description_cn: model?.description_cn ?? "",
  };
  return (
    <Page
      title={name}
      trail={[{ title: t.title, to: "/policies" }]}
      hint={role === null ? undefined : <CopyValue text={role.id} />}
      actions={
        readOnly ? (
          <Button onClick={() => void navigate(`/policies/new?from=${role.id}`)}>{t.copy}</Button>
        ) : (
          <Button
            type="primary"
            loading={save.isPending}
            disabled={!reading.ok}
            onClick={() => form.submit()}
            data-testid="save-policy"
          >
            {ui.save}
          </Button>
        )
      }
    >
      <div className="policy-page">
        <Card>
          <Form<PolicyValues>
            form={form}
            layout="vertical"
            requiredMark="optional"
            disabled={readOnly}
            initialValues={initial}
            onFinish={submit}
          >
            <PolicyFields />
          </Form>
          {role === null && <Template onChoose={(template) => setText(writePolicy(templates[template]))} />}
        </Card>
        <Card>
          {save.error !== null && <ErrorAlert error={save.error} />}
          <PolicyEditor value={text} onChange={setText} readOnly={readOnly} />
        </Card>
      </div>
    </Page>
  );
}

function PolicyFields() {
  const t = useIAMText().policies;
  const ui = useUIText();
  const types = (["AX", "XA"] as const).map((value) => ({ value, label: t.scopes[value] }));
  return (
    <>
      <Form.Item name="display_name" label={t.name} rules={[{ required: true, message: ui.required }]}>
        <Input data-testid="policy-name" />
      </Form.Item>
      <Form.Item required name="type" label={t.scope}>
        <Select options={types} />
      </Form.Item>
      <Form.Item name="description" label={t.description} rules={[{ required: true, message: ui.required }]}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 5 }} data-testid="policy-description" />
      </Form.Item>
      <Form.Item name="description_cn" label={t.descriptionCn}>
        <Input.TextArea autoSize={{ minRows: 1, maxRows: 5 }} />
      </Form.Item>
    </>
  );
}

function Template({ onChoose }: { onChoose(name: TemplateName): void }) {
  const t = useIAMText().policies;
  const options = Object.entries(t.templates).map(([value, label]) => ({
    value: value as TemplateName,
    label,
  }));
  return (
    <Form layout="vertical">
      <Form.Item label={t.template} style={{ marginBottom: 0 }}>
        <Select<TemplateName>
          aria-label={t.template}
          defaultValue="empty"
          options={options}
          onChange={onChoose}
        />
      </Form.Item>
    </Form>
  );
}
