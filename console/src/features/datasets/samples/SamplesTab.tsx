import { FilterOutlined, InboxOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Pagination } from "antd";
import { useCallback, useEffect, useMemo, useState } from "react";

import type { DatasetTabProps } from "../detail/tabs";
import { useProjectId } from "@/features/iam";
import { fill, useFormat } from "@/i18n";
import { EmptyView, ErrorView, LoadingView, useURLPage, useURLValue } from "@/ui";
import { AddSamples } from "../imports/AddSamples";
import { kindOf } from "../kinds";
import { colourOf } from "../parts/colours";
import { useDatasetsText } from "../text";
import { OfVersion } from "../versions/OfVersion";
import { isBeingRead, searchWordsQuery, thumbnailOf } from "./api";
import { BatchBar } from "./BatchBar";
import { ChangeProgress } from "./ChangeProgress";
import { isFiltered, noFilters, searchOf, useFilters } from "./filters";
import { FilterBar } from "./FilterBar";
import { SampleDrawer } from "./SampleDrawer";
import { SampleGrid } from "./SampleGrid";
import "./samples.css";
import { useSamples } from "./useSamples";
import { useSelection } from "./useSelection";

/** So many samples are one page to scroll through; boxes of pages can be no higher in browsers. */
const block = 2_000;

/** The samples of a dataset: filtered, chosen, changed. Works the same with twenty and with a million. */
export function SamplesTab({ dataset }: DatasetTabProps) {
  const t = useDatasetsText();
  const format = useFormat();
  const { data } = kindOf(dataset.dataset_type);
  const [filters, change] = useFilters();
  const [versionId] = useURLValue("version", "");
  const ofVersion = versionId !== "";
  const search = useMemo(
    () => ({ ...searchOf(filters), ...(versionId !== "" && { version_id: versionId }) }),
    [filters, versionId],
  );
  const searchKey = JSON.stringify(search);
  const { page, setPage } = useURLPage(block);
  const start = (page - 1) * block;
  const [shown, setShown] = useState({ from: start, to: start });
  // What was on the screen belongs to the page before until the grid has told what it shows now.
  const inside = shown.from >= start && shown.from < start + block;
  const list = useSamples(dataset.dataset_id, search, inside ? shown.from : start, inside ? shown.to : start);
  const selection = useSelection(list);
  const [open, setOpen] = useState<number | null>(null);
  const colour = useColours(dataset.dataset_id, versionId);
  const projectId = useProjectId();
  const small = useCallback(
    (sampleId: string) => thumbnailOf(projectId, dataset.dataset_id, sampleId),
    [projectId, dataset.dataset_id],
  );
  const onWindow = useCallback((from: number, to: number) => setShown({ from, to }), []);
  const { clear } = selection;
  useEffect(() => {
    clear();
    setOpen(null);
    setShown({ from: 0, to: 0 });
  }, [clear, searchKey]);

  const { total } = list;
  const filtered = isFiltered(filters);
  if (total === 0 && !filtered && !ofVersion && dataset.total_sample_count === 0) {
    return (
      <EmptyView
        icon={<InboxOutlined />}
        title={t.browser.empty}
        hint={t.browser.emptyHint}
        action={<AddSamples dataset={dataset} />}
      />
    );
  }
  const count = total === undefined ? 0 : Math.max(0, Math.min(block, total - start));
  return (
    <div className={ofVersion ? "samples samples-fixed" : "samples"}>
      {ofVersion && <OfVersion datasetId={dataset.dataset_id} versionId={versionId} />}
      <FilterBar dataset={dataset} versionId={versionId} filters={filters} change={change} colour={colour} />
      {!ofVersion && <ChangeProgress dataset={dataset} />}
      <div className="samples-head">
        <span data-testid="sample-count" data-count={total}>
          {total === undefined
            ? "…"
            : filtered && !ofVersion
              ? fill(t.browser.found, {
                  count: format.number(total),
                  total: format.number(dataset.total_sample_count),
                })
              : format.counted(t.samples, total)}
        </span>
        {!ofVersion && (
          <BatchBar
            dataset={dataset}
            selection={selection}
            search={search}
            total={total ?? 0}
            colour={colour}
            list={list}
            start={start}
            count={count}
          />
        )}
      </div>
      {isBeingRead(list.error) ? (
        <Alert type="info" showIcon title={list.error.message} data-testid="version-being-read" />
      ) : list.error !== null && total === undefined ? (
        <ErrorView error={list.error} onRetry={list.refetch} />
      ) : total === undefined ? (
        <LoadingView rows={8} />
      ) : total === 0 ? (
        <EmptyView
          icon={<FilterOutlined />}
          title={t.browser.none}
          action={<Button onClick={() => change(noFilters)}>{t.list.clear}</Button>}
        />
      ) : (
        <SampleGrid
          datasetId={dataset.dataset_id}
          data={data}
          list={list}
          selection={selection}
          start={start}
          count={count}
          label={t.list.samples}
          colour={colour}
          small={small}
          onWindow={onWindow}
          onOpen={setOpen}
        />
      )}
      {total !== undefined && total > block && (
        <Pagination
          align="end"
          size="small"
          current={page}
          pageSize={block}
          total={total}
          showSizeChanger={false}
          onChange={(next) => setPage(next, block)}
        />
      )}
      {open !== null && (
        <SampleDrawer
          dataset={dataset}
          index={open}
          total={total ?? 0}
          list={list}
          fixed={ofVersion}
          colour={colour}
          onMove={setOpen}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

/** The colours of labels by their names. */
function useColours(datasetId: string, versionId: string): (name: string) => string {
  const words = useQuery(searchWordsQuery(useProjectId(), datasetId, versionId)).data;
  const known = useMemo(
    () => new Map((words?.labels ?? []).map((label) => [label.name, colourOf(label)])),
    [words],
  );
  return useCallback((name: string) => known.get(name) ?? colourOf({ name }), [known]);
}
