import {
  BorderOutlined,
  ClearOutlined,
  CompressOutlined,
  DashOutlined,
  DragOutlined,
  HighlightOutlined,
  LineOutlined,
  RadiusSettingOutlined,
  SlidersOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from "@ant-design/icons";
import { Checkbox, Popover, Slider, Tooltip } from "antd";
import type { ReactNode } from "react";

import { useLabellingText } from "../text";
import { toolOrder } from "./useDrawing";
import { brushWidths, type Brush } from "./useBrush";
import { isPainting, type Tool } from "./usePointer";
import type { ViewControl } from "./useView";

export interface Look {
  opacity: number;
  brightness: number;
  contrast: number;
  crosshair: boolean;
  names: boolean;
}

export const firstLook: Look = {
  opacity: 0.16,
  brightness: 100,
  contrast: 100,
  crosshair: true,
  names: true,
};

/** A filter has the whole picture painted anew at every step of the zoom, so there is none unless somebody wants one. */
export const filterOf = ({ brightness, contrast }: Look): React.CSSProperties =>
  brightness === 100 && contrast === 100
    ? {}
    : { filter: `brightness(${brightness}%) contrast(${contrast}%)` };

interface ImageToolsProps {
  tool: Tool;
  setTool: (tool: Tool) => void;
  tools: readonly Tool[];
  control: ViewControl;
  look: Look;
  setLook: (look: Look) => void;
  brush?: Brush | null;
}

const icons: Readonly<Record<Tool, ReactNode>> = {
  select: <DragOutlined />,
  bndbox: <BorderOutlined />,
  polygon: <PolygonIcon />,
  circle: <CircleIcon />,
  line: <LineOutlined />,
  dashed: <DashOutlined />,
  point: <DotIcon />,
  polyline: <RadiusSettingOutlined />,
  brush: <HighlightOutlined />,
  eraser: <ClearOutlined />,
};

function CircleIcon() {
  return (
    <svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

function PolygonIcon() {
  return (
    <svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">
      <path
        d="M3 5.5 9.5 2 14 8l-3.5 6H4z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  );
}

function DotIcon() {
  return (
    <svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">
      <circle cx="8" cy="8" r="3" fill="currentColor" />
    </svg>
  );
}

/** The tools beside the picture, each with its key. */
export function ImageTools({ tool, setTool, tools, control, look, setLook, brush }: ImageToolsProps) {
  const t = useLabellingText().image;
  const button = (name: string, key: string, icon: ReactNode, act: () => void, isOn = false) => (
    <Tooltip
      key={name}
      title={
        <>
          {name} {key !== "" && <kbd className="lab-key">{key}</kbd>}
        </>
      }
      placement="right"
    >
      <button
        type="button"
        className={`lab-tool${isOn ? " on" : ""}`}
        aria-label={name}
        aria-pressed={isOn}
        onClick={act}
      >
        {icon}
      </button>
    </Tooltip>
  );
  return (
    <div className="lab-tools" role="toolbar" aria-label={t.tools} aria-orientation="vertical">
      {tools.length > 0 &&
        button(t.shapes.select, "V", icons.select, () => setTool("select"), tool === "select")}
      {toolOrder
        .filter((each) => tools.includes(each))
        .map((each) =>
          button(
            t.shapes[each],
            `⇧${toolOrder.indexOf(each) + 1}`,
            icons[each],
            () => setTool(each),
            tool === each,
          ),
        )}
      {(["brush", "eraser"] as const)
        .filter((each) => tools.includes(each))
        .map((each) =>
          button(
            t.shapes[each],
            each === "brush" ? "B" : "E",
            icons[each],
            () => setTool(each),
            tool === each,
          ),
        )}
      {isPainting(tool) && brush && (
        <div className="lab-brush-width" title={`${t.brushWidth} ([ ])`}>
          <Slider
            vertical
            min={0}
            max={100}
            value={placeOf(brush.width)}
            onChange={(place) => brush.setWidth(widthAt(place))}
            tooltip={{ open: false }}
            ariaLabelForHandle={t.brushWidth}
          />
          <span className="mono" data-testid="brush-width">
            {brush.width}
          </span>
        </div>
      )}
      {tools.length > 0 && <i className="lab-tools-gap" />}
      {button(t.zoomIn, "+", <ZoomInOutlined />, () => control.zoom(1.25))}
      {button(t.zoomOut, "−", <ZoomOutOutlined />, () => control.zoom(0.8))}
      {button(t.fit, "F", <CompressOutlined />, control.fit)}
      {button(t.actualSize, "⇧F", <b className="lab-one">1:1</b>, control.actualSize)}
      <Popover
        trigger="click"
        placement="rightBottom"
        content={
          <div className="lab-look">
            <Range
              label={t.brightness}
              value={look.brightness}
              most={250}
              set={(brightness) => setLook({ ...look, brightness })}
            />
            <Range
              label={t.contrast}
              value={look.contrast}
              most={250}
              set={(contrast) => setLook({ ...look, contrast })}
            />
            <Range
              label={t.opacity}
              value={Math.round(look.opacity * 100)}
              most={60}
              set={(value) => setLook({ ...look, opacity: value / 100 })}
            />
            <Checkbox
              checked={look.crosshair}
              onChange={(e) => setLook({ ...look, crosshair: e.target.checked })}
            >
              {t.crosshair}
            </Checkbox>
            <Checkbox checked={look.names} onChange={(e) => setLook({ ...look, names: e.target.checked })}>
              {t.names}
            </Checkbox>
            <button type="button" className="lab-link" onClick={() => setLook(firstLook)}>
              {t.reset}
            </button>
          </div>
        }
      >
        <button type="button" className="lab-tool" aria-label={t.look} title={t.look}>
          <SlidersOutlined />
        </button>
      </Popover>
    </div>
  );
}

/** Small brushes need fine steps, large ones do not: the slider goes by doublings. */
const placeOf = (width: number): number => Math.round((100 * Math.log(width)) / Math.log(brushWidths.most));
const widthAt = (place: number): number => Math.round(brushWidths.most ** (place / 100));

function Range({
  label,
  value,
  most,
  set,
}: {
  label: string;
  value: number;
  most: number;
  set: (v: number) => void;
}) {
  return (
    <label className="lab-range">
      <span>
        {label} <b>{value} %</b>
      </span>
      <Slider
        min={0}
        max={most}
        value={value}
        onChange={set}
        tooltip={{ open: false }}
        ariaLabelForHandle={label}
      />
    </label>
  );
}
