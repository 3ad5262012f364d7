import {
  DeleteOutlined,
  EditOutlined,
  PlayCircleOutlined,
  PoweroffOutlined,
  ReloadOutlined,
  RollbackOutlined,
} from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Tabs, Typography } from "antd";
import { lazy, Suspense } from "react";
import { Navigate, useNavigate, useParams } from "react-router";

import type { Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { CopyValue, LoadingView, Page, QueryView, RowMenu, useFail, useURLPatch, useURLValue } from "@/ui";
import { serviceQuery, useUpdateService } from "../api";
import "../detail/detail.css";
import { ServiceState } from "../parts/ServiceState";
import { placeOf, useServiceActions } from "../parts/useServiceActions";
import { canChange, canRestart, canStart, canStop, statusOf } from "../services";
import { useServingText } from "../text";

const GuideTab = lazy(() => import("../detail/GuideTab"));
const PredictTab = lazy(() => import("../detail/PredictTab"));
const CallersTab = lazy(() => import("../detail/CallersTab"));
const MonitoringTab = lazy(() => import("../detail/MonitoringTab"));
const LogsTab = lazy(() => import("../detail/LogsTab"));
const TerminalTab = lazy(() => import("../detail/TerminalTab"));
const InstancesTab = lazy(() => import("../detail/InstancesTab"));
const EventsTab = lazy(() => import("../detail/EventsTab"));
const HistoryTab = lazy(() => import("../detail/HistoryTab"));
const SettingsTab = lazy(() => import("../detail/SettingsTab"));

const tabs = {
  guide: GuideTab,
  predict: PredictTab,
  callers: CallersTab,
  monitoring: MonitoringTab,
  logs: LogsTab,
  instances: InstancesTab,
  events: EventsTab,
  history: HistoryTab,
  settings: SettingsTab,
  terminal: TerminalTab,
} as const;

export default function ServicePage() {
  const query = useQuery(serviceQuery(useProjectId(), useParams()["serviceId"] ?? ""));
  return (
    <QueryView query={query}>
      {(service) =>
        service.infer_type === "batch" ? (
          <Navigate to={placeOf(service)} replace />
        ) : (
          <ServiceView service={service} />
        )
      }
    </QueryView>
  );
}

function ServiceView({ service }: { service: Service }) {
  const t = useServingText();
  const [tab] = useURLValue("tab", "guide");
  const patch = useURLPatch();
  const items = (Object.keys(tabs) as (keyof typeof tabs)[]).map((key) => {
    const Tab = tabs[key];
    return {
      key,
      label: t.service.tabs[key],
      children: (
        <Suspense fallback={<LoadingView />}>
          <Tab service={service} />
        </Suspense>
      ),
    };
  });
  return (
    <Page
      title={
        <span className="thing-title">
          {service.service_name}
          <ServiceState service={service} />
        </span>
      }
      trail={[{ title: t.services.title, to: "/services" }]}
      hint={<Head service={service} />}
      actions={<Actions service={service} />}
    >
      <div className="stack">
        <Condition service={service} />
        <Tabs
          activeKey={tab}
          onChange={(next) => patch({ tab: next === "guide" ? "" : next, page: "", q: "", level: "" })}
          items={items}
          destroyOnHidden
          className="thing-tabs"
        />
      </div>
    </Page>
  );
}

/** Why it does not answer as it should, where it does not. */
function Condition({ service }: { service: Service }) {
  const t = useServingText().service;
  const status = statusOf(service);
  const message = service.error_msg ?? "";
  if (service.asleep) return <Alert type="info" showIcon title={t.asleep} description={t.asleepHint} />;
  if (status === "failed") {
    return (
      <Alert type="error" showIcon title={t.failed} description={message} data-testid="service-failure" />
    );
  }
  if (message === "") return null;
  return <Alert type="warning" showIcon title={t.unwell} description={message} />;
}

function Head({ service }: { service: Service }) {
  const t = useServingText().service;
  const format = useFormat();
  const fail = useFail();
  const update = useUpdateService(useProjectId());
  const { description, service_id: id } = service;
  return (
    <>
      <div className="thing-facts">
        <CopyValue text={id} label={t.id} />
        <span>{format.counted(t.calls, service.invocation_times)}</span>
        {service.failed_times > 0 && (
          <span className="danger-text">{format.counted(t.failures, service.failed_times)}</span>
        )}
        <span title={format.dateTime(service.publish_at)}>
          {fill(t.created, {
            when: format.ago(service.publish_at),
            user: service.owner_name ?? service.owner,
          })}
        </span>
        {service.due_time && <span>{fill(t.stopsAt, { when: format.dateTime(service.due_time) })}</span>}
      </div>
      <Typography.Paragraph
        className={description === "" ? "thing-description faint" : "thing-description"}
        editable={{
          text: description,
          maxLength: 100,
          tooltip: t.describe,
          triggerType: ["icon", "text"],
          onChange: (text) => {
            if (text !== description) update.mutate({ id, body: { description: text } }, { onError: fail });
          },
        }}
      >
        {description === "" ? t.describe : description}
      </Typography.Paragraph>
    </>
  );
}

function Actions({ service }: { service: Service }) {
  const t = useServingText().actions;
  const navigate = useNavigate();
  const actions = useServiceActions();
  return (
    <>
      {canStart(service) && (
        <Button
          type="primary"
          icon={<PlayCircleOutlined />}
          onClick={() => actions.start(service)}
          data-testid="start-service"
        >
          {t.start}
        </Button>
      )}
      {canStop(service) && (
        <Button icon={<PoweroffOutlined />} onClick={() => actions.stop(service)} data-testid="stop-service">
          {t.stop}
        </Button>
      )}
      <Button
        icon={<EditOutlined />}
        // What runs images is changed by the newer API.
        disabled={!canChange(service) || service.config.some((one) => one.image)}
        onClick={() => actions.modify(service)}
        data-testid="modify-service"
      >
        {t.modify}
      </Button>
      <RowMenu
        testId="service-menu"
        items={[
          {
            key: "restart",
            label: t.restart,
            icon: <ReloadOutlined />,
            disabled: !canRestart(service),
            onClick: () => actions.restart(service),
          },
          {
            key: "back",
            label: t.rollBack,
            icon: <RollbackOutlined />,
            disabled: !service.can_rollback,
            onClick: () => actions.rollBack(service),
          },
          { type: "divider" },
          {
            key: "delete",
            label: t.delete,
            icon: <DeleteOutlined />,
            danger: true,
            onClick: () => actions.remove([service], () => void navigate("/services")),
          },
        ]}
      />
    </>
  );
}
