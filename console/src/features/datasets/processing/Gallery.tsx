import { useLocale } from "@/i18n";
import type { Operator } from "./api";
import { useTemplateName } from "./parts";
import { useProcessingText } from "./text";

const order = [
  "sys_data_validation",
  "sys_data_cleaning",
  "sys_data_selection",
  "sys_data_augmentation",
  "sys_data_analyse",
  "user_operator",
];

interface GalleryProps {
  operators: readonly Operator[];
  chosen: Operator | null;
  onChoose(operator: Operator): void;
}

/** All operators, by what they are for. */
export function Gallery({ operators, chosen, onChoose }: GalleryProps) {
  const t = useProcessingText();
  const { language } = useLocale();
  const templateName = useTemplateName();
  return (
    <div className="stack">
      {order
        .filter((template) => template !== "sys_data_analyse")
        .map((template) => (
          <section key={template} aria-label={templateName(template)}>
            <h3>{templateName(template)}</h3>
            <div className="processing-gallery">
              {operators
                .filter((one) => one.template_id === template)
                .map((one) => (
                  <button
                    key={one.name}
                    type="button"
                    className="processing-operator"
                    aria-pressed={
                      chosen?.template_id === template &&
                      (chosen.name === one.name || template === "user_operator")
                    }
                    disabled={one.is_available === false}
                    title={one.is_available === false ? t.notHere : undefined}
                    onClick={() => onChoose(one)}
                    data-testid={`operator-${one.name}`}
                  >
                    <strong>{one.name}</strong>
                    <span className="soft">{language === "zh" ? one.label_zh : one.label_en}</span>
                  </button>
                ))}
            </div>
          </section>
        ))}
    </div>
  );
}
