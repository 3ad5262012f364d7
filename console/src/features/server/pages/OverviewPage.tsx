import { useQuery } from "@tanstack/react-query";

import type { Overview } from "@/client";
import { useProjectId, useSession } from "@/features/iam";
import { JobsCard } from "@/features/training";
import { fill, useFormat } from "@/i18n";
import { Page, QueryView } from "@/ui";
import { overviewQuery } from "../api";
import { EndpointsCard } from "../parts/EndpointsCard";
import { PartsCard } from "../parts/PartsCard";
import { QuickStart } from "../parts/QuickStart";
import { RunningCard } from "../parts/RunningCard";
import { StorageCard } from "../parts/StorageCard";
import "../parts/overview.css";
import { useServerText } from "../text";

export default function OverviewPage() {
  const t = useServerText();
  const { user } = useSession();
  const query = useQuery(overviewQuery(useProjectId()));
  return (
    <Page title={fill(t.greeting, { user: user.name })} hint={<Uptime overview={query.data} />}>
      <QueryView query={query}>{(overview) => <Cards overview={overview} />}</QueryView>
    </Page>
  );
}

function Uptime({ overview }: { overview: Overview | undefined }) {
  const t = useServerText();
  const format = useFormat();
  if (overview === undefined) return t.hint;
  return `Modelyard ${overview.version} · ${fill(t.uptime, { when: format.ago(overview.started_at) })}`;
}

function Cards({ overview }: { overview: Overview }) {
  return (
    <div className="overview">
      <JobsCard />
      <StorageCard storage={overview.storage} />
      <RunningCard running={overview.running} />
      <PartsCard parts={overview.parts} />
      <EndpointsCard endpoints={overview.endpoints} />
      <QuickStart endpoints={overview.endpoints} />
    </div>
  );
}
