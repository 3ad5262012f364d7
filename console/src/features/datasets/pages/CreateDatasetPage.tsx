import { App, Button, Form, Input } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Link, useNavigate } from "react-router";

import { asAppError } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, CodeBlock, ErrorAlert, Field, Page, prettyJSON, ProblemsContext } from "@/ui";
import { useCreateDataset } from "../api";
import "../datasets.css";
import { DataSection, type SectionProps } from "../form/DataSection";
import { KindChoice } from "../form/KindChoice";
import { ColumnsSection, LabelsSection } from "../form/ListsSection";
import { datasetBody, freshDataset, isReady, objectionsTo, type DatasetValues } from "../form/values";
import { kindOf } from "../kinds";
import { KindPicture } from "../parts/KindPicture";
import { useDatasetsText } from "../text";

const freshName = () =>
  `dataset-${Math.floor(Math.random() * 0x10000)
    .toString(16)
    .padStart(4, "0")}`;

export default function CreateDatasetPage() {
  const t = useDatasetsText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const create = useCreateDataset(useProjectId());
  const [values, setValues] = useState(() => freshDataset(freshName()));
  const { reset } = create;
  const patch = useCallback(
    (change: Partial<DatasetValues>) => {
      // What the server objected to was about the values before.
      reset();
      setValues((before) => ({ ...before, ...change }));
    },
    [reset],
  );
  const body = useMemo(() => datasetBody(values), [values]);
  const refusal = create.error === null ? null : asAppError(create.error);
  const field = refusal?.param("field") ?? null;
  const seen = objectionsTo(values).map(({ field: at, rule }) => ({
    field: at,
    message: t.form.rules[rule],
  }));
  const said =
    refusal === null || field === null ? [] : [{ field: placeOf(field), message: refusal.message }];

  async function submit() {
    try {
      const { dataset_id: id } = await create.mutateAsync(body);
      void message.success(fill(t.form.created, { name: values.name }));
      void navigate(`/datasets/${id}`);
    } catch {
      // Shown below the form, and at its place where the server named one.
    }
  }

  return (
    <Page title={t.form.title} hint={t.form.hint} trail={[{ title: t.list.title, to: "/datasets" }]}>
      <ProblemsContext value={[...said, ...seen]}>
        <Form layout="vertical" requiredMark="optional" className="form-page" onFinish={() => void submit()}>
          <div className="stack">
            <Basics values={values} patch={patch} />
            <Card title={t.form.type}>
              <KindChoice value={values.type} onChange={(type) => patch({ type })} />
            </Card>
            <DataSection values={values} patch={patch} />
            <LabelsSection values={values} patch={patch} />
            <ColumnsSection values={values} patch={patch} />
            {create.error !== null && <ErrorAlert error={create.error} />}
            <div className="form-foot">
              <Button
                type="primary"
                htmlType="submit"
                size="large"
                disabled={!isReady(values)}
                loading={create.isPending}
                data-testid="submit-dataset"
              >
                {t.form.submit}
              </Button>
              <Link to="/datasets">
                <Button size="large">{t.form.cancel}</Button>
              </Link>
            </div>
          </div>
          <aside className="form-side">
            <Side values={values} />
          </aside>
        </Form>
      </ProblemsContext>
    </Page>
  );
}

/** `data_sources.0.data_path` is shown at the one field for the input. */
const placeOf = (field: string) => (field.startsWith("data_sources") ? "data_sources" : field);

function Side({ values }: { values: DatasetValues }) {
  const t = useDatasetsText();
  const kind = kindOf(values.type);
  return (
    <Card className="side-panel" title={t.kinds[kind.name]}>
      <div className="side-picture">
        <KindPicture name={kind.name} size={192} />
      </div>
      <p className="soft">{t.kindTexts[kind.name]}</p>
      <h3 className="small-title">{t.form.request}</h3>
      <CodeBlock text={prettyJSON(datasetBody(values))} wrap />
    </Card>
  );
}

function Basics({ values, patch }: SectionProps) {
  const t = useDatasetsText().form;
  return (
    <Card title={t.basics}>
      <Field id="dataset-name" label={t.name} place="dataset_name" hint={t.nameRule} needed>
        <Input
          id="dataset-name"
          maxLength={100}
          spellCheck={false}
          autoComplete="off"
          value={values.name}
          onChange={(event) => patch({ name: event.target.value })}
          data-testid="dataset-name"
        />
      </Field>
      <Field id="dataset-description" label={t.description} place="description">
        <Input
          id="dataset-description"
          maxLength={256}
          value={values.description}
          onChange={(event) => patch({ description: event.target.value })}
          data-testid="dataset-description"
        />
      </Field>
    </Card>
  );
}
