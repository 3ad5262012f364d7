import { AppstoreOutlined, KeyOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Select } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { Badge, Card, EmptyView, QueryView, useFail } from "@/ui";
import {
  apiKeysQuery,
  appsOfServiceQuery,
  appsQuery,
  useBindKey,
  useLetIn,
  useShutOut,
  useUnbindKey,
} from "../callers/api";
import "../callers/callers.css";
import { NewAPIKeyDialog } from "../callers/NewAPIKeyDialog";
import { useServingText } from "../text";
import { authOf } from "./GuideTab";

/** Which apps and API keys may call a service. */
export default function CallersTab({ service }: { service: Service }) {
  return (
    <div className="stack">
      <AppsOfService service={service} />
      <KeysOfService service={service} />
    </div>
  );
}

/** The service asks for something else; letting callers in does not help until that is changed. */
function NotAsked({ service, method }: { service: Service; method: "APP" | "API_KEY" }) {
  const t = useServingText().callers;
  if (authOf(service).includes(method)) return null;
  return (
    <Alert
      type="info"
      showIcon
      className="caller-alert"
      title={method === "APP" ? t.appsNotAsked : t.keysNotAsked}
      action={<Link to={`/services/${service.service_id}/edit`}>{t.changeAccess}</Link>}
    />
  );
}

function AppsOfService({ service }: { service: Service }) {
  const t = useServingText().callers;
  const fail = useFail();
  const projectId = useProjectId();
  const serviceId = service.service_id;
  const query = useQuery(appsOfServiceQuery(projectId, serviceId));
  const mine = useQuery(appsQuery(projectId, { limit: 100 }));
  const letIn = useLetIn(projectId);
  const shutOut = useShutOut(projectId);
  const [chosen, choose] = useState("");
  const there = query.data?.app_auth_api?.authed_apps ?? [];
  const others = mine.data?.apps.filter((app) => !there.some((one) => one.app_id === app.app_id)) ?? [];
  return (
    <Card title={t.apps} extra={<Link to={`/callers`}>{t.manageApps}</Link>} testId="apps-of-service">
      <NotAsked service={service} method="APP" />
      <QueryView query={query}>
        {({ app_auth_api: api }) =>
          api === null || api === undefined || api.authed_apps.length === 0 ? (
            <EmptyView icon={<AppstoreOutlined />} title={t.noAppsHere} hint={t.noAppsHereHint} />
          ) : (
            <ul className="caller-list">
              {api.authed_apps.map((app) => (
                <li key={app.app_id}>
                  <span>
                    {app.app_name} <span className="faint mono">{app.app_key}</span>
                  </span>
                  <Button
                    size="small"
                    onClick={() =>
                      shutOut.mutate({ serviceId, apiId: api.api_id, appId: app.app_id }, { onError: fail })
                    }
                    data-testid={`withdraw-${app.app_name}`}
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
        <Select
          aria-label={t.chooseApp}
          placeholder={t.chooseApp}
          className="caller-select"
          showSearch={{ optionFilterProp: "label" }}
          value={chosen === "" ? undefined : chosen}
          onChange={choose}
          notFoundContent={<Link to="/callers">{t.noAppsLeft}</Link>}
          options={others.map((app) => ({ value: app.app_id, label: app.app_name }))}
          data-testid="choose-app"
        />
        <Button
          icon={<PlusOutlined />}
          disabled={chosen === ""}
          loading={letIn.isPending}
          onClick={() =>
            letIn.mutate({ serviceId, appId: chosen }, { onError: fail, onSuccess: () => choose("") })
          }
          data-testid="let-in"
        >
          {t.authorize}
        </Button>
      </div>
    </Card>
  );
}

function KeysOfService({ service }: { service: Service }) {
  const t = useServingText().callers;
  const fail = useFail();
  const projectId = useProjectId();
  const serviceId = service.service_id;
  const query = useQuery(
    apiKeysQuery(projectId, { service_id: serviceId, with_user_scope: true, limit: 100 }),
  );
  const all = useQuery(apiKeysQuery(projectId, { scope: "SERVICE", limit: 100 }));
  const bind = useBindKey(projectId);
  const unbind = useUnbindKey(projectId);
  const [chosen, choose] = useState("");
  const [creating, setCreating] = useState(false);
  const there = query.data?.data ?? [];
  const others = all.data?.data.filter((key) => !there.some((one) => one.key_id === key.key_id)) ?? [];
  return (
    <Card
      title={t.apiKeys}
      extra={<Link to="/callers?tab=keys">{t.manageKeys}</Link>}
      testId="keys-of-service"
    >
      <NotAsked service={service} method="API_KEY" />
      <QueryView query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyView icon={<KeyOutlined />} title={t.noKeysHere} hint={t.noKeysHereHint} />
          ) : (
            <ul className="caller-list">
              {data.map((key) => (
                <li key={key.key_id}>
                  <span>
                    {key.name} {key.scope === "USER" && <Badge>{t.allServices}</Badge>}
                  </span>
                  {key.scope !== "USER" && (
                    <Button
                      size="small"
                      onClick={() => unbind.mutate({ serviceId, keyId: key.key_id }, { onError: fail })}
                      data-testid={`unbind-${key.name}`}
                    >
                      {t.withdraw}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <div className="line caller-add">
        {others.length > 0 && (
          <>
            <Select
              aria-label={t.chooseKey}
              placeholder={t.chooseKey}
              className="caller-select"
              showSearch={{ optionFilterProp: "label" }}
              value={chosen === "" ? undefined : chosen}
              onChange={choose}
              options={others.map((key) => ({ value: key.key_id, label: key.name }))}
              data-testid="choose-key"
            />
            <Button
              disabled={chosen === ""}
              loading={bind.isPending}
              onClick={() =>
                bind.mutate({ serviceId, keyId: chosen }, { onError: fail, onSuccess: () => choose("") })
              }
              data-testid="bind-key"
            >
              {t.authorize}
            </Button>
          </>
        )}
        <Button icon={<PlusOutlined />} onClick={() => setCreating(true)} data-testid="create-api-key">
          {t.createKeyHere}
        </Button>
      </div>
      <NewAPIKeyDialog
        open={creating}
        onClose={() => setCreating(false)}
        service={{ id: serviceId, name: service.service_name }}
      />
    </Card>
  );
}
