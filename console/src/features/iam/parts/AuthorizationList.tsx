import { PlusOutlined, SafetyOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Radio, Select, type TableProps } from "antd";
import { useState } from "react";

import type { Authorization } from "@/client";
import { fill, useFormat } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  FormModal,
  Toolbar,
  useConfirmDelete,
  useUIText,
  useURLPage,
} from "@/ui";
import { agenciesQuery, authorizationsQuery, useAuthorize, useUnauthorize } from "../api/account";
import { useProjectId, useSession } from "../session/session";
import { useIAMText } from "../text";
import { UserSelect } from "./UserSelect";

const everybody = "all-users";

export function AuthorizationList() {
  const t = useIAMText().authorizations;
  const paging = useURLPage();
  const query = useQuery(authorizationsQuery(useProjectId(), paging.offset, paging.size));
  const [adding, setAdding] = useState(false);
  return (
    <Card flush>
      <Toolbar>
        <Button
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => setAdding(true)}
          data-testid="add-authorization"
        >
          {t.create}
        </Button>
      </Toolbar>
      <DataTable
        label={t.create}
        query={query}
        rows={query.data?.auth}
        total={query.data?.total_count}
        paging={paging}
        rowKey={(row) => `${row.user_type ?? ""} ${row.user_id || row.user_name}`}
        columns={useColumns()}
        empty={<EmptyView icon={<SafetyOutlined />} title={t.empty} hint={t.emptyHint} />}
      />
      <AuthorizationForm open={adding} onClose={() => setAdding(false)} />
    </Card>
  );
}

function useColumns(): TableProps<Authorization>["columns"] {
  const t = useIAMText().authorizations;
  const format = useFormat();
  const confirmDelete = useConfirmDelete();
  const remove = useUnauthorize(useProjectId());
  const subjectKinds: Readonly<Record<string, string>> = t.subjects;
  const kinds: Readonly<Record<string, string>> = t.kinds;
  const subjectOf = (row: Authorization) =>
    row.user_id === everybody ? t.subjects[everybody] : row.user_name || row.user_id;
  function ask(row: Authorization) {
    confirmDelete({
      title: fill(t.removeTitle, { subject: subjectOf(row) }),
      content: t.removeHint,
      okText: t.remove,
      action: () => remove.mutateAsync(row.user_id),
    });
  }
  return [
    {
      title: t.subject,
      key: "subject",
      render: (_value, row) => <span className="row-name">{subjectOf(row)}</span>,
    },
    {
      title: t.subjectKind,
      dataIndex: "user_type",
      render: (type?: string) => <Badge>{subjectKinds[type ?? "iam"] ?? type}</Badge>,
    },
    { title: t.kind, dataIndex: "type", render: (type: string) => kinds[type] ?? type },
    {
      title: t.content,
      dataIndex: "content",
      render: (content: string) => <span className="mono">{content}</span>,
    },
    {
      title: t.created,
      dataIndex: "create_time",
      render: (at: number) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
    },
    {
      key: "remove",
      align: "end",
      render: (_value, row) => (
        <Button type="text" size="small" onClick={() => ask(row)}>
          {t.remove}
        </Button>
      ),
    },
  ];
}

interface AuthorizationValues {
  user_type: "iam" | "all-users" | "federate";
  user_id?: string;
  user_name?: string;
  content: string;
}

function AuthorizationForm({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useIAMText().authorizations;
  const ui = useUIText();
  const { domain } = useSession().user;
  const agencies = useQuery({ ...agenciesQuery(domain.id), enabled: open });
  const authorize = useAuthorize(useProjectId());
  const submit = ({ user_type, user_id, user_name, content }: AuthorizationValues) => {
    if (user_type === "all-users")
      return authorize.mutateAsync({ content, type: "agency", user_id: "all", user_type });
    if (user_type === "federate")
      return authorize.mutateAsync({ content, type: "agency", user_name, user_type });
    return authorize.mutateAsync({ content, type: "agency", user_id, user_type });
  };
  return (
    <FormModal<AuthorizationValues>
      open={open}
      title={t.create}
      okText={ui.add}
      initial={{ user_type: "iam", content: agencies.data?.[0]?.name }}
      onClose={onClose}
      onSubmit={submit}
    >
      {(form) => (
        <>
          <Form.Item required name="user_type" label={t.subjectKind}>
            <Radio.Group
              options={(["iam", "all-users", "federate"] as const).map((value) => ({
                value,
                label: t.subjects[value],
              }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={["user_type"]}>
            {() => {
              const kind = form.getFieldValue("user_type") as AuthorizationValues["user_type"];
              if (kind === "all-users") return <p className="soft">{t.allUsersHint}</p>;
              const rules = [{ required: true, message: ui.required }];
              return kind === "federate" ? (
                <Form.Item name="user_name" label={t.subject} rules={rules}>
                  <Input />
                </Form.Item>
              ) : (
                <Form.Item name="user_id" label={t.subject} rules={rules}>
                  <UserSelect />
                </Form.Item>
              );
            }}
          </Form.Item>
          <Form.Item name="content" label={t.content} rules={[{ required: true, message: ui.required }]}>
            <Select
              loading={agencies.isFetching}
              options={agencies.data?.map((agency) => ({ value: agency.name, label: agency.name }))}
            />
          </Form.Item>
        </>
      )}
    </FormModal>
  );
}
