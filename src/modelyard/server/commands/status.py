"""`modelyard status`: the parts, how they are, what they use."""

import argparse
import json
import time
from pathlib import Path
from typing import Any

from modelyard.core.i18n import Language
from modelyard.server.cli import add_home
from modelyard.server.errors import NotRunning
from modelyard.server.home import find_home, read_status, running_pid

_HEADS = {
    Language.EN: ("part", "state", "pid", "uptime", "restarts", "memory", "version"),
    Language.ZH: ("部件", "状态", "进程", "运行时间", "重启次数", "内存", "版本"),
}
_STATES_ZH = {
    "waiting": "等待",
    "starting": "启动中",
    "healthy": "正常",
    "unresponsive": "无响应",
    "restarting": "重启中",
    "crash-looping": "反复崩溃",
    "stopped": "已停止",
    "ready": "就绪",
    "stopping": "停止中",
}


def add_arguments(parser: argparse.ArgumentParser, language: Language) -> None:
    """Add the form of the output."""
    add_home(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace, language: Language) -> int:
    """Print what runs on a home. Raises NotRunning when nothing does."""
    home = find_home(arguments.home)
    status = read_status(home)
    if running_pid(home) is None or status is None:
        raise NotRunning(home=str(home.path))
    facts = describe(status)
    if arguments.json:
        print(json.dumps({"home": str(home.path), **facts}, indent=2, ensure_ascii=False))
    else:
        _print_table(facts, language)
    return 0


def describe(status: dict[str, Any]) -> dict[str, Any]:
    """Add uptime and memory to what the overseer wrote; memory is counted over each part's whole family."""
    now = time.time()
    children = _children()
    parts = [
        {
            **part,
            "uptime_seconds": round(now - part["started_at"], 1) if part["pid"] else 0,
            "memory_bytes": sum(_memory(pid) for pid in _family(part["pid"], children)) if part["pid"] else 0,
        }
        for part in status["parts"]
    ]
    overseer = {"pid": status["pid"], "memory_bytes": _memory(status["pid"])}
    total = overseer["memory_bytes"] + sum(part["memory_bytes"] for part in parts)
    return {
        **status,
        "uptime_seconds": round(now - status["started_at"], 1),
        "parts": parts,
        "overseer": overseer,
        "memory_bytes": total,
    }


def _print_table(facts: dict[str, Any], language: Language) -> None:
    chinese = language is Language.ZH
    state = _STATES_ZH.get(facts["state"], facts["state"]) if chinese else facts["state"]
    print(f"modelyard {facts['version']} ({facts['build']})  {state}  {_duration(facts['uptime_seconds'])}")
    for door, address in facts["endpoints"].items():
        print(f"  {door:<8} {address}")
    rows: list[tuple[str, ...]] = [_HEADS[language]]
    rows.extend(_row(part, chinese=chinese) for part in facts["parts"])
    rows.append(("overseer", "", str(facts["overseer"]["pid"]), "", "", _mebibytes(facts["overseer"]["memory_bytes"]), ""))
    rows.append(("合计" if chinese else "total", "", "", "", "", _mebibytes(facts["memory_bytes"]), ""))
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  " + "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())
    for part in facts["parts"]:
        if part["detail"]:
            print(f"  ! {part['detail']}")


def _row(part: dict[str, Any], *, chinese: bool) -> tuple[str, ...]:
    return (
        part["name"],
        _STATES_ZH.get(part["state"], part["state"]) if chinese else part["state"],
        str(part["pid"] or "-"),
        _duration(part["uptime_seconds"]),
        str(part["restarts"]),
        _mebibytes(part["memory_bytes"]),
        part["version"],
    )


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            found.setdefault(parent, []).append(int(entry.name))
    return found


def _family(pid: int, children: dict[int, list[int]]) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        here = waiting.pop()
        found.append(here)
        waiting.extend(children.get(here, []))
    return found


def _memory(pid: int) -> int:
    """Return the proportional memory of a process, so that shared pages are counted once in a sum."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    return 0


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f} MiB"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return (
        f"{days}d {hours}h" if days else f"{hours}h {minutes}m" if hours else f"{minutes}m {rest}s" if minutes else f"{rest}s"
    )
