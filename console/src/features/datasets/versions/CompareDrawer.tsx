import { ArrowRightOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Drawer, Empty, Pagination, Progress, Segmented, Select } from "antd";
import { useState } from "react";

import type { Dataset, DatasetVersion, VersionComparison } from "@/client";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { ErrorAlert, QueryView } from "@/ui";
import { colourOf } from "../parts/colours";
import { versionsQuery } from "./api";
import { changesQuery, comparisonQuery, isGoing, type Change } from "./compareApi";
import { ComparePair } from "./ComparePair";
import { useVersionsText } from "./text";

const changes: readonly Change[] = ["changed", "added", "removed", "moved"];
const pageSize = 12;
const mostOffered = 200;
const mostFlows = 8;

interface CompareProps {
  dataset: Dataset;
  version: DatasetVersion;
  onClose(): void;
}

/** What became of a version since an older one: numbers, labels, and the samples themselves, before and after. */
export function CompareDrawer({ dataset, version, onClose }: CompareProps) {
  const t = useVersionsText();
  const projectId = useProjectId();
  const others = useQuery(versionsQuery(projectId, dataset.dataset_id, 0, mostOffered));
  const offered = (others.data?.versions ?? []).filter(
    ({ version_id, status }) => status === 1 && version_id !== version.version_id,
  );
  const [chosen, setChosen] = useState("");
  const usual = offered.find(({ version_id }) => version_id === version.previous_version_id) ?? offered[0];
  const before = chosen === "" ? (usual?.version_id ?? "") : chosen;
  const pair = { datasetId: dataset.dataset_id, after: version.version_id, before };
  const query = useQuery(comparisonQuery(projectId, pair));
  return (
    <Drawer open title={fill(t.compareOf, { name: version.version_name })} size={960} onClose={onClose}>
      <div className="stack" data-testid="compare-drawer">
        <label className="line">
          <span className="soft">{t.compareWith}</span>
          <Select
            style={{ minWidth: 220 }}
            showSearch={{ optionFilterProp: "label" }}
            value={before === "" ? null : before}
            onChange={setChosen}
            data-testid="compare-with"
            options={offered.map(({ version_id, version_name }) => ({
              value: version_id,
              label: version_name,
            }))}
          />
        </label>
        {before === "" ? (
          <Empty description={t.compareNone} />
        ) : (
          <QueryView query={query}>
            {(found) => <Comparison key={before} dataset={dataset} pair={pair} found={found} />}
          </QueryView>
        )}
      </div>
    </Drawer>
  );
}

interface ComparisonProps {
  dataset: Dataset;
  pair: { datasetId: string; after: string; before: string };
  found: VersionComparison;
}

function Comparison({ dataset, pair, found }: ComparisonProps) {
  const t = useVersionsText();
  const format = useFormat();
  const [change, setChange] = useState<Change | null>(null);
  if (found.error_msg != null) return <ErrorAlert error={new Error(found.error_msg)} />;
  if (isGoing(found.state)) {
    return (
      <div data-testid="comparing">
        <p className="soft">{t.comparing}</p>
        <Progress percent={Math.floor(100 * found.progress)} />
      </div>
    );
  }
  const shown = change ?? changes.find((each) => (found[each] ?? 0) > 0) ?? "changed";
  return (
    <>
      <dl className="compare-figures" data-testid="compare-figures">
        {([...changes, "unchanged"] as const).map((name) => (
          <div key={name} data-change={name}>
            <dt>{t.differences[name]}</dt>
            <dd>{format.number(found[name] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      <LabelBars found={found} />
      <Flows found={found} />
      <section className="version-section">
        <Segmented<Change>
          aria-label={t.compareShow}
          value={shown}
          onChange={setChange}
          options={changes.map((value) => ({
            value,
            label: `${t.differences[value]} ${format.number(found[value] ?? 0)}`,
            disabled: (found[value] ?? 0) === 0,
          }))}
        />
        <Changes key={shown} dataset={dataset} pair={pair} change={shown} />
      </section>
    </>
  );
}

/** How often each label is used in both versions, as bars below each other. */
function LabelBars({ found }: { found: VersionComparison }) {
  const t = useVersionsText();
  const format = useFormat();
  const most = Math.max(1, ...found.labels.map(({ before, after }) => Math.max(before, after)));
  if (found.labels.length === 0) return null;
  const share = (count: number) => `${(100 * count) / most}%`;
  return (
    <section className="version-section">
      <h3>{t.compareLabels}</h3>
      <div className="compare-labels" data-testid="compare-labels">
        {found.labels.slice(0, 40).map((label) => {
          const step = label.after - label.before;
          const colour = colourOf(label);
          return (
            <div key={label.name} className="compare-label" data-label={label.name}>
              <span className="version-label">
                <i aria-hidden="true" style={{ background: colour }} />
                {label.name}
              </span>
              <span className="compare-bars" aria-hidden="true">
                <i className="compare-old" style={{ width: share(label.before), background: colour }} />
                <i style={{ width: share(label.after), background: colour }} />
              </span>
              <span className="compare-count">
                {format.number(label.before)} → {format.number(label.after)}
                <b className={step === 0 ? "faint" : step > 0 ? "compare-more" : "compare-less"}>
                  {step > 0 ? `+${format.number(step)}` : step < 0 ? `−${format.number(-step)}` : "±0"}
                </b>
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Which labels became which, the most frequent first. */
function Flows({ found }: { found: VersionComparison }) {
  const t = useVersionsText();
  const format = useFormat();
  const flows = (found.relabelled ?? []).filter(({ before, after }) => before !== after).slice(0, mostFlows);
  if (flows.length === 0) return null;
  return (
    <section className="version-section">
      <h3>{t.relabelled}</h3>
      <ul className="compare-flows" data-testid="compare-flows">
        {flows.map(({ before, after, count }) => (
          <li key={`${before}→${after}`}>
            <b>{format.number(count)}</b>
            <Names names={before} />
            <ArrowRightOutlined aria-label={t.became} className="faint" />
            <Names names={after} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Names({ names }: { names: string }) {
  const t = useVersionsText();
  if (names === "") return <span className="faint">{t.noLabel}</span>;
  return (
    <span className="version-label">
      <i aria-hidden="true" style={{ background: colourOf({ name: names }) }} />
      {names}
    </span>
  );
}

function Changes({
  dataset,
  pair,
  change,
}: {
  dataset: Dataset;
  pair: ComparisonProps["pair"];
  change: Change;
}) {
  const t = useVersionsText();
  const [page, setPage] = useState(1);
  const query = useQuery(changesQuery(useProjectId(), pair, change, page - 1, pageSize));
  return (
    <QueryView query={query}>
      {({ samples, total_count }) =>
        total_count === 0 ? (
          <Empty description={t.noChanges} />
        ) : (
          <>
            <div className="compare-grid">
              {samples.map((sample) => (
                <ComparePair key={sample.sample_id} dataset={dataset} sample={sample} change={change} />
              ))}
            </div>
            <Pagination
              align="end"
              size="small"
              current={page}
              pageSize={pageSize}
              total={total_count}
              showSizeChanger={false}
              hideOnSinglePage
              onChange={setPage}
            />
          </>
        )
      }
    </QueryView>
  );
}
