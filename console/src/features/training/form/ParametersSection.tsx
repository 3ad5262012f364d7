import { Card, PairRows } from "@/ui";
import { useTrainingText } from "../text";
import type { SectionProps } from "./section";

/** Hyper-parameters and variables. */
export function ParametersSection({ values, patch }: SectionProps) {
  const t = useTrainingText().form;
  return (
    <Card title={t.parametersTitle}>
      <PairRows
        name="parameter"
        place="algorithm.parameters"
        title={t.parameters}
        hint={t.parametersHint}
        add={t.addParameter}
        rows={values.parameters}
        onRows={(parameters) => patch({ parameters })}
      />
      <PairRows
        name="variable"
        place="algorithm.environments"
        title={t.environment}
        hint={t.environmentHint}
        add={t.addVariable}
        rows={values.environment}
        onRows={(environment) => patch({ environment })}
      />
    </Card>
  );
}
