import { TeamOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Link, useLocation } from "react-router";

import { fill } from "@/i18n";
import { EmptyView, ErrorAlert, Page, useWho } from "@/ui";
import { roles, useJoin } from "../api";
import "../teams.css";
import { useTeamsText } from "../text";

/** Where an invitation link leads. Its secret is behind the `#`, which browsers tell no server. */
export default function JoinPage() {
  const t = useTeamsText();
  const token = useLocation().hash.slice(1);
  const user = useWho()?.user ?? "";
  const join = useJoin();
  const done = join.data;
  const role = done === undefined ? "" : nameOf(done.role);
  return (
    <Page title={t.join.title} width="narrow">
      {done !== undefined ? (
        <EmptyView
          icon={<TeamOutlined />}
          title={t.join.joined}
          hint={fill(t.join.joinedHint, {
            role: role === "" ? "" : t.roles[role],
            team: done.workforce_name,
          })}
          action={
            <Link to="/labelling-tasks">
              <Button type="primary" data-testid="to-my-tasks">
                {t.join.toTasks}
              </Button>
            </Link>
          }
        />
      ) : (
        <EmptyView
          icon={<TeamOutlined />}
          title={t.join.title}
          hint={token === "" ? t.join.missing : fill(t.join.hint, { user })}
          action={
            token === "" ? undefined : (
              <Button
                type="primary"
                loading={join.isPending}
                onClick={() => join.mutate(token)}
                data-testid="join-team"
              >
                {t.join.join}
              </Button>
            )
          }
        />
      )}
      {join.error !== null && <ErrorAlert error={join.error} />}
    </Page>
  );
}

function nameOf(role: number): "labeler" | "reviewer" | "manager" {
  if (role === roles.manager) return "manager";
  return role === roles.reviewer ? "reviewer" : "labeler";
}
