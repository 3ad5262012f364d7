import { CheckCircleFilled, CloseCircleFilled, PlusOutlined, SafetyOutlined } from "@ant-design/icons";
import { Button, Form, Input, Table } from "antd";

import type { SimulationResult } from "@/client";
import { fill } from "@/i18n";
import { Card, EmptyView, ErrorAlert, Page, useUIText } from "@/ui";
import { useSimulate } from "../api/policies";
import { UserSelect } from "../parts/UserSelect";
import { ActionSelect } from "../policy/ActionSelect";
import "../policy/policy.css";
import { useProjectId, useSession } from "../session/session";
import { useIAMText } from "../text";

interface CheckValues {
  user_id: string;
  actions: string[];
  resource?: string;
  context?: { key?: string; value?: string }[];
}

export default function AccessCheckPage() {
  const t = useIAMText().simulator;
  const ui = useUIText();
  const { user } = useSession();
  const simulate = useSimulate(useProjectId());

  function submit({ user_id, actions, resource, context = [] }: CheckValues) {
    const pairs = context
      .filter((row) => row.key)
      .map((row) => [row.key, row.value ?? ""] as [string, string]);
    simulate.mutate({
      user_id,
      actions,
      ...(resource && { resource }),
      ...(pairs.length > 0 && { context: Object.fromEntries(pairs) }),
    });
  }

  return (
    <Page title={t.title} hint={t.hint}>
      <div className="policy-page">
        <Card>
          <Form<CheckValues>
            layout="vertical"
            requiredMark="optional"
            initialValues={{ user_id: user.id }}
            onFinish={submit}
          >
            <Form.Item name="user_id" label={t.user} rules={[{ required: true, message: ui.required }]}>
              <UserSelect />
            </Form.Item>
            <Form.Item name="actions" label={t.actions} rules={[{ required: true, message: ui.required }]}>
              <ActionSelect />
            </Form.Item>
            <Form.Item name="resource" label={t.resource} extra={t.resourceHint}>
              <Input className="mono" spellCheck={false} />
            </Form.Item>
            <ContextFields />
            <Button
              type="primary"
              htmlType="submit"
              block
              loading={simulate.isPending}
              data-testid="check-access"
            >
              {t.check}
            </Button>
          </Form>
        </Card>
        <Card flush>
          {simulate.error !== null && <ErrorAlert error={simulate.error} />}
          {simulate.data === undefined ? (
            <EmptyView icon={<SafetyOutlined />} title={t.idle} hint={t.idleHint} />
          ) : (
            <Results results={simulate.data} />
          )}
        </Card>
      </div>
    </Page>
  );
}

function ContextFields() {
  const t = useIAMText().simulator;
  const p = useIAMText().policies;
  return (
    <Form.Item label={t.context} extra={t.contextHint}>
      <Form.List name="context">
        {(fields, { add }) => (
          <>
            {fields.map(({ key, name }) => (
              <div className="line" key={key} style={{ marginBottom: 8, flexWrap: "nowrap" }}>
                <Form.Item name={[name, "key"]} noStyle>
                  <Input aria-label={p.conditionKey} placeholder="modelarts:poolType" />
                </Form.Item>
                <Form.Item name={[name, "value"]} noStyle>
                  <Input aria-label={p.values} placeholder="public" />
                </Form.Item>
              </div>
            ))}
            <Button
              type="link"
              size="small"
              icon={<PlusOutlined />}
              style={{ padding: 0 }}
              onClick={() => add({})}
            >
              {t.addContext}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}

function useReasonText(): (result: SimulationResult) => string {
  const t = useIAMText().simulator.reasons;
  return ({ reason, policy_name }) => {
    if (reason === "denied_by_policy") return fill(t.denied_by_policy, { policy: policy_name ?? "–" });
    if (policy_name && /allow/.test(reason)) return fill(t.allowed_by_policy, { policy: policy_name });
    const texts: Readonly<Record<string, string>> = t;
    return texts[reason] ?? reason;
  };
}

function Results({ results }: { results: readonly SimulationResult[] }) {
  const t = useIAMText().simulator;
  const reasonText = useReasonText();
  return (
    <Table<SimulationResult>
      rowKey="action"
      pagination={false}
      dataSource={[...results]}
      scroll={{ x: 640 }}
      data-testid="check-results"
      columns={[
        {
          title: t.action,
          dataIndex: "action",
          render: (action: string) => <span className="mono">{action}</span>,
        },
        {
          title: t.verdict,
          key: "verdict",
          render: (_value, { allowed }) => (
            <span className={allowed ? "verdict verdict-yes" : "verdict verdict-no"}>
              {allowed ? <CheckCircleFilled /> : <CloseCircleFilled />} {allowed ? t.allowed : t.denied}
            </span>
          ),
        },
        { title: t.why, key: "why", render: (_value, result) => reasonText(result) },
      ]}
    />
  );
}
