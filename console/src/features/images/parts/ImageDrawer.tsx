import { useQuery } from "@tanstack/react-query";
import { Drawer, Progress, Tabs } from "antd";
import { useEffect, useRef } from "react";

import type { ImageBuild } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { CodeBlock, CopyValue, QueryView } from "@/ui";
import { buildQuery, isBuilding } from "../api";
import { useImagesText } from "../text";

/** How an image was built, or is being built now, with what the build wrote. */
export function ImageDrawer({ imageId, onClose }: { imageId: string; onClose(): void }) {
  const t = useImagesText();
  const projectId = useProjectId();
  const first = useQuery(buildQuery(projectId, imageId, false));
  const watched = first.data !== undefined && isBuilding(first.data);
  const query = useQuery(buildQuery(projectId, imageId, watched));
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={<span className="mono">{query.data?.name ?? t.title}</span>}
      data-testid="image-drawer"
    >
      <QueryView query={query}>{(build) => <Build build={build} />}</QueryView>
    </Drawer>
  );
}

function Build({ build }: { build: ImageBuild }) {
  const t = useImagesText();
  const format = useFormat();
  const steps: Readonly<Record<string, string>> = t.details.steps;
  const words = fill(t.details.progress, {
    step: steps[build.step] ?? build.step,
    percent: format.percent(build.percent / 100),
  });
  return (
    <>
      {isBuilding(build) && (
        <div role="status">
          <Progress percent={build.percent} showInfo={false} />
          {words}
        </div>
      )}
      <dl className="facts">
        <dt>{t.status}</dt>
        <dd>
          {t.statuses[build.status]}
          {build.message !== "" && <> · {build.message}</>}
        </dd>
        <dt>{t.name}</dt>
        <dd>
          <CopyValue text={build.name} />
        </dd>
        {build.packages > 0 && (
          <>
            <dt>{t.details.packages}</dt>
            <dd>{format.number(build.packages)}</dd>
          </>
        )}
        {build.started_at !== null && (
          <>
            <dt>{t.details.began}</dt>
            <dd>{format.dateTime(build.started_at)}</dd>
          </>
        )}
        {build.finished_at !== null && (
          <>
            <dt>{t.details.ended}</dt>
            <dd>{format.dateTime(build.finished_at)}</dd>
          </>
        )}
      </dl>
      <Tabs
        items={[
          {
            key: "log",
            label: t.details.log,
            children: <BuildLog text={build.log} follow={isBuilding(build)} />,
          },
          ...(build.lock
            ? [{ key: "lock", label: t.details.lock, children: <CodeBlock text={build.lock} /> }]
            : []),
        ]}
      />
    </>
  );
}

/** The newest lines stay in sight while the build runs. */
function BuildLog({ text, follow }: { text: string; follow: boolean }) {
  const t = useImagesText().details;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current?.querySelector("pre");
    if (follow && element) element.scrollTop = element.scrollHeight;
  }, [text, follow]);
  if (text === "") return <p className="faint">{t.noLog}</p>;
  return (
    <div ref={box} className="build-log">
      <CodeBlock text={text} wrap />
    </div>
  );
}
