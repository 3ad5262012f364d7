import type { ReactNode } from "react";

import type { Tone } from "./layout";

interface GaugeProps {
  /** Between 0 and 1. */
  share: number;
  tone: Tone;
  label: string;
  children: ReactNode;
}

/** A three-quarter ring; the number inside is the message, the ring its picture. */
export function Gauge({ share, tone, label, children }: GaugeProps) {
  const radius = 52;
  const whole = 2 * Math.PI * radius * 0.75;
  const filled = Math.max(0.012, Math.min(1, share)) * whole;
  return (
    <div className={`gauge gauge-${tone}`} role="img" aria-label={label}>
      <svg viewBox="0 0 128 128" aria-hidden="true">
        <g transform="rotate(135 64 64)" fill="none" strokeWidth="11" strokeLinecap="round">
          <circle cx="64" cy="64" r={radius} className="gauge-track" strokeDasharray={`${whole} 999`} />
          <circle cx="64" cy="64" r={radius} className="gauge-fill" strokeDasharray={`${filled} 999`} />
        </g>
      </svg>
      <div className="gauge-text">{children}</div>
    </div>
  );
}
