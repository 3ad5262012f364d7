import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox, Input, Tag } from "antd";
import { useEffect, useState } from "react";

import type { Dataset } from "@/client";
import { useProjectId } from "@/features/iam";
import { useLater } from "@/ui";
import { statsQuery } from "../api";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import { authorName } from "./annotations";
import { searchWordsQuery } from "./api";
import { FacetChip, type FacetOption } from "./FacetChip";
import { isFiltered, noFilters, type Filters } from "./filters";
import { ScoreChip } from "./ScoreChip";
import { TimeChip } from "./TimeChip";
import { canSync } from "../sync/Sync";

const between = "\u001f";

interface FilterBarProps {
  dataset: Dataset;
  /** Whose samples are filtered, if not those of the dataset as it is. */
  versionId?: string;
  filters: Filters;
  change(patch: Partial<Filters>): void;
  colour(name: string): string;
}

/** All that samples can be filtered by; a filter without any values is left out. */
export function FilterBar({ dataset, versionId = "", filters, change, colour }: FilterBarProps) {
  const t = useDatasetsText();
  const projectId = useProjectId();
  const ofVersion = versionId !== "";
  const words = useQuery(searchWordsQuery(projectId, dataset.dataset_id, versionId)).data;
  const stats = useQuery({ ...statsQuery(projectId, dataset.dataset_id), enabled: !ofVersion }).data;
  const counts = words?.counts ?? {};
  const { labelled } = kindOf(dataset.dataset_type);
  const countOf = new Map((counts["labels"] ?? []).map(({ values, count }) => [values[0] ?? "", count]));
  const one = (name: string, show: (value: string) => string = (value) => value): FacetOption[] =>
    (counts[name] ?? []).map(({ values: [value = ""], count }) => ({ value, label: show(value), count }));
  const joined = (name: string): FacetOption[] =>
    (counts[name] ?? []).map(({ values, count }) => ({
      value: values.join(between),
      label: values.join(" · "),
      count,
    }));
  const follows = canSync(dataset) && !ofVersion;
  const found = ofVersion ? { all: counts["states"]?.[0]?.count ?? 0 } : (stats?.sample_stats ?? {});
  const states = useStates(found, one("states"), { labelled, follows, ofVersion });
  const hard = ofVersion ? { key_sample: counts["hard"]?.[0]?.count ?? 0 } : stats?.key_sample_stats;
  const single = (name: "author" | "folder" | "state") => (chosen: readonly string[]) =>
    change({ [name]: chosen[0] ?? "" });
  const folders = one("folders");
  const attributes = joined("attributes");
  const metadata = joined("metadata");
  const authors = one("labelers", authorName);
  return (
    <div className="filter-bar">
      <NameField value={filters.name} onChange={(name) => change({ name })} />
      {labelled && (
        <>
          <FacetChip
            label={t.browser.label}
            testId="filter-label"
            multiple
            options={(words?.labels ?? []).map(({ name }) => ({
              value: name,
              label: name,
              count: countOf.get(name) ?? 0,
              colour: colour(name),
            }))}
            chosen={filters.labels}
            onChange={(labels) => change({ labels })}
            extra={
              filters.labels.length > 1 ? (
                <Checkbox
                  checked={filters.allLabels}
                  onChange={(event) => change({ allLabels: event.target.checked })}
                >
                  {t.browser.allOfThem}
                </Checkbox>
              ) : null
            }
          />
        </>
      )}
      {states.length > 0 && (
        <FacetChip
          label={t.browser.state}
          testId="filter-state"
          options={states}
          chosen={filters.state === "" ? [] : [filters.state]}
          onChange={single("state")}
        />
      )}
      {labelled && (
        <>
          {(authors.length > 0 || filters.author !== "") && (
            <FacetChip
              label={t.browser.author}
              testId="filter-author"
              options={authors}
              chosen={filters.author === "" ? [] : [filters.author]}
              onChange={single("author")}
            />
          )}
          <FacetChip
            label={t.overview.hard}
            testId="filter-hard"
            options={[
              { value: "1", label: t.browser.isHard, count: hard?.["key_sample"] },
              { value: "0", label: t.browser.notHard, count: hard?.["non_key_sample"] },
            ]}
            chosen={filters.hard === "" ? [] : [filters.hard]}
            onChange={([value]) => change({ hard: (value ?? "") as Filters["hard"] })}
          />
        </>
      )}
      <TimeChip filters={filters} change={change} days={counts["days"] ?? []} />
      {(folders.length > 1 || filters.folder !== "") && (
        <FacetChip
          label={t.browser.folder}
          testId="filter-folder"
          options={folders}
          chosen={filters.folder === "" ? [] : [filters.folder]}
          onChange={single("folder")}
        />
      )}
      {(attributes.length > 0 || filters.attributes.length > 0) && (
        <FacetChip
          label={t.browser.attribute}
          testId="filter-attribute"
          multiple
          options={attributes}
          chosen={filters.attributes.map((parts) => parts.join(between))}
          onChange={(chosen) =>
            change({
              attributes: chosen.map((text) => text.split(between) as unknown as [string, string, string]),
            })
          }
        />
      )}
      {(metadata.length > 0 || filters.metadata.length > 0) && (
        <FacetChip
          label={t.browser.property}
          testId="filter-property"
          multiple
          options={metadata}
          chosen={filters.metadata.map((parts) => parts.join(between))}
          onChange={(chosen) =>
            change({ metadata: chosen.map((text) => text.split(between) as unknown as [string, string]) })
          }
        />
      )}
      {((counts["scores"] ?? []).length > 0 || filters.score !== null) && (
        <ScoreChip value={filters.score} onChange={(score) => change({ score })} />
      )}
      {filters.measured !== "" && (
        <Tag closable onClose={() => change({ measured: "" })} data-testid="filter-measured">
          {t.browser.measured}
        </Tag>
      )}
      {isFiltered(filters) && (
        <Button type="text" size="small" onClick={() => change(noFilters)} data-testid="clear-filters">
          {t.list.clear}
        </Button>
      )}
    </div>
  );
}

interface StatesOf {
  labelled: boolean;
  /** Whether the dataset follows a folder, whose files can be gone or changed. */
  follows: boolean;
  /** In a version nothing waits for anybody. */
  ofVersion: boolean;
}

/** States with their counts; those of teams only where some samples have them. */
function useStates(
  stats: Readonly<Record<string, number>>,
  found: readonly FacetOption[],
  { labelled, follows, ofVersion }: StatesOf,
): FacetOption[] {
  const t = useDatasetsText();
  const team = {
    UNREVIEWED: t.browser.unreviewed,
    UNCHECK: t.browser.unchecked,
    ACCEPTED: t.browser.accepted,
    REJECTED: t.browser.rejected,
  };
  const more = (Object.keys(team) as (keyof typeof team)[]).flatMap((state): FacetOption[] => {
    const known = found.find(({ value }) => value === state);
    return known === undefined ? [] : [{ value: `__${state}__`, label: team[state], count: known.count }];
  });
  const files = [
    { value: "__CHANGED__", label: t.browser.fileChanged },
    { value: "__MISSING__", label: t.browser.fileGone },
  ];
  const said = [
    { value: "__ALL__", label: t.labelled, count: stats["all"] },
    { value: "__NONE__", label: t.overview.unlabelled, count: stats["un_annotation"] },
    ...(ofVersion
      ? []
      : [
          { value: "__AUTO_ANNOTATION__", label: t.overview.toConfirm, count: stats["auto_annotation"] },
          ...more,
        ]),
  ];
  return [...(labelled ? said : []), ...(follows ? files : [])];
}

function NameField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const t = useDatasetsText().browser;
  const [typed, setTyped] = useState(value);
  const later = useLater(typed, 300);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (later !== value) onChange(later);
    // Only what was typed is told; what came from the address is told already.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [later]);
  return (
    <Input
      allowClear
      prefix={<SearchOutlined />}
      placeholder={t.byName}
      aria-label={t.byName}
      className="filter-name"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      data-testid="filter-name"
    />
  );
}
