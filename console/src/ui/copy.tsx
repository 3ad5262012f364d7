import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useEffect, useState } from "react";

import { useUIText } from "./text";

/** Copy text; works without the clipboard API too, which browsers offer on https and localhost only. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined && isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

interface CopyButtonProps {
  text: string;
  label?: string;
  /** Show the label beside the icon. */
  labelled?: boolean;
  testId?: string;
}

export function CopyButton({ text, label, labelled = false, testId }: CopyButtonProps) {
  const t = useUIText();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);

  const name = label ?? t.copy;
  const button = (
    <Button
      type={labelled ? "default" : "text"}
      size="small"
      className={copied ? "copy-button copied" : "copy-button"}
      icon={copied ? <CheckOutlined /> : <CopyOutlined />}
      aria-label={name}
      data-testid={testId}
      onClick={(event) => {
        event.stopPropagation();
        void copyText(text).then(() => setCopied(true));
      }}
    >
      {labelled ? (copied ? t.copied : name) : null}
    </Button>
  );
  return labelled ? button : <Tooltip title={copied ? t.copied : name}>{button}</Tooltip>;
}

/** A value people copy: shown whole where there is room, never cut without a way to get it. */
export function CopyValue({ text, label }: { text: string; label?: string }) {
  return (
    <span className="copy-value">
      <span className="mono copy-value-text" title={text}>
        {text}
      </span>
      <CopyButton text={text} {...(label !== undefined && { label })} />
    </span>
  );
}
