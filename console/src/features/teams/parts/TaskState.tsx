import { Badge, Status, type Tone } from "@/ui";
import { roles, type TeamTask } from "../api";
import { useTeamsText } from "../text";

const tones: Record<number, Tone> = { 1: "info", 2: "info", 3: "success", 4: "warning", 6: "warning" };

export function TaskState({ status }: { status: number }) {
  const t = useTeamsText();
  return (
    <span data-testid="team-task-status" data-status={status}>
      <Status tone={tones[status] ?? "neutral"}>{t.taskStates[status as keyof typeof t.taskStates]}</Status>
    </span>
  );
}

export function RoleBadge({ role }: { role: number }) {
  const t = useTeamsText();
  if (role === roles.manager) return <Badge tone="info">{t.roles.manager}</Badge>;
  return role === roles.reviewer ? (
    <Badge tone="warning">{t.roles.reviewer}</Badge>
  ) : (
    <Badge>{t.roles.labeler}</Badge>
  );
}

const parts = [
  ["accepted_sample_count", "accepted"],
  ["uncheck_sample_count", "waiting"],
  ["unreviewed_sample_count", "review"],
  ["rejected_sample_count", "rejected"],
] as const;

type Stats = NonNullable<TeamTask["sample_stats"]>;

/** How the samples of a task, or of a member, stand: a bar of what is accepted, waits, and was sent back. */
export function WorkBar({ stats }: { stats: Stats }) {
  const t = useTeamsText().states;
  const total = Math.max(1, stats.total_sample_count);
  const words = {
    accepted: t.ACCEPTED,
    waiting: t.UNCHECK,
    review: t.UNREVIEWED,
    rejected: t.REJECTED,
  };
  const told = parts.map(([key, name]) => `${words[name]}: ${stats[key]}`).join(", ");
  const done =
    total - stats.unannotated_sample_count - stats.auto_annotation_sample_count - stats.rejected_sample_count;
  return (
    <span className="team-work" title={told}>
      <span className="team-bar" role="img" aria-label={told}>
        {parts.map(([key, name]) =>
          stats[key] > 0 ? (
            <i key={key} className={`team-${name}`} style={{ width: `${(100 * stats[key]) / total}%` }} />
          ) : null,
        )}
      </span>
      <span className="soft nowrap">
        {Math.max(0, stats.total_sample_count === 0 ? 0 : done)} / {stats.total_sample_count}
      </span>
    </span>
  );
}
