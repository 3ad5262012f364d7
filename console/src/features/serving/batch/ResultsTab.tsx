import { CheckCircleOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";

import type { BatchResult, Service } from "@/client";
import { useProjectId } from "@/features/iam";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Card, DataTable, EmptyView, Status, Toolbar, useURLPage, useURLPatch, useURLValue } from "@/ui";
import { resultsQuery } from "../api";
import { isGoingOn } from "../services";
import { useServingText } from "../text";

const results = ["", "SUCCESSFUL", "FAILED"] as const;
type Wanted = (typeof results)[number];

/** What came of each input. */
export default function ResultsTab({ service }: { service: Service }) {
  const t = useServingText().batch;
  const format = useFormat();
  const paging = useURLPage();
  const patch = useURLPatch();
  const [result] = useURLValue("result");
  const wanted = results.find((one) => one === result) ?? "";
  const query = useQuery(
    resultsQuery(useProjectId(), service, {
      ...(wanted !== "" && { result: wanted }),
      offset: paging.offset,
      limit: paging.size,
    }),
  );
  return (
    <Card flush testId="batch-results">
      <Toolbar
        end={query.data && query.data.total_count > 0 ? <OBSLink path={query.data.manifest} /> : undefined}
      >
        <Segmented<Wanted>
          aria-label={t.show}
          value={wanted}
          onChange={(next) => patch({ result: next, page: "" })}
          options={results.map((value) => ({ value, label: t.shown[value === "" ? "ALL" : value] }))}
        />
      </Toolbar>
      <DataTable<BatchResult>
        label={t.results}
        query={query}
        rows={query.data?.results}
        total={query.data?.total_count}
        paging={paging}
        rowKey="source"
        empty={
          wanted === "FAILED" ? (
            <EmptyView icon={<CheckCircleOutlined />} title={t.noFailures} />
          ) : (
            <EmptyView title={t.noResults} hint={isGoingOn(service) ? t.noResultsYet : t.noResultsHint} />
          )
        }
        columns={[
          {
            title: t.input,
            key: "source",
            render: (_value, row) => (
              <>
                <OBSLink path={row.source} />
                {row.error_message && <span className="row-sub danger-text">{row.error_message}</span>}
              </>
            ),
          },
          {
            title: t.result,
            key: "result",
            width: 150,
            render: (_value, row) => (
              <Status tone={row.result === "SUCCESSFUL" ? "success" : "danger"}>
                {t.shown[row.result === "SUCCESSFUL" ? "SUCCESSFUL" : "FAILED"]}
              </Status>
            ),
          },
          {
            title: t.tableRows,
            key: "rows",
            align: "end",
            width: 140,
            render: (_value, row) =>
              row.rows === null || row.rows === undefined ? (
                <span className="faint">–</span>
              ) : (
                <span className="nowrap">
                  {format.number(row.rows)}
                  {(row.failed_rows ?? 0) > 0 && (
                    <span className="row-sub danger-text">
                      {fill(t.failedCount, { count: format.number(row.failed_rows ?? 0) })}
                    </span>
                  )}
                </span>
              ),
          },
          {
            title: t.answer,
            key: "answer",
            render: (_value, row) =>
              row.inference_loc ? <OBSLink path={row.inference_loc} /> : <span className="faint">–</span>,
          },
        ]}
      />
    </Card>
  );
}
