import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Radio, Select } from "antd";

import type { PolicyDocument, Statement } from "@/client";
import { fill } from "@/i18n";
import { useIAMText } from "../text";
import { ActionSelect } from "./ActionSelect";
import { ConditionFields } from "./ConditionFields";
import { emptyStatement, statementLimit } from "./document";

interface StatementListProps {
  document: PolicyDocument;
  readOnly: boolean;
  onChange(document: PolicyDocument): void;
}

export function StatementList({ document, readOnly, onChange }: StatementListProps) {
  const t = useIAMText().policies;
  const statements = document.Statement;
  const put = (next: Statement[]) => onChange({ ...document, Statement: next });
  return (
    <div>
      {statements.map((statement, at) => (
        <StatementFields
          key={at}
          number={at + 1}
          statement={statement}
          readOnly={readOnly}
          onChange={(next) => put(statements.with(at, next))}
          {...(statements.length > 1 && { onRemove: () => put(statements.toSpliced(at, 1)) })}
        />
      ))}
      {!readOnly && statements.length < statementLimit && (
        <Button
          type="dashed"
          block
          icon={<PlusOutlined />}
          style={{ marginTop: 12 }}
          onClick={() => put([...statements, emptyStatement])}
        >
          {t.addStatement}
        </Button>
      )}
    </div>
  );
}

interface StatementFieldsProps {
  number: number;
  statement: Statement;
  readOnly: boolean;
  onChange(statement: Statement): void;
  onRemove?: () => void;
}

function StatementFields({ number, statement, readOnly, onChange, onRemove }: StatementFieldsProps) {
  const t = useIAMText().policies;
  const denies = statement.Effect === "Deny";
  return (
    <section
      className={denies ? "statement statement-deny" : "statement"}
      aria-label={fill(t.statement, { number })}
    >
      <header className="statement-head">
        <span>
          <strong>{fill(t.statement, { number })}</strong>
          <Radio.Group
            size="small"
            optionType="button"
            aria-label={t.effect}
            disabled={readOnly}
            value={statement.Effect}
            onChange={(event) =>
              onChange({ ...statement, Effect: event.target.value as Statement["Effect"] })
            }
            options={[
              { value: "Allow", label: t.allow },
              { value: "Deny", label: t.deny },
            ]}
          />
        </span>
        {onRemove !== undefined && !readOnly && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t.removeStatement}
            onClick={onRemove}
          />
        )}
      </header>
      <label htmlFor={`actions-${number}`}>{t.actions}</label>
      <ActionSelect
        id={`actions-${number}`}
        disabled={readOnly}
        placeholder={t.actionsHint}
        value={statement.Action}
        onChange={(Action) => onChange({ ...statement, Action })}
      />
      <label htmlFor={`resources-${number}`}>{t.resources}</label>
      <Select
        id={`resources-${number}`}
        mode="tags"
        open={false}
        suffixIcon={null}
        style={{ width: "100%" }}
        disabled={readOnly}
        placeholder={t.resourcesHint}
        tokenSeparators={[" ", "\n"]}
        value={statement.Resource ?? []}
        onChange={(Resource) => onChange({ ...statement, Resource })}
      />
      <ConditionFields
        condition={statement.Condition}
        readOnly={readOnly}
        onChange={(Condition) => onChange({ ...statement, Condition })}
      />
    </section>
  );
}
