import { DeleteOutlined, EditOutlined, PlayCircleOutlined, PoweroffOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Tabs } from "antd";
import { lazy, Suspense, type ReactNode } from "react";
import { Link, useNavigate, useParams } from "react-router";

import type { Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import {
  Card,
  CodeBlock,
  CopyValue,
  Facts,
  LoadingView,
  Page,
  prettyJSON,
  QueryView,
  RowMenu,
  useURLPatch,
  useURLValue,
} from "@/ui";
import { serviceQuery } from "../api";
import { BatchProgress } from "../batch/BatchProgress";
import { valuesOfBatch } from "../batch/values";
import "../detail/detail.css";
import { ServiceState } from "../parts/ServiceState";
import { useServiceActions } from "../parts/useServiceActions";
import { canChange, canStart, canStop, statusOf } from "../services";
import { useServingText } from "../text";

const ResultsTab = lazy(() => import("../batch/ResultsTab"));
const LogsTab = lazy(() => import("../detail/LogsTab"));
const EventsTab = lazy(() => import("../detail/EventsTab"));

export default function BatchPage() {
  const query = useQuery(serviceQuery(useProjectId(), useParams()["serviceId"] ?? ""));
  return <QueryView query={query}>{(service) => <BatchView service={service} />}</QueryView>;
}

function BatchView({ service }: { service: Service }) {
  const t = useServingText();
  const format = useFormat();
  const [tab] = useURLValue("tab", "results");
  const patch = useURLPatch();
  const lazily = (part: ReactNode) => <Suspense fallback={<LoadingView />}>{part}</Suspense>;
  const [config] = service.config;
  const lines = config?.last_lines ?? [];
  const failed = statusOf(service) === "failed";
  return (
    <Page
      title={
        <span className="thing-title">
          {service.service_name}
          <ServiceState service={service} />
        </span>
      }
      trail={[{ title: t.batch.title, to: "/batch-services" }]}
      hint={
        <>
          <div className="thing-facts">
            <CopyValue text={service.service_id} label={t.service.id} />
            <span title={format.dateTime(service.publish_at)}>
              {fill(t.service.created, {
                when: format.ago(service.publish_at),
                user: service.owner_name ?? service.owner,
              })}
            </span>
          </div>
          {service.description !== "" && <p className="thing-description">{service.description}</p>}
        </>
      }
      actions={<Actions service={service} />}
    >
      <div className="stack">
        {failed && (
          <Alert
            type="error"
            showIcon
            title={t.batch.failed}
            description={service.error_msg ?? config?.message ?? ""}
            data-testid="service-failure"
          />
        )}
        {failed && lines.length > 0 && <CodeBlock text={lines.join("\n")} />}
        <Course service={service} />
        <Tabs
          activeKey={tab}
          onChange={(next) =>
            patch({
              tab: next === "results" ? "" : next,
              page: "",
              q: "",
              result: "",
              instance: "",
              level: "",
            })
          }
          destroyOnHidden
          className="thing-tabs"
          items={[
            { key: "results", label: t.batch.results, children: lazily(<ResultsTab service={service} />) },
            { key: "logs", label: t.service.tabs.logs, children: lazily(<LogsTab service={service} />) },
            {
              key: "events",
              label: t.service.tabs.events,
              children: lazily(<EventsTab service={service} />),
            },
            { key: "settings", label: t.service.tabs.settings, children: <Settings service={service} /> },
          ]}
        />
      </div>
    </Page>
  );
}

/** How far it is, and where its inputs and results are. */
function Course({ service }: { service: Service }) {
  const t = useServingText().batch;
  const format = useFormat();
  const [config] = service.config;
  const { batch } = service;
  const target = config?.dest_path ?? "";
  const results = batch ? `${target}infer-result-${batch.task_id}/` : "";
  return (
    <Card>
      <Facts
        rows={[
          [t.progress, <BatchProgress service={service} />],
          [
            t.tableRows,
            batch && batch.rows > 0 ? (
              <>
                {format.number(batch.rows)}
                {batch.failed_rows > 0 && (
                  <span className="danger-text">
                    {" "}
                    {fill(t.failedCount, { count: format.number(batch.failed_rows) })}
                  </span>
                )}
              </>
            ) : null,
          ],
          [t.runs, batch ? format.number(batch.run) : null],
          [t.started, service.start_time ? format.dateTime(service.start_time) : null],
          [t.finished, service.finished_time ? format.dateTime(service.finished_time) : null],
          [t.source, config?.src_path ? <OBSLink path={config.src_path} /> : null],
          [t.resultsIn, results === "" ? null : <OBSLink path={results} />],
        ]}
      />
    </Card>
  );
}

function Settings({ service }: { service: Service }) {
  const t = useServingText();
  const format = useFormat();
  const values = valuesOfBatch(service);
  const [config] = service.config;
  if (config === undefined) return null;
  const { size, variables, startMinutes } = values.version;
  return (
    <Card>
      <Facts
        rows={[
          [
            t.form.model,
            <Link to={`/models/${config.model_id}`}>
              {config.model_name} {config.model_version}
            </Link>,
          ],
          [t.batch.api, config.req_uri ?? "/"],
          [
            t.form.flavor,
            size === null
              ? config.specification
              : fill(t.settings.size, {
                  cores: format.number(size.cores),
                  memory: format.number(size.memoryGB),
                }),
          ],
          [t.batch.workers, format.number(config.instance_count)],
          [t.form.startLimit, startMinutes === null ? t.form.asUsual : format.seconds(startMinutes * 60)],
          [t.batch.target, config.dest_path ? <OBSLink path={config.dest_path} /> : null],
          [t.batch.kind, t.batch.kinds[values.mapping]],
        ]}
      />
      {variables.length > 0 && (
        <CodeBlock text={variables.map(({ name, value }) => `${name}=${value}`).join("\n")} />
      )}
      {values.mapping === "csv" && values.rule !== null && (
        <>
          <h3 className="small-title">{t.batch.mapping}</h3>
          <CodeBlock text={prettyJSON(values.rule)} wrap />
        </>
      )}
    </Card>
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
      {canStop(service) && !canStart(service) && (
        <Button icon={<PoweroffOutlined />} onClick={() => actions.stop(service)} data-testid="stop-service">
          {t.stop}
        </Button>
      )}
      <Button
        icon={<EditOutlined />}
        disabled={!canChange(service)}
        onClick={() => actions.modify(service)}
        data-testid="modify-service"
      >
        {t.modify}
      </Button>
      <RowMenu
        testId="service-menu"
        items={[
          {
            key: "delete",
            label: t.delete,
            icon: <DeleteOutlined />,
            danger: true,
            onClick: () => actions.remove([service], () => void navigate("/batch-services")),
          },
        ]}
      />
    </>
  );
}
