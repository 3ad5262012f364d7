import { brand } from "./tokens";

/** The mark: the two gables of a yard, forming an M, and the light in its middle. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill={brand.mark} />
      <path
        d="M7 24.5V13.6L11.5 9l4.5 4.6L20.5 9 25 13.6v10.9"
        fill="none"
        stroke={brand.line}
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="21" r="2.2" fill={brand.spark} />
    </svg>
  );
}

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <span className="logo">
      <Mark size={size} />
      <span className="logo-word">Modelyard</span>
    </span>
  );
}
