import { AppstoreOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";

import type { CallerApp } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  CopyValue,
  DataTable,
  EmptyView,
  FormModal,
  RowMenu,
  SearchField,
  Toolbar,
  useConfirmDelete,
  useLater,
  useUIText,
  useURLPage,
  useURLValue,
} from "@/ui";
import { useServingText } from "../text";
import { appsQuery, useCreateApp, useDeleteApp } from "./api";
import { AppDrawer } from "./AppDrawer";
import { SecretOnce } from "./SecretOnce";

/** One's own apps: programs that call services with a key and a secret, or with a code. */
export function AppsCard() {
  const t = useServingText().callers;
  const format = useFormat();
  const projectId = useProjectId();
  const paging = useURLPage();
  const [text] = useURLValue("q");
  const [open, setOpen] = useURLValue("app");
  const later = useLater(text.trim(), 250);
  const query = useQuery(appsQuery(projectId, { name: later, offset: paging.offset, limit: paging.size }));
  const create = useCreateApp(projectId);
  const [creating, setCreating] = useState(false);
  const [fresh, setFresh] = useState<CallerApp | null>(null);
  const nothing = query.data?.total_count === 0 && text === "";
  const button = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)} data-testid="create-app">
      {t.createApp}
    </Button>
  );
  return (
    <Card flush>
      {!nothing && (
        <Toolbar end={button}>
          <SearchField label={t.searchApps} />
        </Toolbar>
      )}
      <DataTable<CallerApp>
        label={t.apps}
        query={query}
        rows={query.data?.apps}
        total={query.data?.total_count}
        paging={paging}
        rowKey="app_id"
        empty={
          <EmptyView
            icon={<AppstoreOutlined />}
            title={nothing ? t.noApps : t.noneFits}
            hint={nothing ? t.noAppsHint : undefined}
            action={nothing ? button : undefined}
          />
        }
        columns={[
          {
            title: t.name,
            key: "name",
            render: (_value, app) => (
              <Button
                type="link"
                className="row-name row-link"
                onClick={() => setOpen(app.app_id)}
                data-testid={`app-${app.app_name}`}
              >
                <span>
                  {app.app_name}
                  {app.app_remark !== "" && <span className="row-sub">{app.app_remark}</span>}
                </span>
              </Button>
            ),
          },
          { title: t.appKey, dataIndex: "app_key", render: (key: string) => <CopyValue text={key} /> },
          {
            title: t.services,
            dataIndex: "bounded_api_count",
            align: "end",
            render: (count: number) => format.number(count),
          },
          {
            title: t.codes,
            dataIndex: "app_codes",
            align: "end",
            render: (codes: string[]) => format.number(codes.length),
          },
          {
            title: t.created,
            dataIndex: "created_at",
            render: (at: number) => (
              <span className="nowrap" title={format.dateTime(at)}>
                {format.ago(at)}
              </span>
            ),
          },
          {
            key: "menu",
            align: "end",
            width: 56,
            render: (_value, app) => <AppMenu app={app} onOpen={() => setOpen(app.app_id)} />,
          },
        ]}
      />
      <FormModal<{ app_name: string; app_remark?: string }>
        open={creating}
        title={t.createApp}
        okText={t.createApp}
        onClose={() => setCreating(false)}
        onSubmit={async ({ app_name: name, app_remark: remark = "" }) =>
          setFresh((await create.mutateAsync({ app_name: name.trim(), app_remark: remark })).app)
        }
      >
        <Form.Item
          name="app_name"
          label={t.name}
          extra={t.nameRule}
          rules={[{ required: true, message: t.nameRule, whitespace: true }]}
        >
          <Input autoFocus maxLength={64} spellCheck={false} autoComplete="off" data-testid="app-name" />
        </Form.Item>
        <Form.Item name="app_remark" label={t.remark}>
          <Input maxLength={200} />
        </Form.Item>
      </FormModal>
      <SecretOnce
        title={t.newApp}
        hint={t.secretOnce}
        values={
          fresh === null
            ? null
            : [
                { name: t.appKey, value: fresh.app_key, testId: "new-app-key" },
                { name: t.appSecret, value: fresh.app_secret, testId: "new-app-secret" },
                ...fresh.app_codes.map((code) => ({ name: t.code, value: code, testId: "new-app-code" })),
              ]
        }
        onClose={() => setFresh(null)}
      />
      {open !== "" && <AppDrawer appId={open} onClose={() => setOpen("")} />}
    </Card>
  );
}

function AppMenu({ app, onOpen }: { app: CallerApp; onOpen(): void }) {
  const t = useServingText().callers;
  const ui = useUIText();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteApp(useProjectId());
  return (
    <RowMenu
      label={fill(t.actionsOf, { name: app.app_name })}
      testId={`app-menu-${app.app_name}`}
      items={[
        { key: "open", label: t.show, onClick: onOpen },
        { type: "divider" },
        {
          key: "delete",
          label: ui.delete,
          icon: <DeleteOutlined />,
          danger: true,
          onClick: () =>
            confirmDelete({
              title: fill(t.deleteApp, { name: app.app_name }),
              content: app.bounded_api_count > 0 ? t.deleteAppBound : t.deleteAppHint,
              action: () => remove.mutateAsync(app.app_id),
            }),
        },
      ]}
    />
  );
}
