import { useQuery } from "@tanstack/react-query";
import { App, Button, Form, Input } from "antd";
import { useCallback, useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import { asAppError } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { Card, ErrorAlert, Field, Page, ProblemsContext, QueryView, useLater } from "@/ui";
import { jobQuery, problemsOf, useCreateJob, validationQuery } from "../api";
import { CodeSection } from "../form/CodeSection";
import { ComputeSection, RunSection } from "../form/ComputeSection";
import { DataSection } from "../form/DataSection";
import "../form/form.css";
import { ParametersSection } from "../form/ParametersSection";
import { PreviewPanel } from "../form/PreviewPanel";
import type { SectionProps } from "../form/section";
import { useDefaults } from "../form/useDefaults";
import { bodyOf, freshValues, valuesOf, type JobValues } from "../form/values";
import { useTrainingText } from "../text";

export default function CreateJobPage() {
  const [search] = useSearchParams();
  const from = search.get("from");
  const image = search.get("image");
  if (from !== null) return <Rebuild jobId={from} />;
  return <JobForm initial={image === null ? freshValues() : { ...freshValues(), way: "custom", image }} />;
}

function Rebuild({ jobId }: { jobId: string }) {
  const query = useQuery({ ...jobQuery(useProjectId(), jobId), refetchInterval: false });
  return (
    <QueryView query={query}>
      {(job) => <JobForm initial={valuesOf(job)} origin={job.metadata.name} />}
    </QueryView>
  );
}

function JobForm({ initial, origin }: { initial: JobValues; origin?: string }) {
  const t = useTrainingText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const projectId = useProjectId();
  const [values, setValues] = useState(initial);
  const [touched, setTouched] = useState(origin !== undefined);
  const patch = useCallback((change: Partial<JobValues>) => {
    setTouched(true);
    setValues((before) => ({ ...before, ...change }));
  }, []);
  useDefaults(values, setValues);
  const body = useMemo(() => bodyOf(values), [values]);
  const later = useLater(body, 400);
  const validation = useQuery(validationQuery(projectId, later));
  const create = useCreateJob(projectId);
  const problems = problemsOf(validation.data, create.error);
  const checking = later !== body || validation.isFetching;

  async function submit() {
    setTouched(true);
    try {
      const job = await create.mutateAsync(body);
      void message.success(fill(t.form.created, { name: job.metadata.name }));
      void navigate(`/training/jobs/${job.metadata.id}`);
    } catch {
      // Shown below the form, with its place where the server named one.
    }
  }

  const title = origin === undefined ? t.form.title : fill(t.form.rebuildTitle, { name: origin });
  const refused = create.error !== null && asAppError(create.error).param("field") === null;
  return (
    <Page title={title} hint={t.form.hint} trail={[{ title: t.jobs.title, to: "/training/jobs" }]}>
      {/* An untouched form has nothing wrong yet: objections begin with the first change. */}
      <ProblemsContext value={touched ? problems : []}>
        <Form layout="vertical" requiredMark="optional" className="form-page" onFinish={() => void submit()}>
          <div className="stack">
            <Basics values={values} patch={patch} />
            <CodeSection values={values} patch={patch} />
            <DataSection values={values} patch={patch} />
            <ParametersSection values={values} patch={patch} />
            <ComputeSection values={values} patch={patch} />
            <RunSection values={values} patch={patch} />
            {refused && <ErrorAlert error={create.error} />}
            <div className="form-foot">
              <Button
                type="primary"
                htmlType="submit"
                size="large"
                loading={create.isPending}
                data-testid="submit-job"
              >
                {t.form.submit}
              </Button>
              <Link to="/training/jobs">
                <Button size="large">{t.form.cancel}</Button>
              </Link>
            </div>
          </div>
          <aside className="form-side">
            <PreviewPanel
              body={body}
              validation={validation.data}
              problems={problems}
              checking={checking}
              fresh={!touched}
            />
          </aside>
        </Form>
      </ProblemsContext>
    </Page>
  );
}

function Basics({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Card title={t.basics}>
      <Field id="job-name" label={t.name} place="metadata.name" hint={t.nameRule} needed>
        <Input
          id="job-name"
          maxLength={64}
          spellCheck={false}
          autoComplete="off"
          value={values.name}
          onChange={(event) => patch({ name: event.target.value })}
          data-testid="job-name"
        />
      </Field>
      <Field id="job-description" label={t.description} place="metadata.description">
        <Input
          id="job-description"
          maxLength={256}
          value={values.description}
          onChange={(event) => patch({ description: event.target.value })}
          data-testid="job-description"
        />
      </Field>
    </Card>
  );
}
