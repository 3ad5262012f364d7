import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input, Select } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";

import { asAppError, type Service } from "@/client";
import { PoolSelect, useFlavors, usePools } from "@/features/compute";
import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { apisOf, inputOf, modelQuery, ModelSelect } from "@/features/registry";
import { fill } from "@/i18n";
import { Card, CodeBlock, ErrorAlert, Field, Page, prettyJSON, ProblemsContext, QueryView } from "@/ui";
import { serviceQuery, useCreateService, useUpdateService } from "../api";
import { MappingFields } from "../batch/MappingFields";
import { ruleOf } from "../batch/mapping";
import { batchBody, batchChange, freshBatch, valuesOfBatch, type BatchValues } from "../batch/values";
import { WorkerFields } from "../batch/WorkerFields";
import { useServingText } from "../text";

export default function BatchFormPage() {
  const { serviceId } = useParams();
  const [search] = useSearchParams();
  if (serviceId !== undefined) return <Modify serviceId={serviceId} />;
  return <BatchForm initial={freshBatch(search.get("model") ?? "")} />;
}

function Modify({ serviceId }: { serviceId: string }) {
  const query = useQuery({ ...serviceQuery(useProjectId(), serviceId), refetchInterval: false });
  return (
    <QueryView query={query}>
      {(service) => <BatchForm initial={valuesOfBatch(service)} service={service} />}
    </QueryView>
  );
}

function BatchForm({ initial, service: given }: { initial: BatchValues; service?: Service }) {
  // What it was when the form was opened; what others change meanwhile is not undone by saving.
  const [service] = useState(given);
  const text = useServingText();
  const t = text.batch;
  const { message } = App.useApp();
  const navigate = useNavigate();
  const projectId = useProjectId();
  const pools = usePools();
  const create = useCreateService(projectId);
  const update = useUpdateService(projectId);
  const [typed, setValues] = useState(initial);
  const patch = (change: Partial<BatchValues>) => setValues((before) => ({ ...before, ...change }));
  const { rows: flavors } = useFlavors(typed.pool);
  const free = (flavors?.find((one) => (one.free ?? 0) > 0) ?? flavors?.[0])?.flavor.flavor_id ?? "";
  const values = useMemo(
    () => (typed.version.flavor === "" ? { ...typed, version: { ...typed.version, flavor: free } } : typed),
    [typed, free],
  );
  const { modelId } = values.version;
  const model = useQuery({ ...modelQuery(projectId, modelId), enabled: modelId !== "" });
  const apis = useMemo(() => (model.data === undefined ? [] : apisOf(model.data.apis)), [model.data]);
  const api = apis.find(({ url }) => url === values.path) ?? apis[0];

  // What a model takes says what its inputs look like, until somebody says otherwise.
  const known = useRef(service === undefined ? "" : `${initial.version.modelId} ${initial.path}`);
  useEffect(() => {
    const now = `${modelId} ${values.path}`;
    if (api === undefined || known.current === now) return;
    known.current = now;
    const takesFile = inputOf(api).kind === "file";
    setValues((before) => ({ ...before, mapping: takesFile ? "file" : "csv", rule: ruleOf(api.input) }));
  }, [api, modelId, values.path]);

  const body = useMemo(
    () => (service === undefined ? batchBody(values) : batchChange(service, values)),
    [service, values],
  );
  const caught = create.error ?? update.error;
  const refusal = caught === null ? null : asAppError(caught);
  const field = refusal?.param("field") ?? null;
  const problems =
    refusal === null || field === null
      ? []
      : [{ field: field.replace(/\[(\d+)\]/g, ".$1"), message: refusal.message }];

  async function submit() {
    try {
      if (service === undefined) {
        const { service_id: id } = await create.mutateAsync(batchBody(values));
        void message.success(fill(t.created, { name: values.name }));
        void navigate(`/batch-services/${id}`);
      } else {
        const change = batchChange(service, values);
        if (Object.keys(change).length === 0) {
          void message.info(fill(text.form.unchanged, { name: values.name }));
        } else {
          await update.mutateAsync({ id: service.service_id, body: change });
          void message.success(fill(t.changed, { name: values.name }));
        }
        void navigate(`/batch-services/${service.service_id}`);
      }
    } catch {
      // Shown below the form, and at its place where the server named one.
    }
  }

  const isNew = service === undefined;
  const ready = modelId !== "" && values.source.trim() !== "" && values.target.trim() !== "";
  return (
    <Page
      title={isNew ? t.create : fill(text.form.modifyTitle, { name: values.name })}
      hint={isNew ? t.createHint : t.modifyHint}
      trail={[{ title: t.title, to: "/batch-services" }]}
    >
      <ProblemsContext value={problems}>
        <Form layout="vertical" requiredMark="optional" className="form-page" onFinish={() => void submit()}>
          <div className="stack">
            <Card title={t.basics}>
              <div className="form-grid">
                <Field
                  id="batch-name"
                  label={text.form.name}
                  place="service_name"
                  hint={text.form.nameRule}
                  needed
                >
                  <Input
                    id="batch-name"
                    maxLength={64}
                    spellCheck={false}
                    autoComplete="off"
                    disabled={!isNew}
                    value={values.name}
                    onChange={(event) => patch({ name: event.target.value })}
                    data-testid="batch-name"
                  />
                </Field>
                {(pools.length > 1 || values.pool !== "") && (
                  <Field id="pool" label={text.form.pool} place={["pool_name", "cluster_id"]} needed>
                    <PoolSelect id="pool" value={values.pool} onChange={(pool) => patch({ pool })} />
                  </Field>
                )}
              </div>
              <Field id="batch-description" label={text.form.description} place="description">
                <Input
                  id="batch-description"
                  maxLength={100}
                  value={values.description}
                  onChange={(event) => patch({ description: event.target.value })}
                />
              </Field>
              <Field id="batch-model" label={text.form.application} place="config.0.model_id" needed>
                <ModelSelect
                  id="batch-model"
                  value={modelId}
                  onChange={(next) => patch({ version: { ...values.version, modelId: next }, path: "" })}
                  testId="batch-model"
                />
              </Field>
              {apis.length > 1 && (
                <Field id="batch-api" label={t.api} place="config.0.req_uri" needed>
                  <Select
                    id="batch-api"
                    aria-label={t.api}
                    value={values.path === "" ? undefined : values.path}
                    placeholder={t.chooseAPI}
                    onChange={(path: string) => patch({ path })}
                    options={apis.map(({ method, url }) => ({ value: url, label: `${method} ${url}` }))}
                  />
                </Field>
              )}
            </Card>
            <Card title={t.data}>
              <Field
                id="batch-source"
                label={t.source}
                place={["config.0.src_path", "config.0.src_type"]}
                hint={t.sourceHint}
                needed
              >
                <PathInput
                  id="batch-source"
                  kind="any"
                  label={t.source}
                  value={values.source}
                  onChange={(source) => patch({ source })}
                  testId="batch-source"
                />
              </Field>
              <Field id="batch-target" label={t.target} place="config.0.dest_path" hint={t.targetHint} needed>
                <PathInput
                  id="batch-target"
                  kind="folder"
                  label={t.target}
                  value={values.target}
                  onChange={(target) => patch({ target })}
                  testId="batch-target"
                />
              </Field>
              <Field
                id="batch-kind"
                label={t.kind}
                place="config.0.mapping_type"
                hint={t.kindHints[values.mapping]}
                needed
              >
                <Select
                  id="batch-kind"
                  aria-label={t.kind}
                  value={values.mapping}
                  onChange={(mapping) => patch({ mapping })}
                  options={(["csv", "file"] as const).map((value) => ({ value, label: t.kinds[value] }))}
                  data-testid="batch-kind"
                />
              </Field>
              {values.mapping === "csv" && modelId !== "" && (
                <MappingFields
                  key={`${modelId} ${values.path}`}
                  rule={values.rule}
                  onRule={(rule) => patch({ rule })}
                />
              )}
            </Card>
            <WorkerFields
              pool={values.pool}
              version={values.version}
              patch={(change) => patch({ version: { ...values.version, ...change } })}
            />
            {caught !== null && <ErrorAlert error={caught} />}
            <div className="form-foot">
              <Button
                type="primary"
                htmlType="submit"
                size="large"
                loading={create.isPending || update.isPending}
                disabled={!ready}
                data-testid="submit-batch"
              >
                {isNew ? t.create : text.form.save}
              </Button>
              <Link to={isNew ? "/batch-services" : `/batch-services/${service.service_id}`}>
                <Button size="large">{text.form.cancel}</Button>
              </Link>
            </div>
          </div>
          <aside className="form-side">
            <Card className="side-panel" title={text.form.request}>
              <CodeBlock text={prettyJSON(body)} wrap />
            </Card>
          </aside>
        </Form>
      </ProblemsContext>
    </Page>
  );
}
