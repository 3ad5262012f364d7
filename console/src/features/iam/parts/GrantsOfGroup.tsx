import { FileProtectOutlined, PlusOutlined } from "@ant-design/icons";
import { useQueries } from "@tanstack/react-query";
import { Button, Form, Radio } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Group, Role } from "@/client";
import { fill, useLocale } from "@/i18n";
import { Badge, Card, DataTable, EmptyView, FormModal, Toolbar, useConfirmDelete, useUIText } from "@/ui";
import { grantsQuery, useGrant, useRevoke, type Scope } from "../api/policies";
import { useProject, useSession } from "../session/session";
import { useIAMText } from "../text";
import { PolicySelect } from "./PolicySelect";

interface Grant {
  key: string;
  role: Role;
  scope: Scope;
}

/** The scopes a grant may have: global, everywhere, and each project the reader sees. */
function useScopes(): { key: string; scope: Scope; label: string; hint?: string }[] {
  const t = useIAMText().groups;
  const domainId = useSession().user.domain.id;
  const { projects } = useProject();
  return [
    { key: "domain", scope: { kind: "domain", domainId }, label: t.scopes.domain, hint: t.scopeHints.domain },
    { key: "all", scope: { kind: "all", domainId }, label: t.scopes.all, hint: t.scopeHints.all },
    ...projects.map(({ id, name }) => ({
      key: id,
      scope: { kind: "project" as const, projectId: id },
      label: fill(t.scopes.project, { name }),
    })),
  ];
}

export function GrantsOfGroup({ group }: { group: Group }) {
  const t = useIAMText().groups;
  const { language } = useLocale();
  const scopes = useScopes();
  const queries = useQueries({ queries: scopes.map(({ scope }) => grantsQuery(scope, group.id)) });
  const [adding, setAdding] = useState(false);
  const confirmDelete = useConfirmDelete();
  const revoke = useRevoke();
  const rows = queries.flatMap((query, at) =>
    (query.data ?? []).map((role): Grant => {
      const { key, scope } = scopes[at] ?? { key: "", scope: { kind: "all", domainId: "" } };
      return { key: `${key} ${role.id}`, role, scope };
    }),
  );
  const failed = queries.find((query) => query.error !== null);
  const together = {
    data: queries.some((query) => query.data !== undefined) ? rows : undefined,
    error: failed?.error ?? null,
    isPending: queries.some((query) => query.isPending),
    isFetching: false,
    refetch: () => queries.map((query) => query.refetch()),
  };
  const labelOf = (grant: Grant) => scopes.find((one) => grant.key.startsWith(`${one.key} `))?.label ?? "";

  function ask({ role, scope }: Grant) {
    confirmDelete({
      title: fill(t.revokeTitle, { policy: role.display_name || role.name }),
      content: fill(t.revokeHint, { group: group.name }),
      okText: t.revoke,
      action: () => revoke.mutateAsync({ scope, groupId: group.id, roleId: role.id }),
    });
  }

  return (
    <Card flush>
      <Toolbar>
        <Button
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => setAdding(true)}
          data-testid="grant-policy"
        >
          {t.grant}
        </Button>
      </Toolbar>
      <DataTable
        label={t.tabs.grants}
        query={together}
        rows={rows}
        rowKey="key"
        empty={<EmptyView icon={<FileProtectOutlined />} title={t.noGrants} hint={t.noGrantsHint} />}
        columns={[
          {
            title: t.policy,
            key: "policy",
            render: (_value, { role }) => (
              <Link to={`/policies/${role.id}`} className="row-name">
                {role.display_name || role.name}
              </Link>
            ),
          },
          { title: t.scope, key: "scope", render: (_value, grant) => <Badge>{labelOf(grant)}</Badge> },
          {
            title: t.description,
            key: "note",
            render: (_value, { role }) => (language === "zh" && role.description_cn) || role.description,
          },
          {
            key: "revoke",
            align: "end",
            render: (_value, grant) => (
              <Button type="text" size="small" onClick={() => ask(grant)}>
                {t.revoke}
              </Button>
            ),
          },
        ]}
      />
      <GrantForm open={adding} group={group} onClose={() => setAdding(false)} />
    </Card>
  );
}

function GrantForm({ open, group, onClose }: { open: boolean; group: Group; onClose(): void }) {
  const t = useIAMText().groups;
  const ui = useUIText();
  const scopes = useScopes();
  const grant = useGrant();
  async function submit({ roles, scope }: { roles: string[]; scope: string }) {
    const chosen = scopes.find((one) => one.key === scope);
    if (chosen === undefined) return;
    for (const roleId of roles) await grant.mutateAsync({ scope: chosen.scope, groupId: group.id, roleId });
  }
  return (
    <FormModal
      open={open}
      title={t.grant}
      okText={t.grant}
      initial={{ scope: "all" }}
      onClose={onClose}
      onSubmit={submit}
    >
      <Form.Item name="roles" label={t.policies} rules={[{ required: true, message: ui.required }]}>
        <PolicySelect />
      </Form.Item>
      <Form.Item required name="scope" label={t.scope}>
        <Radio.Group className="choices">
          {scopes.map(({ key, label, hint }) => (
            <Radio key={key} value={key}>
              {label}
              {hint !== undefined && <span className="row-sub">{hint}</span>}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
    </FormModal>
  );
}
