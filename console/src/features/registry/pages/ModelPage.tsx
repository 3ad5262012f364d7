import { CloudServerOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Tabs, Typography } from "antd";
import { useNavigate, useParams } from "react-router";

import type { Model } from "@/client";
import { useProjectId } from "@/features/iam";
import { ServicesOfModel } from "@/features/serving";
import { fill, useFormat } from "@/i18n";
import { Badge, CopyValue, Page, QueryView, RowMenu, useFail, useURLValue } from "@/ui";
import { modelQuery, useUpdateModel } from "../api";
import { BuildTab } from "../detail/BuildTab";
import { ConfigurationTab } from "../detail/ConfigurationTab";
import { EventsTab } from "../detail/EventsTab";
import { ParametersTab } from "../detail/ParametersTab";
import { VersionsTab } from "../detail/VersionsTab";
import { statusOf } from "../models";
import { ModelState } from "../parts/ModelState";
import { useModelActions } from "../parts/useModelActions";
import { useRegistryText } from "../text";

function ServicesTab({ model }: { model: Model }) {
  return <ServicesOfModel modelId={model.model_id} />;
}

const tabs = {
  parameters: ParametersTab,
  configuration: ConfigurationTab,
  events: EventsTab,
  build: BuildTab,
  versions: VersionsTab,
  services: ServicesTab,
} as const;

export default function ModelPage() {
  const query = useQuery(modelQuery(useProjectId(), useParams()["modelId"] ?? ""));
  return <QueryView query={query}>{(model) => <ModelView model={model} />}</QueryView>;
}

function ModelView({ model }: { model: Model }) {
  const t = useRegistryText();
  const [tab, setTab] = useURLValue("tab", "parameters");
  const status = statusOf(model);
  const items = (Object.keys(tabs) as (keyof typeof tabs)[]).map((key) => {
    const Tab = tabs[key];
    return { key, label: t.model.tabs[key], children: <Tab model={model} /> };
  });
  const message = model.status_message ?? "";
  return (
    <Page
      title={
        <span className="thing-title">
          {model.model_name} <Badge>{model.model_version}</Badge>
          <ModelState model={model} />
        </span>
      }
      trail={[{ title: t.models.title, to: "/models" }]}
      hint={<Head model={model} />}
      actions={<Actions model={model} />}
    >
      <div className="stack">
        {status.endsWith("failed") && (
          <Alert
            type="error"
            showIcon
            title={t.model.failed}
            description={message === "" ? undefined : message}
            data-testid="model-failure"
          />
        )}
        {status === "publishing" && (
          <Alert
            type="info"
            showIcon
            title={t.model.publishing}
            description={message || t.model.publishingHint}
          />
        )}
        <Tabs activeKey={tab} onChange={setTab} items={items} destroyOnHidden className="thing-tabs" />
      </div>
    </Page>
  );
}

function Head({ model }: { model: Model }) {
  const t = useRegistryText().model;
  const format = useFormat();
  const fail = useFail();
  const update = useUpdateModel(useProjectId(), model.model_id);
  const { description } = model;
  return (
    <>
      <div className="thing-facts">
        <CopyValue text={model.model_id} label={t.id} />
        <span>{model.model_type}</span>
        {model.model_size > 0 && <span>{format.bytes(model.model_size)}</span>}
        <span title={format.dateTime(model.create_at)}>
          {fill(t.created, { when: format.ago(model.create_at), user: model.owner_name })}
        </span>
      </div>
      <Typography.Paragraph
        className={description === "" ? "thing-description faint" : "thing-description"}
        editable={{
          text: description,
          maxLength: 100,
          tooltip: t.describe,
          triggerType: ["icon", "text"],
          onChange: (text) => {
            if (text !== description) update.mutate({ description: text }, { onError: fail });
          },
        }}
      >
        {description === "" ? t.describe : description}
      </Typography.Paragraph>
    </>
  );
}

function Actions({ model }: { model: Model }) {
  const t = useRegistryText().actions;
  const navigate = useNavigate();
  const actions = useModelActions();
  const back = () => void navigate("/models");
  return (
    <>
      <Button icon={<PlusOutlined />} onClick={() => actions.newVersion(model)} data-testid="new-version">
        {t.newVersion}
      </Button>
      <Button
        type="primary"
        icon={<CloudServerOutlined />}
        disabled={model.model_status !== "published"}
        onClick={() => actions.deploy(model)}
        data-testid="deploy-model"
      >
        {t.deploy}
      </Button>
      <RowMenu
        testId="model-menu"
        items={[
          {
            key: "delete",
            label: t.delete,
            icon: <DeleteOutlined />,
            danger: true,
            onClick: () => actions.remove(model, false, back),
          },
          {
            key: "all",
            label: t.deleteAll,
            danger: true,
            onClick: () => actions.remove(model, true, back),
          },
        ]}
      />
    </>
  );
}
