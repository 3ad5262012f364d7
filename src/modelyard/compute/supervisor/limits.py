"""What holds a task within what it was given: control groups where there are any, limits of processes everywhere."""

import contextlib
import os
import resource
import signal
import time
from typing import Any

_PERIOD_MICROSECONDS = 100_000
_LEAST_QUOTA = 1_000
_GONE_SECONDS = 5
_LIMITS = {
    "nproc": resource.RLIMIT_NPROC,
    "nofile": resource.RLIMIT_NOFILE,
    "fsize": resource.RLIMIT_FSIZE,
    "core": resource.RLIMIT_CORE,
}


class Groups:
    """The control groups of one task, of version 1 or 2; nothing where the machine lets us make none.

    Of the task it reads `groups`: `kind` ("v1", "v2" or empty), the task's `name` and, by controller, the directory below
    which groups may be made.
    """

    def __init__(self, task: dict[str, Any]) -> None:
        plan = task["groups"]
        self._kind: str = plan["kind"]
        self._folders = {what: os.path.join(base, plan["name"]) for what, base in plan["folders"].items()}
        self._resources: dict[str, int] = task["resources"]
        self._processes: int = task["max_processes"]

    def make(self) -> None:
        """Make the groups and set their limits. What cannot be set is left to the watcher."""
        for folder in dict.fromkeys(self._folders.values()):
            os.makedirs(folder, exist_ok=True)
        memory, quota = self._resources["memory_bytes"], self._quota()
        if self._kind == "v1":
            self._set("memory", "memory.limit_in_bytes", memory)
            self._set("memory", "memory.memsw.limit_in_bytes", memory)
            self._set("cpu", "cpu.cfs_period_us", _PERIOD_MICROSECONDS)
            self._set("cpu", "cpu.cfs_quota_us", quota)
            self._set("pids", "pids.max", self._processes)
        elif self._kind == "v2":
            self._set("memory", "memory.max", memory)
            self._set("memory", "memory.swap.max", 0)
            self._set("memory", "memory.oom.group", 1)
            self._set("cpu", "cpu.max", f"{quota} {_PERIOD_MICROSECONDS}")
            self._set("pids", "pids.max", self._processes)

    def add(self, pid: int) -> None:
        """Put a process into the groups, with all that it will start."""
        for folder in dict.fromkeys(self._folders.values()):
            _write(os.path.join(folder, "cgroup.procs"), pid)

    @property
    def holds_memory(self) -> bool:
        """Whether the kernel itself keeps the task within its memory."""
        name = "memory.limit_in_bytes" if self._kind == "v1" else "memory.max"
        return self._number("memory", name) in range(1, 2 * self._resources["memory_bytes"])

    @property
    def holds_processes(self) -> bool:
        """Whether the kernel counts the processes of the task."""
        return self._number("pids", "pids.max") == self._processes

    def memory_bytes(self) -> int | None:
        """Return what the processes use, without what the kernel keeps of files only because there is room."""
        names = ("total_rss", "total_shmem", "total_mapped_file") if self._kind == "v1" else ("anon", "shmem", "kernel")
        facts = self._table("memory", "memory.stat")
        return sum(facts.get(name, 0) for name in names[:2]) if facts else None

    def out_of_memory_kills(self) -> int:
        """Return how often the kernel has killed something because the memory limit was reached."""
        name = "memory.oom_control" if self._kind == "v1" else "memory.events"
        return self._table("memory", name).get("oom_kill", 0)

    def refused_processes(self) -> int:
        """Return how often a process was refused because the limit was reached."""
        return self._table("pids", "pids.events").get("max", 0)

    def cpu_seconds(self) -> float | None:
        """Return the processor time that was used."""
        if self._kind == "v1":
            used = self._number("cpuacct", "cpuacct.usage")
            return None if used < 0 else used / 1e9
        used = self._table("cpu", "cpu.stat").get("usage_usec", -1)
        return None if used < 0 else used / 1e6

    def remove(self) -> None:
        """End what is left in the groups, and remove them."""
        late = time.monotonic() + _GONE_SECONDS
        for folder in dict.fromkeys(self._folders.values()):
            while os.path.isdir(folder):
                try:
                    os.rmdir(folder)
                except OSError:  # noqa: PERF203 - that is how one learns that it is not empty
                    for pid in _pids(folder):
                        with contextlib.suppress(ProcessLookupError):
                            os.kill(pid, signal.SIGKILL)
                    if time.monotonic() > late:
                        break
                    time.sleep(0.01)

    def _quota(self) -> int:
        return max(_LEAST_QUOTA, self._resources["cpu_milli"] * _PERIOD_MICROSECONDS // 1000)

    def _set(self, controller: str, name: str, value: int | str) -> None:
        if controller in self._folders:
            with contextlib.suppress(OSError):  # swap, for one, is not counted everywhere
                _write(os.path.join(self._folders[controller], name), value)

    def _number(self, controller: str, name: str) -> int:
        text = _read(os.path.join(self._folders.get(controller, "/nonexistent"), name)).strip()
        return int(text) if text.isdigit() else -1

    def _table(self, controller: str, name: str) -> dict[str, int]:
        lines = _read(os.path.join(self._folders.get(controller, "/nonexistent"), name)).splitlines()
        pairs = [line.split() for line in lines]
        return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()}


def limit_self(task: dict[str, Any]) -> None:
    """Set the limits that this process hands on to all that it starts. What is lower already stays."""
    for name, most in limits_of(task, is_counted="pids" in task["groups"]["folders"]).items():
        resource.setrlimit(_LIMITS[name], (most, most))


def limit_memory(most_bytes: int) -> None:
    """Set how much memory of its own this process, and each that it starts, may have. What is lower already stays.

    Not by a control group: that would count what the kernel keeps of the files that are moved, which on a file system in
    memory nothing can take back. A program learns of this limit instead of being killed.
    """
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def limits_of(task: dict[str, Any], *, is_counted: bool) -> dict[str, int]:
    """Return the limits of processes of a task by the names that container engines have for them.

    is_counted: a group counts processes; it is to be the first to refuse, because it tells.
    """
    wanted = {
        "nproc": task["max_processes"] * (2 if is_counted else 1),
        "nofile": task["max_open_files"],
        "fsize": task["resources"]["disk_bytes"],
        "core": 0,
    }
    hard = {name: resource.getrlimit(_LIMITS[name])[1] for name in wanted}
    return {name: most if hard[name] == resource.RLIM_INFINITY else min(most, hard[name]) for name, most in wanted.items()}


def _write(file: str, value: int | str) -> None:
    with open(file, "w", encoding="ascii") as stream:
        stream.write(str(value))


def _read(file: str) -> str:
    try:
        with open(file, encoding="ascii", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def _pids(folder: str) -> list[int]:
    return [int(word) for word in _read(os.path.join(folder, "cgroup.procs")).split()]
