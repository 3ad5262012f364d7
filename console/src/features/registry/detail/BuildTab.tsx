import { BuildOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Progress } from "antd";

import type { Model } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { Card, CodeBlock, CopyValue, EmptyView, Facts, prettyJSON, QueryView } from "@/ui";
import { modelBuildQuery } from "../api";
import { isLive } from "../models";
import { useRegistryText } from "../text";

/** How the environment of a model was made, and how its first load went. */
export function BuildTab({ model }: { model: Model }) {
  const t = useRegistryText().build;
  const format = useFormat();
  const query = useQuery(modelBuildQuery(useProjectId(), model.model_id, isLive(model)));
  return (
    <QueryView query={query}>
      {({ environment, check_log: checkLog, load_seconds: seconds }) =>
        !environment && checkLog === "" ? (
          <Card>
            <EmptyView icon={<BuildOutlined />} title={t.none} hint={t.noneHint} />
          </Card>
        ) : (
          <div className="stack">
            {environment && (
              <Card title={t.environment} testId="model-environment">
                {environment.percent > 0 && environment.percent < 100 && (
                  <Progress percent={environment.percent} size="small" />
                )}
                <Facts
                  rows={[
                    [t.image, environment.image === "" ? null : <CopyValue text={environment.image} />],
                    [t.step, environment.step],
                    [t.message, environment.message],
                  ]}
                />
                {environment.log !== "" && <CodeBlock text={environment.log} wrap />}
              </Card>
            )}
            {checkLog !== "" && (
              <Card
                title={t.check}
                testId="model-check"
                extra={
                  seconds !== null &&
                  seconds !== undefined && (
                    <span className="faint">
                      {fill(t.loaded, { seconds: format.number(Math.round(seconds * 100) / 100) })}
                    </span>
                  )
                }
              >
                <CodeBlock text={prettyJSON(checkLog)} wrap />
              </Card>
            )}
          </div>
        )
      }
    </QueryView>
  );
}
