import { BugOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Component, type ReactNode } from "react";

import { CodeBlock, EmptyView } from "@/ui";
import { useAppText } from "./text";

/** A page that fails keeps the rest of the console usable. */
export class PageBoundary extends Component<{ children: ReactNode }, { problem: unknown }> {
  override state = { problem: null };

  static getDerivedStateFromError(problem: unknown) {
    return { problem };
  }

  override render() {
    return this.state.problem === null ? this.props.children : <Crash problem={this.state.problem} />;
  }
}

function Crash({ problem }: { problem: unknown }) {
  const t = useAppText();
  return (
    <EmptyView
      icon={<BugOutlined />}
      title={t.crash.title}
      hint={
        <>
          {t.crash.hint}
          <CodeBlock text={String(problem)} wrap />
        </>
      }
      action={<Button onClick={() => location.reload()}>{t.crash.reload}</Button>}
    />
  );
}
