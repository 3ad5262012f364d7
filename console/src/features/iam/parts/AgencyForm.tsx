import { Alert, App, Form, Input, Radio } from "antd";

import type { Agency } from "@/client";
import { fill } from "@/i18n";
import { FormModal, useUIText } from "@/ui";
import { useQuickAgency, useSaveAgency } from "../api/account";
import { useProjectId, useSession } from "../session/session";
import { useIAMText } from "../text";

interface AgencyValues {
  name: string;
  trust_domain_name: string;
  duration: string;
  description?: string;
}

export function AgencyForm({
  open,
  agency,
  onClose,
}: {
  open: boolean;
  agency: Agency | null;
  onClose(): void;
}) {
  const t = useIAMText().agencies;
  const ui = useUIText();
  const { domain } = useSession().user;
  const { message } = App.useApp();
  const save = useSaveAgency();
  async function submit({ name, trust_domain_name, duration, description = "" }: AgencyValues) {
    const common = { trust_domain_name, duration, description };
    await save.mutateAsync(
      agency === null
        ? { id: null, agency: { ...common, name, domain_id: domain.id } }
        : { id: agency.id, agency: common },
    );
    message.success(fill(t.createdNow, { name }));
  }
  return (
    <FormModal<AgencyValues>
      open={open}
      title={agency === null ? t.create : t.edit}
      initial={
        agency === null
          ? { duration: "FOREVER", trust_domain_name: "op_svc_modelarts" }
          : { ...agency, duration: agency.expire_time ? "ONEDAY" : "FOREVER" }
      }
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item name="name" label={t.name} rules={[{ required: true, max: 64, message: ui.required }]}>
        <Input autoFocus disabled={agency !== null} />
      </Form.Item>
      <Form.Item name="trust_domain_name" label={t.trust} rules={[{ required: true, message: ui.required }]}>
        <Input className="mono" />
      </Form.Item>
      <Form.Item required name="duration" label={t.duration}>
        <Radio.Group
          options={[
            { value: "FOREVER", label: t.forever },
            { value: "ONEDAY", label: t.day },
          ]}
        />
      </Form.Item>
      <Form.Item name="description" label={t.description}>
        <Input maxLength={255} />
      </Form.Item>
    </FormModal>
  );
}

export function QuickAgency({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useIAMText().agencies;
  const ui = useUIText();
  const { message } = App.useApp();
  const quick = useQuickAgency(useProjectId());
  async function submit({ suffix = "" }: { suffix?: string }) {
    const answer = await quick.mutateAsync(suffix);
    message.success(fill(t.createdNow, { name: answer.agency_name }));
  }
  return (
    <FormModal open={open} title={t.quick} okText={ui.create} onClose={onClose} onSubmit={submit}>
      <Alert type="info" title={t.quickHint} style={{ marginBottom: 16 }} />
      <Form.Item name="suffix" label={t.suffix} extra={t.suffixHint}>
        <Input autoFocus maxLength={50} />
      </Form.Item>
    </FormModal>
  );
}
