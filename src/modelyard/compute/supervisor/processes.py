"""Processes of a task, known by their number and when they began: numbers alone are used again."""

import contextlib
import os
import signal
import time

try:
    from modelyard.compute.supervisor import records
except ImportError:  # for init, which needs no records
    records = None  # type: ignore[assignment]

_PATIENCE_SECONDS = 10


def write_down(directory: str, pids: list[int]) -> None:
    """Keep which processes are to be ended when the supervisor is gone."""
    records.replace_file(directory, records.PROCESSES, [[pid, began_at(pid)] for pid in pids if pid])


def end_all(directory: str) -> bool:
    """End what was written down, and wait until it is gone. Returns False when it does not go away.

    The first process of a namespace goes last, when all others in it are gone.
    """
    known = [(pid, began) for pid, began in records.read_json(directory, records.PROCESSES) or [] if began is not None]
    late = time.monotonic() + _PATIENCE_SECONDS
    while alive := [pid for pid, began in known if began_at(pid) == began]:
        for pid in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if time.monotonic() > late:
            return False
        time.sleep(0.01)
    return True


def wait_gone(pid: int) -> None:
    """Wait until a process that was killed is gone."""
    late = time.monotonic() + _PATIENCE_SECONDS
    while pid and began_at(pid) is not None and time.monotonic() < late:
        time.sleep(0.002)


def below(pid: int) -> list[int]:
    """Return all processes that come from one."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (words := stat_of(int(name))) and words[0] not in "ZX":
            children.setdefault(int(words[1]), []).append(int(name))
    found, waiting = [], [pid]
    while waiting:
        here = children.get(waiting.pop(), [])
        found += here
        waiting += here
    return found


def end_below(pid: int) -> None:
    """End all processes that come from one, also those that they start meanwhile."""
    late = time.monotonic() + _PATIENCE_SECONDS
    while (alive := below(pid)) and time.monotonic() < late:
        for one in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(one, signal.SIGKILL)
        time.sleep(0.005)


def began_at(pid: int) -> int | None:
    """Return when a process began, in ticks since the machine did; None when it is gone, or only waits to be buried."""
    words = stat_of(pid)
    return int(words[19]) if words and words[0] not in "ZX" else None


def stat_of(pid: int) -> list[str]:
    """Return the words of /proc/PID/stat after the name: the state comes first."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stream:
            return stream.read().rpartition(")")[2].split()
    except OSError:
        return []
