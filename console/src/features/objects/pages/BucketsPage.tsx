import { DatabaseOutlined, DeleteOutlined, FolderOpenOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, type TableProps } from "antd";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import type { Bucket } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  CopyValue,
  DataTable,
  EmptyView,
  FormModal,
  Page,
  RowMenu,
  useConfirmDelete,
  useURLPage,
  useUIText,
} from "@/ui";
import { bucketsQuery, useCreateBucket, useDeleteBucket } from "../api";
import { isBucketName, obsPath } from "../paths";
import { useObjectsText } from "../text";

export default function BucketsPage() {
  const t = useObjectsText().buckets;
  const projectId = useProjectId();
  const paging = useURLPage();
  const query = useQuery(bucketsQuery(projectId, paging.offset, paging.size));
  const [creating, setCreating] = useState(false);
  const create = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      onClick={() => setCreating(true)}
      data-testid="create-bucket"
    >
      {t.create}
    </Button>
  );
  return (
    // With nothing to list the one button stands in the middle.
    <Page title={t.title} hint={t.hint} actions={query.data?.total_count === 0 ? undefined : create}>
      <Card flush>
        <DataTable
          label={t.title}
          query={query}
          rows={query.data?.buckets}
          total={query.data?.total_count}
          paging={paging}
          rowKey="name"
          columns={useColumns()}
          empty={<EmptyView icon={<DatabaseOutlined />} title={t.empty} hint={t.emptyHint} action={create} />}
        />
      </Card>
      <CreateBucket open={creating} onClose={() => setCreating(false)} />
    </Page>
  );
}

function useColumns(): TableProps<Bucket>["columns"] {
  const t = useObjectsText().buckets;
  const format = useFormat();
  return [
    {
      title: t.name,
      dataIndex: "name",
      render: (name: string) => (
        <Link to={`/storage/${name}`} className="row-name" data-testid={`bucket-${name}`}>
          <span className="glyph glyph-primary">
            <DatabaseOutlined />
          </span>
          {name}
        </Link>
      ),
    },
    { title: t.path, key: "path", render: (_value, row) => <CopyValue text={obsPath(row.name)} /> },
    {
      title: t.created,
      dataIndex: "created_at",
      render: (at: number) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
    },
    { key: "menu", align: "end", render: (_value, row) => <BucketMenu bucket={row} /> },
  ];
}

function BucketMenu({ bucket }: { bucket: Bucket }) {
  const t = useObjectsText().buckets;
  const ui = useUIText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteBucket(useProjectId());
  const { name } = bucket;
  function ask() {
    confirmDelete({
      title: fill(t.deleteTitle, { name }),
      content: t.deleteHint,
      action: () => remove.mutateAsync(name).then(() => message.success(fill(t.deleted, { name }))),
    });
  }
  const items = [
    {
      key: "open",
      label: t.open,
      icon: <FolderOpenOutlined />,
      onClick: () => void navigate(`/storage/${name}`),
    },
    { key: "delete", label: ui.delete, icon: <DeleteOutlined />, danger: true, onClick: ask },
  ];
  return <RowMenu items={items} testId={`bucket-menu-${name}`} />;
}

function CreateBucket({ open, onClose }: { open: boolean; onClose(): void }) {
  const t = useObjectsText().buckets;
  const { message } = App.useApp();
  const create = useCreateBucket(useProjectId());
  async function submit({ name }: { name: string }) {
    await create.mutateAsync({ name });
    message.success(fill(t.createdNow, { name }));
  }
  return (
    <FormModal open={open} title={t.create} okText={t.create} onClose={onClose} onSubmit={submit}>
      <Form.Item
        name="name"
        label={t.name}
        extra={t.nameRule}
        required
        rules={[
          {
            validator: (_rule, value?: string) =>
              value !== undefined && isBucketName(value)
                ? Promise.resolve()
                : Promise.reject(new Error(t.nameRule)),
          },
        ]}
      >
        <Input autoFocus autoComplete="off" spellCheck={false} data-testid="bucket-name" />
      </Form.Item>
    </FormModal>
  );
}
