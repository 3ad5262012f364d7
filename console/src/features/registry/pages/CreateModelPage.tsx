import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { asAppError } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, CodeBlock, ErrorAlert, Field, Page, prettyJSON, ProblemsContext, QueryView } from "@/ui";
import { modelQuery, useCreateModel } from "../api";
import { DetailSection } from "../form/DetailSection";
import { SourceSection, type SectionProps } from "../form/SourceSection";
import { freshModel, hasPackage, modelBody, valuesOfModel, type ModelValues } from "../form/values";
import { useRegistryText } from "../text";

export default function CreateModelPage() {
  const [search] = useSearchParams();
  const from = search.get("from");
  const job = search.get("job");
  if (from !== null) return <NextVersion modelId={from} />;
  return <ModelForm initial={job === null ? freshModel() : { ...freshModel(), source: "job", jobId: job }} />;
}

function NextVersion({ modelId }: { modelId: string }) {
  const query = useQuery({ ...modelQuery(useProjectId(), modelId), refetchInterval: false });
  return (
    <QueryView query={query}>
      {(model) => <ModelForm initial={valuesOfModel(model)} origin={model.model_name} />}
    </QueryView>
  );
}

function ModelForm({ initial, origin }: { initial: ModelValues; origin?: string }) {
  const t = useRegistryText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const create = useCreateModel(useProjectId());
  const [values, setValues] = useState(initial);
  const patch = useCallback(
    (change: Partial<ModelValues>) => setValues((before) => ({ ...before, ...change })),
    [],
  );
  const body = useMemo(() => modelBody(values), [values]);
  const refusal = create.error === null ? null : asAppError(create.error);
  const field = refusal?.param("field") ?? null;
  // What is wrong inside the file of the package is shown where it can be replaced.
  const place = field?.startsWith("config.json") ? "initial_config" : field;
  const problems = refusal === null || place === null ? [] : [{ field: place, message: refusal.message }];

  async function submit() {
    try {
      const { model_id: id } = await create.mutateAsync(body);
      void message.success(fill(t.form.created, { name: `${body.model_name} ${body.model_version}` }));
      void navigate(`/models/${id}`);
    } catch {
      // Shown below the form, and at its place where the server named one.
    }
  }

  const title = origin === undefined ? t.form.title : fill(t.form.versionTitle, { name: origin });
  return (
    <Page title={title} hint={t.form.hint} trail={[{ title: t.models.title, to: "/models" }]}>
      <ProblemsContext value={problems}>
        <Form layout="vertical" requiredMark="optional" className="form-page" onFinish={() => void submit()}>
          <div className="stack">
            <Basics values={values} patch={patch} />
            <SourceSection values={values} patch={patch} />
            <DetailSection values={values} patch={patch} />
            {create.error !== null && <ErrorAlert error={create.error} />}
            <div className="form-foot">
              <Button
                type="primary"
                htmlType="submit"
                size="large"
                loading={create.isPending}
                data-testid="submit-model"
              >
                {t.form.submit}
              </Button>
              <Link to="/models">
                <Button size="large">{t.form.cancel}</Button>
              </Link>
            </div>
          </div>
          <aside className="form-side">
            <Card className="side-panel" title={hasPackage(values) ? t.form.layout : t.form.request}>
              {hasPackage(values) && (
                <>
                  <p className="soft">{t.form.layoutHint}</p>
                  <CodeBlock text={layoutOf(values)} />
                  <h3 className="small-title">{t.form.request}</h3>
                </>
              )}
              <CodeBlock text={prettyJSON(body)} wrap />
            </Card>
          </aside>
        </Form>
      </ProblemsContext>
    </Page>
  );
}

/** How a package of an engine lies in its folder. */
function layoutOf({ engine, path }: ModelValues): string {
  const folder = path === "" ? "obs://bucket/folder/" : path;
  const files: Record<string, readonly string[]> = {
    Scikit_Learn: ["model.pkl | model.joblib | model.skops"],
    XGBoost: ["model.json | model.ubj | model.pkl"],
    LightGBM: ["model.txt"],
    PyTorch: ["model.pt | model.pth"],
    TensorFlow: ["saved_model.pb", "variables/"],
    ONNX: ["model.onnx"],
    MindSpore: ["model.mindir"],
    Custom: ["…"],
  };
  const own = files[engine] ?? ["…"];
  const names = ["config.json", ...own, "customize_service.py  (optional)"];
  return [
    folder,
    "└── model/",
    ...names.map((name, at) => `    ${at === names.length - 1 ? "└" : "├"}── ${name}`),
  ].join("\n");
}

function Basics({ values, patch }: SectionProps) {
  const t = useRegistryText().form;
  return (
    <Card title={t.basics}>
      <div className="form-grid">
        <Field id="model-name" label={t.name} place="model_name" hint={t.nameRule} needed>
          <Input
            id="model-name"
            maxLength={64}
            spellCheck={false}
            autoComplete="off"
            value={values.name}
            onChange={(event) => patch({ name: event.target.value })}
            data-testid="model-name"
          />
        </Field>
        <Field id="model-version" label={t.version} place="model_version" hint={t.versionRule} needed>
          <Input
            id="model-version"
            className="mono"
            maxLength={8}
            value={values.version}
            onChange={(event) => patch({ version: event.target.value })}
            data-testid="model-version"
          />
        </Field>
      </div>
      <Field id="model-description" label={t.description} place="description">
        <Input
          id="model-description"
          maxLength={100}
          value={values.description}
          onChange={(event) => patch({ description: event.target.value })}
          data-testid="model-description"
        />
      </Field>
    </Card>
  );
}
