import {
  CheckCircleOutlined,
  DeleteOutlined,
  KeyOutlined,
  PlusOutlined,
  StopOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, type TableProps } from "antd";
import { useState } from "react";

import type { Credential, CredentialWithSecret } from "@/client";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  CopyValue,
  DataTable,
  EmptyView,
  FormModal,
  RowMenu,
  Status,
  Toolbar,
  useConfirmDelete,
  useFail,
  useUIText,
} from "@/ui";
import { credentialsQuery, useCreateKey, useDeleteKey, useUpdateKey } from "../api/people";
import { useIAMText } from "../text";
import { NewSecret } from "./NewSecret";

/** The access keys of one user. */
export function KeysCard({ userId, userName }: { userId: string; userName: string }) {
  const t = useIAMText().keys;
  const query = useQuery(credentialsQuery(userId));
  const create = useCreateKey();
  const [creating, setCreating] = useState(false);
  const [fresh, setFresh] = useState<CredentialWithSecret | null>(null);
  const button = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)} data-testid="create-key">
      {t.create}
    </Button>
  );
  async function submit({ description = "" }: { description?: string }) {
    setFresh(await create.mutateAsync({ user_id: userId, description }));
  }
  return (
    <Card flush>
      <Toolbar>{button}</Toolbar>
      <DataTable
        label={t.title}
        query={query}
        rows={query.data}
        rowKey="access"
        columns={useColumns()}
        empty={<EmptyView icon={<KeyOutlined />} title={t.empty} hint={t.emptyHint} />}
      />
      <FormModal
        open={creating}
        title={t.create}
        okText={t.create}
        onClose={() => setCreating(false)}
        onSubmit={submit}
      >
        <Form.Item name="description" label={t.description} extra={t.descriptionHint}>
          <Input autoFocus maxLength={255} data-testid="key-description" />
        </Form.Item>
      </FormModal>
      <NewSecret credential={fresh} userName={userName} onClose={() => setFresh(null)} />
    </Card>
  );
}

function useColumns(): TableProps<Credential>["columns"] {
  const t = useIAMText().keys;
  const format = useFormat();
  return [
    { title: t.key, dataIndex: "access", render: (access: string) => <CopyValue text={access} /> },
    {
      title: t.description,
      dataIndex: "description",
      render: (text?: string) => text || <span className="faint">–</span>,
    },
    {
      title: t.state,
      key: "state",
      render: (_value, { status }) => (
        <Status tone={status === "active" ? "success" : "neutral"}>
          {status === "active" ? t.active : t.inactive}
        </Status>
      ),
    },
    {
      title: t.created,
      dataIndex: "create_time",
      render: (at: string) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
    },
    {
      title: t.lastUsed,
      dataIndex: "last_use_time",
      render: (at?: string | null) => (at ? format.ago(at) : <span className="faint">{t.never}</span>),
    },
    { key: "menu", align: "end", render: (_value, credential) => <KeyMenu credential={credential} /> },
  ];
}

function KeyMenu({ credential: { access, status } }: { credential: Credential }) {
  const t = useIAMText().keys;
  const ui = useUIText();
  const fail = useFail();
  const confirmDelete = useConfirmDelete();
  const update = useUpdateKey();
  const remove = useDeleteKey();
  const active = status === "active";
  const items = [
    {
      key: "state",
      label: active ? t.disable : t.enable,
      icon: active ? <StopOutlined /> : <CheckCircleOutlined />,
      onClick: () => update.mutate({ access, status: active ? "inactive" : "active" }, { onError: fail }),
    },
    {
      key: "delete",
      label: ui.delete,
      icon: <DeleteOutlined />,
      danger: true,
      onClick: () =>
        confirmDelete({
          title: fill(t.deleteTitle, { key: access }),
          content: t.deleteHint,
          action: () => remove.mutateAsync(access),
        }),
    },
  ];
  return <RowMenu items={items} />;
}
