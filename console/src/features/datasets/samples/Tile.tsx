import { Checkbox, Skeleton, Tooltip } from "antd";
import {
  AudioOutlined,
  FileOutlined,
  FireFilled,
  TableOutlined,
  VideoCameraOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

import type { Sample } from "@/client";
import { fill, useFormat } from "@/i18n";
import type { DataKind } from "../kinds";
import { useDatasetsText } from "../text";
import { isHard, namesOf, saidOf } from "./annotations";
import { Picture } from "./Picture";
import { Frame, SmallWave } from "./Preview";

export interface SampleViewProps {
  datasetId: string;
  sample: Sample | undefined;
  data: DataKind;
  chosen: boolean;
  /** Where a small picture of it is. */
  small: string;
  colour(name: string): string;
  onOpen(): void;
  onToggle(extend: boolean): void;
}

/** A sample of a grid: its picture, its name, its labels. */
export function Tile(props: SampleViewProps) {
  const { sample, data, chosen, small, colour, onOpen, onToggle } = props;
  if (sample === undefined) return <Skeleton.Node active className="tile-loading" />;
  const said = saidOf(sample);
  return (
    <div className={chosen ? "tile chosen" : "tile"} data-testid={`sample-${sample.sample_name}`}>
      <button
        type="button"
        className="tile-open"
        title={sample.sample_name}
        onClick={(event) =>
          event.shiftKey || event.ctrlKey || event.metaKey ? onToggle(event.shiftKey) : onOpen()
        }
      >
        {data === "video" ? (
          <Frame sample={sample} />
        ) : (
          <Picture sample={sample} said={said} colour={colour} small={small} />
        )}
      </button>
      <Choose sample={sample} chosen={chosen} onToggle={onToggle} />
      <Marks sample={sample} />
      <div className="tile-foot">
        <span className="tile-name">{sample.sample_name}</span>
        <Labels said={namesOf(said)} colour={colour} state={sample.sample_status} />
      </div>
    </div>
  );
}

/** A sample of a list: text with its beginning, anything else with its name. */
export function Row(props: SampleViewProps) {
  const { datasetId, sample, data, chosen, colour, onOpen, onToggle } = props;
  const format = useFormat();
  if (sample === undefined)
    return <Skeleton active title={false} paragraph={{ rows: 1 }} className="row-loading" />;
  const text = sample.sample_data?.[0];
  return (
    <div className={chosen ? "sample-row chosen" : "sample-row"} data-testid={`sample-${sample.sample_name}`}>
      <Choose sample={sample} chosen={chosen} onToggle={onToggle} />
      <button
        type="button"
        className="sample-row-open"
        onClick={(event) =>
          event.shiftKey || event.ctrlKey || event.metaKey ? onToggle(event.shiftKey) : onOpen()
        }
      >
        {text === undefined && <span className="sample-row-icon">{icons[data]}</span>}
        <span className="sample-row-text">
          <span className={text === undefined ? "tile-name" : "sample-text"}>
            {text ?? sample.sample_name}
          </span>
          <span className="faint sample-row-sub">
            {text === undefined
              ? `${format.bytes(sample.sample_size)} · ${sample.sample_dir}`
              : sample.sample_name}
          </span>
        </span>
      </button>
      {data === "audio" && <SmallWave datasetId={datasetId} sample={sample} />}
      {data === "audio" && sample.source !== undefined && sample.source !== null && (
        <audio controls preload="none" src={sample.source} />
      )}
      <Marks sample={sample} />
      <Labels said={namesOf(saidOf(sample))} colour={colour} state={sample.sample_status} />
    </div>
  );
}

const icons: Readonly<Record<DataKind, ReactNode>> = {
  image: null,
  text: null,
  audio: <AudioOutlined />,
  table: <TableOutlined />,
  video: <VideoCameraOutlined />,
  free: <FileOutlined />,
};

function Choose({
  sample,
  chosen,
  onToggle,
}: {
  sample: Sample;
  chosen: boolean;
  onToggle(extend: boolean): void;
}) {
  const t = useDatasetsText().browser;
  return (
    <Checkbox
      className="choose"
      checked={chosen}
      aria-label={fill(t.choose, { name: sample.sample_name })}
      onClick={(event) => onToggle(event.shiftKey)}
    />
  );
}

function Marks({ sample }: { sample: Sample }) {
  const t = useDatasetsText();
  if (!isHard(sample)) return null;
  return (
    <Tooltip title={t.overview.hard}>
      <span className="mark-hard" role="img" aria-label={t.overview.hard}>
        <FireFilled />
      </span>
    </Tooltip>
  );
}

const shownLabels = 3;

function Labels({
  said,
  colour,
  state,
}: {
  said: readonly (readonly [string, number])[];
  colour(name: string): string;
  state: string;
}) {
  const t = useDatasetsText();
  const uncertain = state === "AUTO_ANNOTATION";
  return (
    <span
      className={uncertain ? "label-tags uncertain" : "label-tags"}
      title={uncertain ? t.overview.toConfirm : undefined}
    >
      {said.slice(0, shownLabels).map(([name, count]) => (
        <span key={name} className="label-tag" title={name}>
          <i className="label-dot" style={{ background: colour(name) }} />
          <span>{name}</span>
          {count > 1 && <b>{count}</b>}
        </span>
      ))}
      {said.length > shownLabels && <span className="faint">+{said.length - shownLabels}</span>}
    </span>
  );
}
