import type { Overview } from "@/client";
import { useFormat } from "@/i18n";
import { Badge, Card, Status } from "@/ui";
import { useServerText } from "../text";

export function PartsCard({ parts }: { parts: Overview["parts"] }) {
  const t = useServerText();
  const format = useFormat();
  const down = parts.filter((part) => part.state !== "healthy").length;
  const names: Readonly<Record<string, string>> = t.names;
  const verdict =
    down === 0 ? (
      <Badge tone="success">{t.allWell}</Badge>
    ) : (
      <Badge tone="danger">{format.counted(t.someDown, down)}</Badge>
    );
  return (
    <Card title={t.parts} extra={verdict} className="overview-parts" testId="parts-card">
      <ul className="parts-list">
        {parts.map((part) => (
          <li key={part.name}>
            <Status tone={part.state === "healthy" ? "success" : "danger"}>
              {names[part.name] ?? part.name}
            </Status>
            <span className="part-version">
              {part.state === "healthy" ? null : <>{t.states.down} · </>}
              {[part.version, part.detail].filter((text) => text).join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
