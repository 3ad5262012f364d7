import { InboxOutlined, SendOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber, Segmented, Select, Switch, Upload } from "antd";
import { useEffect, useMemo, useState } from "react";

import { send, type RawAnswer, type Service } from "@/client";
import { inputOf, type APIInput, type ModelAPI, type ModelField } from "@/features/registry";
import { fill, useFormat } from "@/i18n";
import { Badge, Card, CodeBlock, EmptyView, ErrorAlert, Field, LoadingView, prettyJSON } from "@/ui";
import { asCurl, bodyOf, joined, type Values } from "../predict/requests";
import { useModelAPIs } from "../predict/useModelAPIs";
import { addressOf, answers, pathOf } from "../services";
import { useServingText } from "../text";

/** Ask the service something and see what it answers. */
export default function PredictTab({ service }: { service: Service }) {
  const t = useServingText().predict;
  const { apis, loading } = useModelAPIs(service);
  if (!answers(service)) {
    return (
      <Card>
        <EmptyView icon={<SendOutlined />} title={t.notRunning} hint={t.notRunningHint} />
      </Card>
    );
  }
  if (loading) return <LoadingView />;
  return <Console service={service} apis={apis} />;
}

type Way = "form" | "json" | "file";

function Console({ service, apis }: { service: Service; apis: readonly ModelAPI[] }) {
  const t = useServingText().predict;
  const [chosen, choose] = useState(0);
  const api = apis[chosen] ?? apis[0];
  const input = useMemo(() => inputOf(api), [api]);
  const first: Way = input.kind === "file" ? "file" : input.kind === "fields" ? "form" : "json";
  const [way, setWay] = useState<Way>(first);
  const [typed, setTyped] = useState<Values>({});
  const [text, setText] = useState("");
  const [file, setFile] = useState<File | null>(null);
  useEffect(() => {
    setWay(first);
    setTyped({});
    setText(input.kind === "file" ? "{}" : prettyJSON(input.example));
  }, [first, input]);

  const json = way === "form" && input.kind === "fields" ? prettyJSON(bodyOf(input, typed)) : text;
  const field = input.kind === "file" ? input.field : "file";
  const method = api?.method ?? "POST";
  const path = joined(pathOf(service), api?.url ?? "/");
  const ask = useMutation({
    mutationFn: () => {
      if (method === "GET") return send(path, { method });
      if (way === "file" && file !== null) {
        const form = new FormData();
        form.append(field, file, file.name);
        return send(path, { method, body: form });
      }
      return send(path, { method, body: json, headers: { "Content-Type": "application/json" } });
    },
  });
  const ways: Way[] = input.kind === "fields" ? ["form", "json", "file"] : ["json", "file"];
  const call = {
    url: joined(addressOf(service), api?.url ?? "/"),
    method,
    contentType: api?.contentType ?? "application/json",
    body: json,
    ...(way === "file" && { file: { field, name: file?.name ?? "file" } }),
  };
  return (
    <div className="predict">
      <Card
        title={t.request}
        extra={
          apis.length > 1 && (
            <Select
              aria-label={t.path}
              value={chosen}
              onChange={choose}
              options={apis.map((one, at) => ({ value: at, label: `${one.method} ${one.url}` }))}
            />
          )
        }
      >
        <Segmented<Way>
          aria-label={t.way}
          value={way}
          onChange={setWay}
          options={ways.map((value) => ({ value, label: t.ways[value] }))}
        />
        <div className="predict-input">
          {way === "form" && input.kind === "fields" && (
            <FieldsForm input={input} typed={typed} onTyped={setTyped} />
          )}
          {way === "json" && (
            <Input.TextArea
              className="mono"
              aria-label={t.json}
              autoSize={{ minRows: 6, maxRows: 24 }}
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              data-testid="predict-json"
            />
          )}
          {way === "file" && <FileInput file={file} onFile={setFile} />}
        </div>
        <div className="line">
          <Button
            type="primary"
            icon={<SendOutlined />}
            loading={ask.isPending}
            disabled={way === "file" && file === null}
            onClick={() => ask.mutate()}
            data-testid="predict"
          >
            {t.send}
          </Button>
        </div>
        <h3 className="small-title">{t.same}</h3>
        <CodeBlock text={asCurl(call)} wrap />
      </Card>
      <Card title={t.answer} testId="prediction">
        {ask.error !== null && <ErrorAlert error={ask.error} />}
        {ask.data === undefined && ask.error === null && (
          <EmptyView icon={<InboxOutlined />} title={t.none} hint={t.noneHint} />
        )}
        {ask.data !== undefined && <Answer answer={ask.data} />}
      </Card>
    </div>
  );
}

interface FieldsFormProps {
  input: Extract<APIInput, { kind: "fields" }>;
  typed: Values;
  onTyped(next: Values): void;
}

function FieldsForm({ input, typed, onTyped }: FieldsFormProps) {
  return (
    <Form component="div" layout="vertical" requiredMark={false} className="form-grid">
      {input.fields.map((field) => (
        <Field
          key={field.name}
          id={`predict-${field.name}`}
          label={<span className="mono">{field.name}</span>}
          place="none"
          hint={field.description === "" ? undefined : field.description}
          needed
        >
          <OneValue
            field={field}
            value={typed[field.name] ?? ""}
            onValue={(value) => onTyped({ ...typed, [field.name]: value })}
          />
        </Field>
      ))}
    </Form>
  );
}

interface OneValueProps {
  field: ModelField;
  value: string;
  onValue(value: string): void;
}

function OneValue({ field, value, onValue }: OneValueProps) {
  const id = `predict-${field.name}`;
  if (field.type === "boolean") {
    return <Switch id={id} checked={value === "true"} onChange={(on) => onValue(String(on))} />;
  }
  if (field.type === "number" || field.type === "integer") {
    return (
      <InputNumber<string>
        id={id}
        stringMode
        style={{ width: "100%" }}
        value={value}
        onChange={(next) => onValue(next ?? "")}
        data-testid={id}
      />
    );
  }
  return (
    <Input
      id={id}
      {...(field.type === "json" && { className: "mono" })}
      value={value}
      onChange={(event) => onValue(event.target.value)}
      data-testid={id}
    />
  );
}

function FileInput({ file, onFile }: { file: File | null; onFile(file: File | null): void }) {
  const t = useServingText().predict;
  const format = useFormat();
  return (
    <>
      <Upload.Dragger
        maxCount={1}
        showUploadList={false}
        beforeUpload={(next) => {
          onFile(next);
          return false;
        }}
      >
        <p className="predict-drop">
          <InboxOutlined /> {t.drop}
        </p>
      </Upload.Dragger>
      {file !== null && (
        <div className="predict-file">
          <Picture content={file} name={file.name} />
          <span>{file.name}</span>
          <span className="faint">{format.bytes(file.size)}</span>
        </div>
      )}
    </>
  );
}

/** A picture from what is in memory; nothing for what is no picture. */
function Picture({ content, name }: { content: Blob; name: string }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    if (!content.type.startsWith("image/")) return;
    const made = URL.createObjectURL(content);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return address === "" ? null : <img className="predict-picture" src={address} alt={name} />;
}

function Answer({ answer }: { answer: RawAnswer }) {
  const t = useServingText().predict;
  const format = useFormat();
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void answer.body.text().then((found) => {
      if (current) setText(found);
    });
    return () => {
      current = false;
    };
  }, [answer]);
  const good = answer.status < 400;
  return (
    <div className="stack">
      <div className="line" data-testid="prediction-status" data-status={answer.status}>
        <Badge tone={good ? "success" : "danger"}>{answer.status}</Badge>
        <span className="soft">{fill(t.took, { time: format.number(Math.round(answer.milliseconds)) })}</span>
        <span className="faint mono">{answer.contentType}</span>
      </div>
      {answer.contentType.startsWith("image/") ? (
        <Picture content={answer.body} name={t.answer} />
      ) : (
        text !== null && <CodeBlock text={prettyJSON(text)} wrap />
      )}
    </div>
  );
}
