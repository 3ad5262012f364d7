import { DownloadOutlined, EditOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { useEffect } from "react";
import { Link } from "react-router";

import type { Dataset, Sample } from "@/client";
import { OBSLink } from "@/features/objects";
import { fill, useFormat } from "@/i18n";
import { Badge, Facts, LoadingView } from "@/ui";
import { kindOf } from "../kinds";
import { useDatasetsText } from "../text";
import { authorName, isHard, saidOf, sizeOf, type Said } from "./annotations";
import { Picture } from "./Picture";
import { Beginning, SmallWave } from "./Preview";
import { MarkedText } from "./MarkedText";
import type { SampleWindow } from "./useSamples";

interface SampleDrawerProps {
  dataset: Dataset;
  index: number;
  total: number;
  list: SampleWindow;
  /** Nothing can be said about samples of a version any more. */
  fixed?: boolean;
  colour(name: string): string;
  onMove(index: number): void;
  onClose(): void;
}

/** One sample with everything that is said about it. The arrow keys go to its neighbours. */
export function SampleDrawer(props: SampleDrawerProps) {
  const { dataset, index, total, list, fixed = false, colour, onMove, onClose } = props;
  const t = useDatasetsText().browser;
  const format = useFormat();
  const sample = list.at(index);
  useEffect(() => {
    function listen(event: KeyboardEvent) {
      if (event.key === "ArrowRight" && index + 1 < total) onMove(index + 1);
      else if (event.key === "ArrowLeft" && index > 0) onMove(index - 1);
    }
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, [index, total, onMove]);
  return (
    <Drawer
      open
      size="large"
      title={sample?.sample_name ?? "…"}
      onClose={onClose}
      extra={
        <span className="line nowrap">
          <span className="faint">
            {format.number(index + 1)} / {format.number(total)}
          </span>
          <Button
            size="small"
            icon={<LeftOutlined />}
            aria-label={t.before}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          />
          <Button
            size="small"
            icon={<RightOutlined />}
            aria-label={t.after}
            disabled={index + 1 >= total}
            onClick={() => onMove(index + 1)}
          />
          {sample !== undefined && !fixed && kindOf(dataset.dataset_type).labelled && (
            <Link to={`/datasets/${dataset.dataset_id}/label/${sample.sample_id}`}>
              <Button size="small" type="primary" icon={<EditOutlined />} data-testid="label-sample">
                {t.annotate}
              </Button>
            </Link>
          )}
        </span>
      }
    >
      {sample === undefined ? <LoadingView /> : <Body dataset={dataset} sample={sample} colour={colour} />}
    </Drawer>
  );
}

function Body({
  dataset,
  sample,
  colour,
}: {
  dataset: Dataset;
  sample: Sample;
  colour(name: string): string;
}) {
  const t = useDatasetsText();
  const format = useFormat();
  const said = saidOf(sample);
  const size = sizeOf(sample);
  const own = Object.entries(sample.metadata).filter(([name]) => !name.startsWith("@modelarts:"));
  const states: Readonly<Record<string, string>> = {
    UN_ANNOTATION: t.overview.unlabelled,
    MANUAL_ANNOTATION: t.labelled,
    AUTO_ANNOTATION: t.overview.toConfirm,
    UNREVIEWED: t.browser.unreviewed,
    UNCHECK: t.browser.unchecked,
    ACCEPTED: t.browser.accepted,
    REJECTED: t.browser.rejected,
  };
  return (
    <div className="sample-detail" data-testid="sample-drawer">
      <Content dataset={dataset} sample={sample} said={said} colour={colour} />
      <h3 className="small-title">{fill(t.browser.annotations, { count: format.number(said.length) })}</h3>
      {said.length === 0 && <p className="soft">{t.browser.nothingSaid}</p>}
      <ul className="said-list">
        {said.map((one, at) => (
          <SaidLine key={at} one={one} all={said} colour={colour} />
        ))}
      </ul>
      <h3 className="small-title">{t.browser.about}</h3>
      <Facts
        rows={[
          [t.browser.state, states[sample.sample_status] ?? sample.sample_status],
          [t.overview.hard, isHard(sample) ? t.browser.isHard : ""],
          [t.browser.author, sample.annotated_by ? authorName(sample.annotated_by) : ""],
          [t.browser.usage, sample.sample_usage ?? ""],
          [t.browser.size, size === null ? "" : `${size[0]} × ${size[1]}`],
          [t.browser.bytes, format.bytes(sample.sample_size)],
          [t.browser.time, format.dateTime(sample.sample_time)],
          [t.browser.place, <OBSLink key="place" path={`obs:/${sample.sample_dir}${sample.sample_name}`} />],
          ...own.map(([name, value]) => [name, String(value)] as [string, string]),
        ]}
      />
    </div>
  );
}

interface ContentProps {
  dataset: Dataset;
  sample: Sample;
  said: readonly Said[];
  colour(name: string): string;
}

function Content({ dataset, sample, said, colour }: ContentProps) {
  const t = useDatasetsText().browser;
  const { data } = kindOf(dataset.dataset_type);
  const link = sample.source ?? "";
  const [text] = sample.sample_data ?? [];
  if (text !== undefined) return <MarkedText text={text} said={said} colour={colour} />;
  if (data === "image") {
    return (
      <div className="sample-picture">
        <Picture sample={sample} said={said} colour={colour} large />
      </div>
    );
  }
  if (link === "") return <p className="soft">{t.noFile}</p>;
  if (data === "audio") {
    return (
      <>
        <SmallWave datasetId={dataset.dataset_id} sample={sample} tall />
        <audio controls src={link} className="sample-media" />
      </>
    );
  }
  if (data === "video") return <video controls src={link} className="sample-media" />;
  return (
    <>
      {(data === "table" || data === "text") && <Beginning datasetId={dataset.dataset_id} sample={sample} />}
      <Button href={link} icon={<DownloadOutlined />} target="_blank" rel="noreferrer">
        {t.download}
      </Button>
    </>
  );
}

function SaidLine({ one, all, colour }: { one: Said; all: readonly Said[]; colour(name: string): string }) {
  const t = useDatasetsText().browser;
  const format = useFormat();
  const nameOf = (id: string) => all.find((other) => other.id === id)?.name ?? id;
  return (
    <li>
      <span className="label-name">
        {one.name !== "" && <i className="label-dot" style={{ background: colour(one.name) }} />}
        <span>{one.name}</span>
      </span>
      <span className="said-more">
        {one.relation !== null && (
          <span>
            {nameOf(one.relation[0])} → {nameOf(one.relation[1])}
          </span>
        )}
        {one.time !== null && (
          <span className="mono">
            {one.time[0]} – {one.time[1]}
          </span>
        )}
        {one.speaker !== "" && <span>{one.speaker}</span>}
        {one.text !== "" && <span>“{one.text}”</span>}
        {one.attributes.map(([name, value]) => (
          <Badge key={name}>
            {name}: {value}
          </Badge>
        ))}
        {one.hard && <Badge tone="warning">{t.isHard}</Badge>}
        {one.score !== null && <Badge tone="info">{format.percent(one.score)}</Badge>}
      </span>
      <span className="faint nowrap">{authorName(one.author)}</span>
    </li>
  );
}
