import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";

import { useProjectId } from "@/features/iam";
import { PathInput } from "@/features/objects";
import { useLocale } from "@/i18n";
import { Field } from "@/ui";
import { templatesQuery } from "../api";
import { useRegistryText } from "../text";
import type { SectionProps } from "./SourceSection";

/** A template says what is needed; here is where that lies. */
export function TemplateFields({ values, patch }: SectionProps) {
  const t = useRegistryText().form;
  const { language } = useLocale();
  const query = useQuery(templatesQuery(useProjectId()));
  const templates = query.data?.templates ?? [];
  const chosen = templates.find((one) => one.template_id === values.template);
  const word = (english: string, chinese: string) =>
    language === "zh" && chinese !== "" ? chinese : english;
  return (
    <>
      <Field
        id="template"
        label={t.template}
        place="template.template_id"
        hint={chosen && word(chosen.description_en, chosen.description_cn)}
        needed
      >
        <Select
          id="template"
          aria-label={t.template}
          placeholder={t.template}
          loading={query.isPending}
          value={values.template === "" ? undefined : values.template}
          onChange={(template: string) => patch({ template, templateInputs: {} })}
          options={templates.map((one) => ({
            value: one.template_id,
            label: word(one.template_name_en, one.template_name_cn),
          }))}
          data-testid="template"
        />
      </Field>
      {chosen?.template_inputs.map((input, at) => (
        <Field
          key={input.input_id}
          id={`template-${input.input_id}`}
          label={word(input.name_en, input.name_cn)}
          place={`template.template_inputs.${at}`}
          hint={word(input.description_en, input.description_cn)}
          needed
        >
          <PathInput
            id={`template-${input.input_id}`}
            kind="any"
            label={word(input.name_en, input.name_cn)}
            value={values.templateInputs[input.input_id] ?? ""}
            onChange={(path) =>
              patch({ templateInputs: { ...values.templateInputs, [input.input_id]: path } })
            }
            testId={`template-${input.input_id}`}
          />
        </Field>
      ))}
    </>
  );
}
