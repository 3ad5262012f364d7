import { Pagination, Segmented } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useProjectId } from "@/features/iam";
import { fill } from "@/i18n";
import { EmptyView, QueryView, Status, type Tone } from "@/ui";
import { resultsQuery, type ProcessorResult } from "./api";
import { useProcessingText } from "./text";

const tones: readonly Tone[] = ["info", "info", "success", "danger", "neutral"];
const resultTones: readonly Tone[] = ["neutral", "warning", "danger", "success"];
const pageSize = 12;

type StateNumber = 0 | 1 | 2 | 3 | 4;
type PropertyNumber = 0 | 1 | 2 | 3;

export function RunState({ status }: { status: number }) {
  const t = useProcessingText();
  return (
    <Status tone={tones[status] ?? "neutral"}>
      <span data-testid="processing-state" data-state={status}>
        {t.states[status as StateNumber]}
      </span>
    </Status>
  );
}

export function useTemplateName(): (id: string) => string {
  const { templates } = useProcessingText();
  return (id) => (id in templates ? templates[id as keyof typeof templates] : id);
}

/** The operators of a template, by name. */
export function operatorsOf(template: Readonly<Record<string, unknown>>): string {
  const found = template["operator_params"];
  if (!Array.isArray(found)) return "";
  return found
    .map((one: { name?: string; id?: string }) => one.name ?? one.id ?? "")
    .filter((name) => name !== "")
    .join(", ");
}

interface ResultsProps {
  taskId: string;
  versionId: string;
  /** How many of each kind there are: kept, changed, left out, added. */
  counts?: readonly number[];
}

/** What became of the images: pictures before and after, page by page. */
export function Results({ taskId, versionId, counts }: ResultsProps) {
  const t = useProcessingText();
  const [property, setProperty] = useState("-1");
  const [page, setPage] = useState(1);
  const query = useQuery(
    resultsQuery(useProjectId(), taskId, versionId, { property, page, limit: pageSize }),
  );
  const choices = [{ value: "-1", label: t.all as string }].concat(
    ([0, 1, 2, 3] as const)
      .filter((one) => counts === undefined || (counts[one] ?? 0) > 0)
      .map((one) => ({
        value: String(one),
        label: counts === undefined ? t.properties[one] : `${t.properties[one]} (${counts[one] ?? 0})`,
      })),
  );
  return (
    <div className="stack">
      {counts !== undefined && (
        <Segmented
          value={property}
          options={choices}
          onChange={(next) => {
            setProperty(next);
            setPage(1);
          }}
        />
      )}
      <QueryView query={query}>
        {(data) =>
          data.results.length === 0 ? (
            <EmptyView title={t.nothing} />
          ) : (
            <>
              <div className="processing-results" data-testid="processing-results">
                {data.results.map((one, at) => (
                  <Result key={`${one.sample_id}-${one.result_property}-${at}`} result={one} />
                ))}
              </div>
              {data.count > pageSize && (
                <Pagination
                  current={page}
                  pageSize={pageSize}
                  total={data.count}
                  showSizeChanger={false}
                  onChange={setPage}
                />
              )}
            </>
          )
        }
      </QueryView>
    </div>
  );
}

function Result({ result }: { result: ProcessorResult }) {
  const t = useProcessingText();
  const name = result.origin_source.split("/").at(-1) ?? "";
  const isNew = result.result_property === 1 || result.result_property === 3;
  const words = result.result_description
    .map((part) => part.filter((word) => word !== "").join(" "))
    .join("; ");
  return (
    <figure
      className={result.result_property === 2 ? "processing-result processing-gone" : "processing-result"}
    >
      <div className="processing-pictures">
        <Picture address={result.signed_origin_source} label={`${t.before}: ${name}`} />
        {isNew && <Picture address={result.signed_new_source} label={`${t.after}: ${name}`} />}
      </div>
      <figcaption>
        <Status tone={resultTones[result.result_property] ?? "neutral"}>
          {t.properties[result.result_property as PropertyNumber]}
        </Status>
        <span className="processing-name" title={name}>
          {name}
        </span>
        <span className="soft processing-words" title={words}>
          {words}
        </span>
      </figcaption>
    </figure>
  );
}

function Picture({ address, label }: { address: string | null | undefined; label: string }) {
  return address == null ? (
    <span className="processing-blank" />
  ) : (
    <img src={address} alt={label} loading="lazy" />
  );
}

/** `12 of 40`, for a bar. */
export function progressText(text: string, progress: Readonly<Record<string, unknown>>): string {
  return fill(text, { done: Number(progress["done"] ?? 0), total: Number(progress["total"] ?? 0) });
}
