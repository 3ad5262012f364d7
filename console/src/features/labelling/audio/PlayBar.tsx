import { CaretRightOutlined, PauseOutlined, RetweetOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import type { ReactNode } from "react";

import { shortClock } from "../model/times";
import { useLabellingText } from "../text";
import type { Player } from "./usePlayer";

interface PlayBarProps {
  player: Player;
  /** Known from elsewhere, where the player does not know it yet. */
  duration?: number;
  loop?: (() => void) | undefined;
  children?: ReactNode;
}

/** Play, pause, speed, and where one is. */
export function PlayBar({ player, duration = player.duration, loop, children }: PlayBarProps) {
  const t = useLabellingText().sound;
  return (
    <div className="lab-play">
      <Button
        type="primary"
        shape="circle"
        icon={player.playing ? <PauseOutlined /> : <CaretRightOutlined />}
        aria-label={player.playing ? t.pause : t.play}
        onClick={player.toggle}
        data-testid="play"
        data-playing={player.playing}
      />
      {loop !== undefined && (
        <Button
          type={player.looping ? "primary" : "default"}
          shape="circle"
          icon={<RetweetOutlined />}
          aria-label={t.loop}
          title={`${t.loop} (O)`}
          onClick={player.looping ? player.pause : loop}
          data-testid="loop"
        />
      )}
      <span className="mono" data-testid="play-time">
        {shortClock(player.now, 2)} / {shortClock(duration, 2)}
      </span>
      <Segmented<number>
        size="small"
        value={player.rate}
        onChange={player.setRate}
        options={[0.5, 1, 1.5, 2].map((value) => ({ value, label: `${value}×` }))}
        aria-label={t.speed}
      />
      {children}
    </div>
  );
}
