import { Select, Tabs } from "antd";
import { useState } from "react";
import { Link } from "react-router";

import type { Service } from "@/client";
import { inputOf } from "@/features/registry";
import { Badge, Card, CodeBlock, CopyValue, EmptyView, Facts, prettyJSON } from "@/ui";
import { Weights } from "../parts/Weights";
import { asCurl, asPython, joined } from "../predict/requests";
import { useModelAPIs } from "../predict/useModelAPIs";
import { addressOf } from "../services";
import { useServingText } from "../text";

/** Where a service is called, and how. */
export default function GuideTab({ service }: { service: Service }) {
  const t = useServingText();
  return (
    <div className="stack">
      <Card title={t.guide.address}>
        <CopyValue text={addressOf(service)} />
        <Facts
          rows={[
            [
              t.guide.auth,
              <span className="line">
                {authOf(service).map((type) => (
                  <Badge key={type}>{t.form.authTypes[type as keyof typeof t.form.authTypes] ?? type}</Badge>
                ))}
              </span>,
            ],
          ]}
        />
      </Card>
      <Calls service={service} />
      <Card title={t.guide.split}>
        {service.config.length === 0 ? (
          <EmptyView title={t.guide.nothing} />
        ) : (
          <Weights
            versions={service.config.map((one) => ({
              key: one.deployment_id,
              name: `${one.model_name} ${one.model_version}`,
              weight: one.weight,
            }))}
          />
        )}
        <p className="soft">
          {service.config
            .filter((one) => !one.image)
            .map((one) => (
              <Link key={one.deployment_id} to={`/models/${one.model_id}`} className="guide-model">
                {one.model_name} {one.model_version}
              </Link>
            ))}
        </p>
      </Card>
    </div>
  );
}

export function authOf(service: Service): readonly string[] {
  const invoke = service.runtime_config?.["service_invoke"] as { auth_type?: string[] } | undefined;
  return invoke?.auth_type ?? ["TOKEN"];
}

function Calls({ service }: { service: Service }) {
  const t = useServingText().guide;
  const { apis } = useModelAPIs(service);
  const [chosen, choose] = useState(0);
  const api = apis[chosen] ?? apis[0];
  if (api === undefined) return null;
  const input = inputOf(api);
  const call = {
    url: joined(addressOf(service), api.url),
    method: api.method,
    contentType: api.contentType,
    body: input.kind === "file" ? "" : prettyJSON(input.example),
    ...(input.kind === "file" && { file: { field: input.field, name: "file.png" } }),
  };
  return (
    <Card
      title={t.call}
      extra={
        apis.length > 1 && (
          <Select
            aria-label={t.path}
            value={chosen}
            onChange={choose}
            options={apis.map(({ method, url }, at) => ({ value: at, label: `${method} ${url}` }))}
          />
        )
      }
    >
      <p className="soft">{t.token}</p>
      <Tabs
        items={[
          { key: "curl", label: "curl", children: <CodeBlock text={asCurl(call)} wrap /> },
          { key: "python", label: "Python", children: <CodeBlock text={asPython(call)} wrap /> },
        ]}
      />
    </Card>
  );
}
