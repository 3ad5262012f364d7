import { DeleteOutlined, PlusOutlined, ReloadOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { App, Button, Drawer } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { CallerApp } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { CopyValue, EmptyView, Facts, QueryView, useConfirmDelete, useFail, useUIText } from "@/ui";
import { useServingText } from "../text";
import {
  appQuery,
  servicesOfAppQuery,
  useAddCode,
  useDeleteCode,
  useLetIn,
  useResetSecret,
  useShutOut,
} from "./api";
import "./callers.css";
import { SecretOnce } from "./SecretOnce";
import { ServiceSelect } from "./ServiceSelect";

/** One app: its key, its codes, and the services that let it in. */
export function AppDrawer({ appId, onClose }: { appId: string; onClose(): void }) {
  const t = useServingText().callers;
  const query = useQuery(appQuery(useProjectId(), appId));
  return (
    <Drawer open onClose={onClose} size={680} title={query.data?.app_name ?? t.app} data-testid="app-drawer">
      <QueryView query={query}>
        {(app) => (
          <div className="stack">
            <Key app={app} />
            <Codes app={app} />
            <Services app={app} />
          </div>
        )}
      </QueryView>
    </Drawer>
  );
}

function Key({ app }: { app: CallerApp }) {
  const t = useServingText().callers;
  const ui = useUIText();
  const format = useFormat();
  const fail = useFail();
  const { modal } = App.useApp();
  const reset = useResetSecret(useProjectId());
  const [secret, setSecret] = useState<string | null>(null);
  function ask() {
    modal.confirm({
      title: fill(t.resetTitle, { name: app.app_name }),
      content: t.resetHint,
      okText: t.reset,
      cancelText: ui.cancel,
      okButtonProps: { danger: true },
      autoFocusButton: "cancel",
      onOk: () =>
        reset.mutateAsync(app.app_id).then(({ app: { app_secret: made } }) => setSecret(made), fail),
    });
  }
  return (
    <section>
      <Facts
        rows={[
          [t.remark, app.app_remark],
          [t.appKey, <CopyValue text={app.app_key} />],
          [
            t.appSecret,
            <span className="line">
              <span className="faint">{t.secretHidden}</span>
              <Button size="small" icon={<ReloadOutlined />} onClick={ask} data-testid="reset-secret">
                {t.reset}
              </Button>
            </span>,
          ],
          [t.created, format.dateTime(app.created_at)],
        ]}
      />
      <SecretOnce
        title={t.newSecret}
        hint={t.secretOnce}
        values={secret === null ? null : [{ name: t.appSecret, value: secret, testId: "new-app-secret" }]}
        onClose={() => setSecret(null)}
      />
    </section>
  );
}

const mostCodes = 5;

function Codes({ app }: { app: CallerApp }) {
  const t = useServingText().callers;
  const fail = useFail();
  const projectId = useProjectId();
  const confirmDelete = useConfirmDelete();
  const add = useAddCode(projectId);
  const remove = useDeleteCode(projectId);
  return (
    <section>
      <h3 className="small-title">{t.codes}</h3>
      <p className="form-hint">{t.codesHint}</p>
      <ul className="caller-list" data-testid="app-codes">
        {app.app_codes.map((code) => (
          <li key={code}>
            <CopyValue text={code} />
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={fill(t.deleteCode, { code: code.slice(0, 8) })}
              onClick={() =>
                confirmDelete({
                  title: fill(t.deleteCode, { code: `${code.slice(0, 8)}…` }),
                  content: t.deleteCodeHint,
                  action: () => remove.mutateAsync({ appId: app.app_id, code }),
                })
              }
            />
          </li>
        ))}
      </ul>
      <Button
        type="dashed"
        icon={<PlusOutlined />}
        loading={add.isPending}
        disabled={app.app_codes.length >= mostCodes}
        onClick={() => add.mutate(app.app_id, { onError: fail })}
        data-testid="add-code"
      >
        {t.addCode}
      </Button>
    </section>
  );
}

function Services({ app }: { app: CallerApp }) {
  const t = useServingText().callers;
  const fail = useFail();
  const projectId = useProjectId();
  const query = useQuery(servicesOfAppQuery(projectId, app.app_id));
  const letIn = useLetIn(projectId);
  const shutOut = useShutOut(projectId);
  const [chosen, choose] = useState("");
  return (
    <section>
      <h3 className="small-title">{t.services}</h3>
      <p className="form-hint">{t.servicesHint}</p>
      <QueryView query={query}>
        {({ apis }) =>
          apis.length === 0 ? (
            <EmptyView title={t.noServices} />
          ) : (
            <ul className="caller-list" data-testid="app-services">
              {apis.map((api) => (
                <li key={api.api_id}>
                  <Link to={`/services/${api.service_id}`}>{api.service_name}</Link>
                  <Button
                    size="small"
                    onClick={() =>
                      shutOut.mutate(
                        { serviceId: api.service_id, apiId: api.api_id, appId: app.app_id },
                        { onError: fail },
                      )
                    }
                  >
                    {t.withdraw}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <div className="line caller-add">
        <ServiceSelect value={chosen} onChange={choose} testId="app-service" />
        <Button
          icon={<PlusOutlined />}
          disabled={chosen === ""}
          loading={letIn.isPending}
          onClick={() =>
            letIn.mutate(
              { serviceId: chosen, appId: app.app_id },
              { onError: fail, onSuccess: () => choose("") },
            )
          }
          data-testid="let-in"
        >
          {t.authorize}
        </Button>
      </div>
    </section>
  );
}
