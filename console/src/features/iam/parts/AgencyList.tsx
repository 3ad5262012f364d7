import {
  DeleteOutlined,
  EditOutlined,
  PlusOutlined,
  SafetyOutlined,
  SwapOutlined,
  ThunderboltOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, type TableProps } from "antd";
import { useState } from "react";

import type { Agency } from "@/client";
import { fill, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, RowMenu, Toolbar, useConfirmDelete, useUIText } from "@/ui";
import { agenciesQuery, useDeleteAgency } from "../api/account";
import { useSession } from "../session/session";
import { useIAMText } from "../text";
import { AgencyForm, QuickAgency } from "./AgencyForm";
import { AgencyRights } from "./AgencyRights";

type Doing = { what: "edit" | "rights"; agency: Agency | null } | { what: "quick" } | null;

export function AgencyList() {
  const t = useIAMText().agencies;
  const { domain } = useSession().user;
  const query = useQuery(agenciesQuery(domain.id));
  const [doing, setDoing] = useState<Doing>(null);
  const stop = () => setDoing(null);
  const agency = doing !== null && "agency" in doing ? doing.agency : null;
  return (
    <Card flush>
      <Toolbar>
        <Button type="primary" icon={<ThunderboltOutlined />} onClick={() => setDoing({ what: "quick" })}>
          {t.quick}
        </Button>
        <Button
          icon={<PlusOutlined />}
          onClick={() => setDoing({ what: "edit", agency: null })}
          data-testid="create-agency"
        >
          {t.create}
        </Button>
      </Toolbar>
      <DataTable
        label={t.title}
        query={query}
        rows={query.data}
        rowKey="id"
        columns={useColumns(setDoing)}
        empty={<EmptyView icon={<SwapOutlined />} title={t.empty} hint={t.emptyHint} />}
      />
      <QuickAgency open={doing?.what === "quick"} onClose={stop} />
      <AgencyForm open={doing?.what === "edit"} agency={agency} onClose={stop} />
      {doing?.what === "rights" && agency !== null && <AgencyRights agency={agency} onClose={stop} />}
    </Card>
  );
}

function useColumns(act: (doing: Doing) => void): TableProps<Agency>["columns"] {
  const t = useIAMText().agencies;
  const ui = useUIText();
  const format = useFormat();
  const { message } = App.useApp();
  const confirmDelete = useConfirmDelete();
  const remove = useDeleteAgency();
  function ask({ id, name }: Agency) {
    confirmDelete({
      title: fill(t.deleteTitle, { name }),
      content: t.deleteHint,
      action: () => remove.mutateAsync(id).then(() => message.success(ui.delete)),
    });
  }
  return [
    {
      title: t.name,
      key: "name",
      render: (_value, agency) => (
        <span className="row-name">
          <span className="glyph glyph-primary">
            <SwapOutlined />
          </span>
          <span>
            {agency.name}
            {agency.description && <span className="row-sub">{agency.description}</span>}
          </span>
        </span>
      ),
    },
    {
      title: t.trust,
      dataIndex: "trust_domain_name",
      render: (name: string) => <span className="mono">{name}</span>,
    },
    {
      title: t.expires,
      dataIndex: "expire_time",
      render: (at: string | null) => (at === null || at === "" ? t.forever : format.dateTime(at)),
    },
    {
      title: t.created,
      dataIndex: "create_time",
      render: (at: string) => <span title={format.dateTime(at)}>{format.ago(at)}</span>,
    },
    {
      key: "menu",
      align: "end",
      render: (_value, agency) => (
        <RowMenu
          items={[
            {
              key: "rights",
              label: t.rights,
              icon: <SafetyOutlined />,
              onClick: () => act({ what: "rights", agency }),
            },
            {
              key: "edit",
              label: t.edit,
              icon: <EditOutlined />,
              onClick: () => act({ what: "edit", agency }),
            },
            {
              key: "delete",
              label: ui.delete,
              icon: <DeleteOutlined />,
              danger: true,
              onClick: () => ask(agency),
            },
          ]}
        />
      ),
    },
  ];
}
