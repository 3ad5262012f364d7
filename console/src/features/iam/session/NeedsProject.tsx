import { ProjectOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Link, Outlet } from "react-router";

import { fill } from "@/i18n";
import { EmptyView } from "@/ui";
import { useIAMText } from "../text";
import { useProject, useSession } from "./session";

/** Shows pages of a project to those who have one, and says what to do to the others. */
export function NeedsProject() {
  const t = useIAMText().noProject;
  const { user } = useSession();
  const { project } = useProject();
  if (project !== undefined) return <Outlet />;
  const values = { domain: user.domain.name };
  return (
    <div data-testid="no-project">
      <EmptyView
        icon={<ProjectOutlined />}
        title={t.title}
        hint={user.is_domain_owner ? fill(t.ownerHint, values) : fill(t.hint, values)}
        action={
          user.is_domain_owner ? (
            <Link to="/projects">
              <Button type="primary">{t.projects}</Button>
            </Link>
          ) : undefined
        }
      />
    </div>
  );
}
