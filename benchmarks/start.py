"""Cold start to the ready line, a second start, and the memory of all processes when idle."""

import statistics
import tempfile
import time
from pathlib import Path

from modelyard.server.testing import ThrowawayPlatform


def main(*, quick: bool) -> None:
    """Start new and used homes several times."""
    rounds = 1 if quick else 5
    cold, warm, memory = [], [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="modelyard-bench-") as folder:
            home = Path(folder) / "home"
            cold.append(time_start(home, memory))
            warm.append(time_start(home, memory))
    print(f"new home to ready   median {statistics.median(cold):.2f} s of {rounds} (aim 4 s)")
    print(f"used home to ready  median {statistics.median(warm):.2f} s of {rounds}")
    totals = [sum(sizes.values()) for sizes in memory]
    print(f"idle memory (PSS)   median {statistics.median(totals) / 2**20:.0f} MiB (aim 400 MiB):")
    for name in memory[-1]:
        print(f"  {name:10} {statistics.median(sizes.get(name, 0) for sizes in memory) / 2**20:6.0f} MiB")


def time_start(home: Path, memory: list[dict[str, int]]) -> float:
    """Start a platform, note its memory after it has settled, stop it; return the seconds to ready."""
    began = time.monotonic()
    with ThrowawayPlatform(home) as platform:
        seconds = time.monotonic() - began
        time.sleep(5)
        memory.append(platform.memory_by_part())
    return seconds
