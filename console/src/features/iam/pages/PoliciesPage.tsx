import {
  CopyOutlined,
  DeleteOutlined,
  EditOutlined,
  FileProtectOutlined,
  PlusOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Segmented, type TableProps } from "antd";
import { Link, useNavigate } from "react-router";

import type { Role } from "@/client";
import { fill, useFormat, useLocale } from "@/i18n";
import {
  Badge,
  Card,
  DataTable,
  EmptyView,
  Page,
  RowMenu,
  Toolbar,
  useConfirmDelete,
  useUIText,
  useURLPage,
  useURLPatch,
  useURLValue,
  matches,
  SearchField,
} from "@/ui";
import { rolesQuery, useDeleteRole, type PolicyKind } from "../api/policies";
import { useIAMText } from "../text";

export default function PoliciesPage() {
  const t = useIAMText().policies;
  const [kind] = useURLValue("kind", "system");
  const [text] = useURLValue("q");
  const patch = useURLPatch();
  const paging = useURLPage(50);
  const query = useQuery(rolesQuery(kind === "custom" ? "custom" : "system", paging.page, paging.size));
  const create = (
    <Link to="/policies/new">
      <Button type="primary" icon={<PlusOutlined />} data-testid="create-policy">
        {t.create}
      </Button>
    </Link>
  );
  const none = text !== "" || kind !== "custom";
  return (
    <Page title={t.title} hint={t.hint} actions={create}>
      <Card flush>
        <Toolbar end={<SearchField label={t.search} />}>
          <Segmented<PolicyKind>
            value={kind as PolicyKind}
            onChange={(next) => patch({ kind: next === "system" ? "" : next, page: "" })}
            options={[
              { value: "system", label: t.kinds.system },
              { value: "custom", label: t.kinds.custom },
            ]}
          />
        </Toolbar>
        <DataTable
          label={t.title}
          query={query}
          rows={query.data?.roles.filter((role) =>
            matches(text, role.display_name, role.name, role.description),
          )}
          total={text === "" ? query.data?.total_number : undefined}
          paging={paging}
          rowKey="id"
          columns={useColumns()}
          empty={
            <EmptyView
              icon={<FileProtectOutlined />}
              title={none ? t.none : t.empty}
              hint={none ? undefined : t.emptyHint}
            />
          }
        />
      </Card>
    </Page>
  );
}

function useColumns(): TableProps<Role>["columns"] {
  const t = useIAMText().policies;
  const format = useFormat();
  const { language } = useLocale();
  const scopes: Readonly<Record<string, string>> = t.scopes;
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, role) => (
        <Link to={`/policies/${role.id}`} className="row-name">
          <span className="glyph">
            <FileProtectOutlined />
          </span>
          <span>
            {role.display_name || role.name}
            <span className="row-sub">{format.counted(t.statementCount, role.policy.Statement.length)}</span>
          </span>
        </Link>
      ),
    },
    { title: t.scope, dataIndex: "type", render: (type: string) => <Badge>{scopes[type] ?? type}</Badge> },
    {
      title: t.description,
      key: "description",
      render: (_value, role) =>
        (language === "zh" && role.description_cn) || role.description || <span className="faint">–</span>,
    },
    { key: "menu", align: "end", render: (_value, role) => <PolicyMenu role={role} /> },
  ];
}

function PolicyMenu({ role }: { role: Role }) {
  const t = useIAMText().policies;
  const ui = useUIText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteRole();
  const name = role.display_name || role.name;
  const ofCustom = [
    {
      key: "edit",
      label: t.edit,
      icon: <EditOutlined />,
      onClick: () => void navigate(`/policies/${role.id}`),
    },
    {
      key: "delete",
      label: ui.delete,
      icon: <DeleteOutlined />,
      danger: true,
      onClick: () =>
        confirmDelete({
          title: fill(t.deleteTitle, { name }),
          content: t.deleteHint,
          action: () => remove.mutateAsync(role.id).then(() => message.success(fill(t.deleted, { name }))),
        }),
    },
  ];
  const copy = {
    key: "copy",
    label: t.copy,
    icon: <CopyOutlined />,
    onClick: () => void navigate(`/policies/new?from=${role.id}`),
  };
  return <RowMenu items={role.catalog === "CUSTOMED" ? [copy, ...ofCustom] : [copy]} />;
}
