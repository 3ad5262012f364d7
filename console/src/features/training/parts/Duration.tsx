import { useEffect, useState } from "react";

import type { Job } from "@/client";
import { clock } from "@/i18n";

/** How long a job ran; goes on by itself between two answers of the server. */
export function Duration({ job }: { job: Job }) {
  const { duration, phase } = job.status;
  const running = phase === "Running";
  const [since, setSince] = useState(0);
  useEffect(() => {
    setSince(0);
    if (!running) return;
    const began = Date.now();
    const timer = setInterval(() => setSince(Date.now() - began), 1000);
    return () => clearInterval(timer);
  }, [duration, running]);
  if (duration === 0 && !running) return <span className="faint">–</span>;
  return <span className="mono">{clock(duration + since)}</span>;
}
