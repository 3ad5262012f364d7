import { FileProtectOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Drawer, Form, Radio } from "antd";

import type { Agency } from "@/client";
import { fill } from "@/i18n";
import { Badge, Card, DataTable, EmptyView, useFail, useUIText } from "@/ui";
import { agencyRightsQuery, useChangeAgencyRight } from "../api/account";
import { allRolesQuery } from "../api/policies";
import { useSession } from "../session/session";
import { useIAMText } from "../text";
import { PolicySelect } from "./PolicySelect";

/** What the platform may do under an agency. */
export function AgencyRights({ agency, onClose }: { agency: Agency; onClose(): void }) {
  const t = useIAMText();
  const { domain } = useSession().user;
  const query = useQuery(agencyRightsQuery(domain.id, agency.id));
  // The list of rights names policies by their internal names only.
  const roles = useQuery(allRolesQuery);
  const remove = useChangeAgencyRight("DELETE");
  const fail = useFail();
  return (
    <Drawer open onClose={onClose} title={fill(t.agencies.rightsOf, { name: agency.name })} size={640}>
      <div className="stack">
        <p className="soft" style={{ margin: 0 }}>
          {t.agencies.rightsHint}
        </p>
        <AddRight agency={agency} />
        <Card flush>
          <DataTable
            label={t.agencies.rights}
            query={query}
            rows={query.data}
            rowKey={({ id, scope }) => `${scope} ${id}`}
            empty={
              <EmptyView
                icon={<FileProtectOutlined />}
                title={t.agencies.noRights}
                hint={t.agencies.noRightsHint}
              />
            }
            columns={[
              {
                title: t.groups.policy,
                key: "policy",
                render: (_value, { id, name }) =>
                  roles.data?.find((role) => role.id === id)?.display_name ?? name,
              },
              {
                title: t.groups.scope,
                key: "scope",
                render: (_value, { scope }) => <Badge>{t.groups.scopes[scope]}</Badge>,
              },
              {
                key: "revoke",
                align: "end",
                render: (_value, { id, scope }) => (
                  <Button
                    type="text"
                    size="small"
                    onClick={() =>
                      remove.mutate(
                        { domainId: domain.id, agencyId: agency.id, roleId: id, scope },
                        { onError: fail },
                      )
                    }
                  >
                    {t.groups.revoke}
                  </Button>
                ),
              },
            ]}
          />
        </Card>
      </div>
    </Drawer>
  );
}

function AddRight({ agency }: { agency: Agency }) {
  const t = useIAMText();
  const ui = useUIText();
  const { domain } = useSession().user;
  const [form] = Form.useForm<{ roles: string[]; scope: "domain" | "all" }>();
  const add = useChangeAgencyRight("PUT");
  const fail = useFail();
  async function submit({ roles, scope }: { roles: string[]; scope: "domain" | "all" }) {
    for (const roleId of roles)
      await add.mutateAsync({ domainId: domain.id, agencyId: agency.id, roleId, scope });
    form.resetFields();
  }
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={{ scope: "all" }}
      onFinish={(values) => void submit(values).catch(fail)}
    >
      <Form.Item name="roles" label={t.agencies.addRight} rules={[{ required: true, message: ui.required }]}>
        <PolicySelect />
      </Form.Item>
      <div className="line">
        <Form.Item name="scope" noStyle>
          <Radio.Group
            options={[
              { value: "all", label: t.groups.scopes.all },
              { value: "domain", label: t.groups.scopes.domain },
            ]}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={add.isPending}>
          {ui.add}
        </Button>
      </div>
    </Form>
  );
}
