import { EditOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, InputNumber, Progress } from "antd";
import { useState } from "react";

import type { Quota } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat, useLocale } from "@/i18n";
import { Card, FormModal, QueryView, Toolbar } from "@/ui";
import { quotasQuery, useSetQuotas } from "../api";
import { useComputeText } from "../text";

/** What this project may have at once, and what it has. */
export function QuotasTab() {
  const t = useComputeText().quotas;
  const query = useQuery(quotasQuery(useProjectId()));
  const [editing, setEditing] = useState(false);
  return (
    <Card flush>
      <QueryView query={query}>
        {({ quotas }) => (
          <>
            <Toolbar
              end={
                <Button icon={<EditOutlined />} onClick={() => setEditing(true)} data-testid="edit-quotas">
                  {t.edit}
                </Button>
              }
            >
              {null}
            </Toolbar>
            <ul className="quotas">
              {quotas.map((quota) => (
                <QuotaRow key={quota.resource} quota={quota} />
              ))}
            </ul>
            <EditQuotas open={editing} quotas={quotas} onClose={() => setEditing(false)} />
          </>
        )}
      </QueryView>
    </Card>
  );
}

function useQuotaWords() {
  const { language } = useLocale();
  return (quota: Quota) =>
    language === "zh"
      ? { name: quota.name_cn, unit: quota.unit_cn }
      : { name: quota.name_en, unit: quota.unit_en };
}

function QuotaRow({ quota }: { quota: Quota }) {
  const t = useComputeText().quotas;
  const format = useFormat();
  const { name, unit } = useQuotaWords()(quota);
  const limited = quota.quota >= 0;
  const used = quota.used_quota ?? 0;
  const share = limited && quota.quota > 0 ? used / quota.quota : limited ? 1 : 0;
  return (
    <li>
      <span>{name}</span>
      {limited ? (
        <Progress
          percent={Math.min(100, share * 100)}
          status={share >= 1 ? "exception" : "normal"}
          showInfo={false}
          size="small"
          aria-label={name}
        />
      ) : (
        <span />
      )}
      <span className="soft">
        {limited
          ? fill(t.of, { used: format.number(used), limit: format.number(quota.quota), unit })
          : t.noLimit}
      </span>
    </li>
  );
}

type Values = Record<string, number | null>;

function EditQuotas({ open, quotas, onClose }: { open: boolean; quotas: readonly Quota[]; onClose(): void }) {
  const t = useComputeText().quotas;
  const { message } = App.useApp();
  const words = useQuotaWords();
  const set = useSetQuotas(useProjectId());
  const initial = Object.fromEntries(
    quotas.map(({ resource, quota }) => [resource, quota < 0 ? null : quota]),
  ) as Values;
  async function submit(values: Values) {
    await set.mutateAsync(quotas.map(({ resource }) => ({ resource, quota: values[resource] ?? -1 })));
    void message.success(t.saved);
  }
  return (
    <FormModal<Values> open={open} title={t.edit} initial={initial} onClose={onClose} onSubmit={submit}>
      <p className="soft">{t.editHint}</p>
      {quotas.map((quota) => {
        const { name, unit } = words(quota);
        return (
          <Form.Item key={quota.resource} name={quota.resource} label={name}>
            <InputNumber
              min={0}
              precision={0}
              aria-label={name}
              placeholder={t.noLimit}
              suffix={unit}
              style={{ width: "100%" }}
            />
          </Form.Item>
        );
      })}
    </FormModal>
  );
}
