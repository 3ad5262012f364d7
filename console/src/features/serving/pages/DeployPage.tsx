import { PlusOutlined } from "@ant-design/icons";
import { useQueries, useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import { asAppError, type Service } from "@/client";
import { PoolSelect, useFlavors, usePools } from "@/features/compute";
import { useProjectId } from "@/features/iam";
import { modelQuery } from "@/features/registry";
import { fill } from "@/i18n";
import { Card, CodeBlock, ErrorAlert, Field, Page, prettyJSON, ProblemsContext, QueryView } from "@/ui";
import { serviceQuery, useCreateService, useUpdateService } from "../api";
import { AccessSection, RunSection, type SectionProps } from "../form/OptionsSection";
import { serviceBody, updateBody, valuesOfService } from "../form/request";
import { freshService, freshVersion, type ServiceValues, type VersionValues } from "../form/values";
import { VersionCard } from "../form/VersionCard";
import { even, withOneMore, without, withWeight } from "../form/weights";
import { Weights } from "../parts/Weights";
import { useServingText } from "../text";

export default function DeployPage() {
  const { serviceId } = useParams();
  const [search] = useSearchParams();
  if (serviceId !== undefined) return <Modify serviceId={serviceId} />;
  return <ServiceForm initial={freshService(search.get("model") ?? "")} />;
}

function Modify({ serviceId }: { serviceId: string }) {
  const query = useQuery({ ...serviceQuery(useProjectId(), serviceId), refetchInterval: false });
  return (
    <QueryView query={query}>
      {(service) => <ServiceForm initial={valuesOfService(service)} service={service} />}
    </QueryView>
  );
}

function ServiceForm({ initial, service: given }: { initial: ServiceValues; service?: Service }) {
  // What it was when the form was opened; what others change meanwhile is not undone by saving.
  const [service] = useState(given);
  const serviceId = service?.service_id;
  const t = useServingText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const projectId = useProjectId();
  const create = useCreateService(projectId);
  const update = useUpdateService(projectId);
  const [typed, setValues] = useState(initial);
  const patch = useCallback(
    (change: Partial<ServiceValues>) => setValues((before) => ({ ...before, ...change })),
    [],
  );
  const { rows: flavors } = useFlavors(typed.pool);
  const free = (flavors?.find((one) => (one.free ?? 0) > 0) ?? flavors?.[0])?.flavor.flavor_id ?? "";
  // Nothing but a model has to be chosen for a first service.
  const values = useMemo(
    () => ({
      ...typed,
      versions: typed.versions.map((one) => (one.flavor === "" ? { ...one, flavor: free } : one)),
    }),
    [typed, free],
  );
  const names = useModelNames(values.versions);
  const body = useMemo(
    () => (service === undefined ? serviceBody(values) : updateBody(service, values)),
    [values, service],
  );
  const caught = create.error ?? update.error;
  const refusal = caught === null ? null : asAppError(caught);
  const field = refusal?.param("field") ?? null;
  const problems =
    refusal === null || field === null ? [] : [{ field: plain(field), message: refusal.message }];

  async function submit() {
    try {
      if (service === undefined) {
        const { service_id: id } = await create.mutateAsync(serviceBody(values));
        void message.success(fill(t.form.created, { name: values.name }));
        void navigate(`/services/${id}`);
      } else {
        const change = updateBody(service, values);
        if (Object.keys(change).length === 0) {
          void message.info(fill(t.form.unchanged, { name: values.name }));
        } else {
          await update.mutateAsync({ id: service.service_id, body: change });
          void message.success(fill(t.form.changed, { name: values.name }));
        }
        void navigate(`/services/${service.service_id}`);
      }
    } catch {
      // Shown below the form, and at its place where the server named one.
    }
  }

  const isNew = serviceId === undefined;
  return (
    <Page
      title={isNew ? t.form.title : fill(t.form.modifyTitle, { name: values.name })}
      hint={isNew ? t.form.hint : t.form.modifyHint}
      trail={[{ title: t.services.title, to: "/services" }]}
    >
      <ProblemsContext value={problems}>
        <Form layout="vertical" requiredMark="optional" className="form-page" onFinish={() => void submit()}>
          <div className="stack">
            <Basics values={values} patch={patch} isNew={isNew} />
            <Versions values={values} patch={patch} />
            <AccessSection values={values} patch={patch} isNew={isNew} />
            <RunSection
              values={values}
              patch={patch}
              models={values.versions.map(({ modelId }, at) => ({ id: modelId, name: names[at] ?? modelId }))}
            />
            {caught !== null && <ErrorAlert error={caught} />}
            <div className="form-foot">
              <Button
                type="primary"
                htmlType="submit"
                size="large"
                loading={create.isPending || update.isPending}
                disabled={values.versions.some(({ modelId }) => modelId === "")}
                data-testid="submit-service"
              >
                {isNew ? t.form.submit : t.form.save}
              </Button>
              <Link to={isNew ? "/services" : `/services/${serviceId}`}>
                <Button size="large">{t.form.cancel}</Button>
              </Link>
            </div>
          </div>
          <aside className="form-side">
            <Card className="side-panel" title={t.form.split}>
              <Weights
                versions={values.versions.map(({ modelId, weight }, at) => ({
                  key: `${at} ${modelId}`,
                  name: names[at] ?? t.form.notChosen,
                  weight,
                }))}
              />
              <h3 className="small-title">{t.form.request}</h3>
              <CodeBlock text={prettyJSON(body)} wrap />
            </Card>
          </aside>
        </Form>
      </ProblemsContext>
    </Page>
  );
}

/** `config[0].weight` and `config.0.weight` are the same place. */
const plain = (field: string) => field.replace(/\[(\d+)\]/g, ".$1");

function useModelNames(versions: readonly VersionValues[]): (string | undefined)[] {
  const projectId = useProjectId();
  const found = useQueries({
    queries: versions.map(({ modelId }) => ({ ...modelQuery(projectId, modelId), enabled: modelId !== "" })),
  });
  return found.map(({ data }) =>
    data === undefined ? undefined : `${data.model_name} ${data.model_version}`,
  );
}

function Basics({ values, patch, isNew }: SectionProps & { isNew: boolean }) {
  const t = useServingText().form;
  const pools = usePools();
  return (
    <Card title={t.basics}>
      <div className="form-grid">
        <Field id="service-name" label={t.name} place="service_name" hint={t.nameRule} needed>
          <Input
            id="service-name"
            maxLength={64}
            spellCheck={false}
            autoComplete="off"
            disabled={!isNew}
            value={values.name}
            onChange={(event) => patch({ name: event.target.value })}
            data-testid="service-name"
          />
        </Field>
        {(pools.length > 1 || values.pool !== "") && (
          <Field id="pool" label={t.pool} place={["pool_name", "cluster_id"]} needed>
            <PoolSelect id="pool" value={values.pool} onChange={(pool) => patch({ pool })} />
          </Field>
        )}
      </div>
      <Field id="service-description" label={t.description} place="description">
        <Input
          id="service-description"
          maxLength={100}
          value={values.description}
          onChange={(event) => patch({ description: event.target.value })}
        />
      </Field>
    </Card>
  );
}

function Versions({ values, patch }: SectionProps) {
  const t = useServingText().form;
  const { versions } = values;
  const weights = versions.map(({ weight }) => weight);
  const set = (next: readonly VersionValues[], shares: readonly number[]) =>
    patch({ versions: next.map((one, at) => ({ ...one, weight: shares[at] ?? 0 })) });
  return (
    <>
      {versions.map((version, at) => (
        <VersionCard
          // Versions have no other identity than their place.
          key={at}
          at={at}
          version={version}
          pool={values.pool}
          taken={versions.map(({ modelId }) => modelId)}
          alone={versions.length === 1}
          patch={(change) =>
            patch({ versions: versions.map((one, index) => (index === at ? { ...one, ...change } : one)) })
          }
          onWeight={(weight) => set(versions, withWeight(weights, at, weight))}
          onRemove={() =>
            set(
              versions.filter((_version, index) => index !== at),
              without(weights, at),
            )
          }
        />
      ))}
      <div className="line">
        <Button
          type="dashed"
          icon={<PlusOutlined />}
          onClick={() => set([...versions, freshVersion()], withOneMore(weights))}
          data-testid="add-version"
        >
          {t.addVersion}
        </Button>
        {versions.length > 1 && (
          <Button type="text" onClick={() => set(versions, even(versions.length))} data-testid="balance">
            {t.evenly}
          </Button>
        )}
      </div>
    </>
  );
}
