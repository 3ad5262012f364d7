import type { ReactNode } from "react";

import type { KindName } from "../kinds";

const hills = (
  <>
    <rect x="10" y="8" width="76" height="44" rx="5" className="kp-back" />
    <circle cx="30" cy="21" r="5" className="kp-warm" />
    <path
      d="M10 47 L32 30 L46 41 L62 24 L86 45 V47 a5 5 0 0 1 -5 5 H15 a5 5 0 0 1 -5 -5 Z"
      className="kp-shape"
    />
  </>
);

const wave =
  "M10 30 h6 M19 24 v12 M25 18 v24 M31 26 v8 M37 13 v34 M43 21 v18 M49 27 v6 M55 16 v28 M61 23 v14 M67 27 v6 M73 19 v22 M79 25 v10 M83 30 h4";
const sound = <path d={wave} className="kp-line" />;

const line = (y: number, from: number, to: number) => (
  <path key={`${y}-${from}`} d={`M${from} ${y} H${to}`} className="kp-text" />
);

const pictures: Readonly<Record<KindName, ReactNode>> = {
  imageClassification: (
    <>
      {hills}
      <rect x="54" y="38" width="40" height="16" rx="8" className="kp-mark" />
      <path d="M63 46 H86" className="kp-on" />
    </>
  ),
  objectDetection: (
    <>
      {hills}
      <rect x="21" y="13" width="18" height="17" className="kp-box" />
      <rect x="48" y="22" width="32" height="25" className="kp-box kp-second" />
    </>
  ),
  imageSegmentation: (
    <>
      <rect x="10" y="8" width="76" height="44" rx="5" className="kp-back" />
      <circle cx="30" cy="21" r="5" className="kp-warm" />
      <path d="M12 49 L32 30 L46 41 L62 24 L84 45 L84 49 Z" className="kp-area" />
      {[
        [32, 30],
        [46, 41],
        [62, 24],
        [84, 47],
        [12, 49],
      ].map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.6" className="kp-knot" />
      ))}
    </>
  ),
  soundClassification: (
    <>
      {sound}
      <rect x="54" y="40" width="40" height="16" rx="8" className="kp-mark" />
      <path d="M63 48 H86" className="kp-on" />
    </>
  ),
  speechContent: (
    <>
      <g transform="translate(0 -9)">{sound}</g>
      {line(48, 14, 62)}
      {line(55, 14, 46)}
    </>
  ),
  speechSegmentation: (
    <>
      <rect x="16" y="10" width="31" height="40" rx="3" className="kp-band" />
      <rect x="52" y="10" width="30" height="40" rx="3" className="kp-band kp-second" />
      {sound}
    </>
  ),
  textClassification: (
    <>
      {[14, 23, 32].map((y) => line(y, 12, y === 32 ? 58 : 84))}
      <rect x="54" y="39" width="40" height="16" rx="8" className="kp-mark" />
      <path d="M63 47 H86" className="kp-on" />
    </>
  ),
  namedEntity: (
    <>
      <rect x="34" y="8" width="28" height="12" rx="3" className="kp-band" />
      <rect x="12" y="26" width="22" height="12" rx="3" className="kp-band kp-second" />
      {line(14, 12, 30)}
      {line(14, 37, 59)}
      {line(14, 66, 84)}
      {line(32, 15, 31)}
      {line(32, 40, 84)}
      {line(50, 12, 70)}
    </>
  ),
  textTriplet: (
    <>
      <path d="M24 33 C 24 12, 70 12, 70 31" className="kp-link" />
      <path d="M66 26 L70 33 L74 26" className="kp-link" />
      <rect x="10" y="34" width="30" height="14" rx="3" className="kp-band" />
      <rect x="55" y="34" width="30" height="14" rx="3" className="kp-band kp-second" />
      {line(41, 14, 36)}
      {line(41, 44, 51)}
      {line(41, 59, 81)}
    </>
  ),
  table: (
    <>
      <rect x="12" y="9" width="72" height="42" rx="4" className="kp-back" />
      <path d="M12 20 H84 V13 a4 4 0 0 0 -4 -4 H16 a4 4 0 0 0 -4 4 Z" className="kp-mark" />
      <path d="M12 30.5 H84 M12 41 H84 M36 9 V51 M60 9 V51" className="kp-grid" />
    </>
  ),
  video: (
    <>
      <rect x="10" y="8" width="76" height="44" rx="5" className="kp-back" />
      <path d="M42 20 L58 30 L42 40 Z" className="kp-mark" />
      <rect x="28" y="14" width="42" height="32" className="kp-box kp-second" />
      <path
        d="M15 13 v4 M15 22 v4 M15 31 v4 M15 40 v4 M81 13 v4 M81 22 v4 M81 31 v4 M81 40 v4"
        className="kp-text"
      />
    </>
  ),
  free: (
    <>
      <path
        d="M14 16 a4 4 0 0 1 4 -4 H36 l6 7 H78 a4 4 0 0 1 4 4 V47 a4 4 0 0 1 -4 4 H18 a4 4 0 0 1 -4 -4 Z"
        className="kp-back"
      />
      <circle cx="34" cy="36" r="6" className="kp-warm" />
      {line(32, 48, 72)}
      {line(40, 48, 64)}
    </>
  ),
};

/** What a type of dataset means, as a small picture. */
export function KindPicture({ name, size = 96 }: { name: KindName; size?: number }) {
  return (
    <svg className="kind-picture" viewBox="0 0 96 60" width={size} height={size * 0.625} aria-hidden="true">
      {pictures[name]}
    </svg>
  );
}
