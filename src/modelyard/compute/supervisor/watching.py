"""What a running task uses: measured now and then, written down, and held against what it was given."""

import contextlib
import errno
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from typing import Any

from modelyard.compute.supervisor import records
from modelyard.compute.supervisor.limits import Groups
from modelyard.compute.supervisor.processes import below, stat_of

_ENTRIES_PER_STEP = 2_000
_LONGEST_BETWEEN_WALKS = 30
_HOUR, _DAY = 3_600_000, 86_400_000
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
# Where the node is short of disk, a task that has written so much since the last look is taken to be the reason.
_GROWTH_BYTES = 16 * 2**20
# What an empty file counts for: a disk has room for so many files only.
_ENTRY_BYTES = 4096


class TooDeep(Exception):
    """A path has become longer than the kernel takes."""


class Watcher:
    """Watches one task. end: called with who and why when it is over a limit that the kernel does not hold."""

    def __init__(self, task: dict[str, Any], directory: str, groups: Groups, end: Callable[[str, str], None]) -> None:
        self._task, self._directory, self._groups, self._end = task, directory, groups, end
        self._files = os.path.join(directory, records.FILES)
        # Further directories that count, also of other disks: that of its sockets, what a container has changed of its image.
        self.also: list[str] = [task["sockets"]["directory"]] if task["sockets"]["directory"] else []
        self._resources: dict[str, int] = task["resources"]
        self._namespace = self._init_pid = 0
        self._last_cpu = (time.monotonic(), 0.0)
        self._walk: Iterator[int | None] | None = None
        self._walked_at = time.monotonic()
        self._free_at_walk = (0, 0)
        self._samples = Samples(directory)
        self.disk_bytes = 0
        self.peak_bytes = 0
        self.was_at_process_limit = False
        self.devices: tuple[tuple[float, float], ...] = ()

    def begin(self, init_pid: int) -> None:
        """Watch the processes that are in the namespace of this one, from now on."""
        self._free_at_walk = self._free_everywhere()
        self._init_pid = init_pid
        with contextlib.suppress(OSError):
            self._namespace = os.stat(f"/proc/{init_pid}/ns/pid").st_ino

    def pids(self) -> list[int]:
        """Return the processes of the task."""
        if not self._task["is_isolated"]:
            return below(self._init_pid)
        found = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                with contextlib.suppress(OSError):
                    if os.stat(f"/proc/{name}/ns/pid").st_ino == self._namespace:
                        found.append(int(name))
        return found

    def check(self) -> None:
        """Look whether the task is within its limits; quick, and often."""
        if not self._groups.holds_memory:
            used = self._memory(self.pids())
            self.peak_bytes = max(self.peak_bytes, used)
            if used > self._resources["memory_bytes"]:
                limit = self._resources["memory_bytes"]
                self._end("memory", f"It used {used} bytes of memory; its limit is {limit}.")
        self.note_processes()
        self._check_disk()

    def note_processes(self) -> None:
        """Notice whether the task has come to its limit of processes, where the kernel does not tell."""
        if not self._groups.holds_processes:
            threads = sum(int(words[17]) for pid in self.pids() if (words := stat_of(pid)))
            self.was_at_process_limit |= threads * 20 >= self._task["max_processes"] * 19

    def sample(self) -> None:
        """Measure, and write it down."""
        pids = self.pids()
        memory = self._memory(pids)
        self.peak_bytes = max(self.peak_bytes, memory)
        read, written = _io(pids)
        now, used = time.monotonic(), self._cpu_seconds(pids)
        share = (used - self._last_cpu[1]) / max(0.001, now - self._last_cpu[0]) / max(1, self._resources["cpu_milli"]) * 1000
        self._last_cpu = (now, used)
        self._samples.add(
            {
                "at_ms": records.now_ms(),
                "cpu_percent": round(min(100.0, max(0.0, share * 100)), 1),
                "memory_percent": round(min(100.0, memory / max(1, self._resources["memory_bytes"]) * 100), 1),
                "memory_bytes": memory,
                "disk_bytes": self.disk_bytes,
                "read_bytes": read,
                "written_bytes": written,
                "devices": self.devices,
            }
        )

    def open_for_writing(self) -> list[tuple[int, int]]:
        """Return device and inode of the files that processes of the task could still change."""
        found = set()
        for pid, descriptor, facts in _descriptors(self.pids()):
            if stat.S_ISREG(facts.st_mode) and _is_writable(pid, descriptor):
                found.add((facts.st_dev, facts.st_ino))
        return sorted(found)

    def _memory(self, pids: list[int]) -> int:
        counted = self._groups.memory_bytes()
        return counted if counted is not None else sum(_resident(pid) for pid in pids)

    def _cpu_seconds(self, pids: list[int]) -> float:
        counted = self._groups.cpu_seconds()
        if counted is not None:
            return counted
        # Of those that have ended, their parents have the time.
        return sum(sum(map(int, words[11:15])) for pid in pids if (words := stat_of(pid))) / _TICKS

    def _check_disk(self) -> None:
        free, everywhere = free_bytes(self._files), self._free_everywhere()
        limit = self._resources["disk_bytes"]
        if self._walk is None:
            # As long as the disk has lost less than the task may still write, nothing need be counted, except now and
            # then: another may have freed what this one wrote.
            lost = max(before - now for before, now in zip(self._free_at_walk, everywhere, strict=True))
            is_safe = self.disk_bytes + max(0, lost) < limit // 2
            is_fresh = time.monotonic() - self._walked_at < _LONGEST_BETWEEN_WALKS
            if is_safe and is_fresh and free > self._task["min_free_disk_bytes"]:
                return
            self._walk, self._free_at_walk, self._walked_at = self._walked(), everywhere, time.monotonic()
        before = self.disk_bytes
        try:
            found = next(self._walk)
        except TooDeep:
            self._walk = None
            self._end("disk", "It has directories in directories so deep that what is in them cannot be counted.")
            return
        if found is None:
            return
        self._walk, self.disk_bytes = None, found
        if found > limit:
            self._end("disk", f"It has written {found} bytes; its limit is {limit}.")
        elif free < self._task["min_free_disk_bytes"] and found - before > _GROWTH_BYTES:
            self._end("disk", f"The disk of the node has only {free} bytes left, and this task was writing.")

    def _free_everywhere(self) -> tuple[int, int]:
        rooms = [_room(path) for path in (self._files, *self.also)]
        return sum(room[0] for room in rooms), sum(room[1] for room in rooms)

    def _walked(self) -> Iterator[int | None]:
        """Count what the task has on the disk, in steps; yields None until the count is known."""
        total, seen, count = 0, set(), 0
        for _, _, facts in _descriptors(self.pids()):
            # Files without a name still take their room.
            if facts.st_nlink == 0 and stat.S_ISREG(facts.st_mode) and facts.st_ino not in seen:
                seen.add(facts.st_ino)
                total += facts.st_blocks * 512
        paths = [self._files, *self.also]
        while paths:
            path = paths.pop()
            for facts, inner in _entries(path):
                count += 1
                if inner:
                    paths.append(inner)
                elif facts.st_nlink > 1:
                    if facts.st_ino in seen:
                        continue
                    seen.add(facts.st_ino)
                total += max(_ENTRY_BYTES, facts.st_blocks * 512)
                if count % _ENTRIES_PER_STEP == 0:
                    yield None
        yield total


def free_bytes(path: str) -> int:
    """Return what may still be written to the disk of a directory, in files of usual size; 0 where nobody can tell."""
    return min(_room(path))


def _room(path: str) -> tuple[int, int]:
    """Return how many bytes the disk of a directory has left, and how many for its files at the size of an empty one."""
    try:
        facts = os.statvfs(path)
    except OSError:
        return 0, 0
    room = facts.f_bavail * facts.f_frsize
    return room, facts.f_favail * _ENTRY_BYTES if facts.f_files else room


class Samples:
    """What was measured over the life of a task. The older, the fewer: a week stays small."""

    _TIDY_EVERY = 500

    def __init__(self, directory: str) -> None:
        self._directory = directory
        self._added = 0

    def add(self, values: dict[str, Any]) -> None:
        """Append one. A disk without room costs a sample, nothing else."""
        with contextlib.suppress(OSError):
            with open(os.path.join(self._directory, records.SAMPLES), "a", encoding="utf-8") as stream:
                stream.write(json.dumps(values) + "\n")
            self._added += 1
            if self._added % self._TIDY_EVERY == 0:
                kept = thinned(read_samples(self._directory), values["at_ms"])
                records.replace_file(self._directory, records.SAMPLES, "".join(json.dumps(one) + "\n" for one in kept))


def thinned(samples: list[dict[str, Any]], now_ms: int) -> list[dict[str, Any]]:
    """Return all samples of the last hour, one a minute of the last day, one for ten minutes of what is older."""
    kept: list[dict[str, Any]] = []
    for one in samples:
        age = now_ms - one["at_ms"]
        step = 0 if age <= _HOUR else 60_000 if age <= _DAY else 600_000
        if not kept or not step or one["at_ms"] // step != kept[-1]["at_ms"] // step:
            kept.append(one)
    return kept


def read_samples(directory: str) -> list[dict[str, Any]]:
    """Return what was measured, oldest first."""
    try:
        with open(os.path.join(directory, records.SAMPLES), encoding="utf-8") as stream:
            return [json.loads(line) for line in stream if line.endswith("\n")]
    except FileNotFoundError:
        return []


def _entries(path: str) -> Iterator[tuple[os.stat_result, str]]:
    """Yield what a directory holds, with the path of what is a directory itself. Links are not followed. Raises TooDeep."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise TooDeep from error
        return
    try:
        for name in os.listdir(descriptor):
            with contextlib.suppress(OSError):
                facts = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                yield facts, os.path.join(path, name) if stat.S_ISDIR(facts.st_mode) else ""
    finally:
        os.close(descriptor)


def _descriptors(pids: list[int]) -> Iterator[tuple[int, str, os.stat_result]]:
    for pid in pids:
        with contextlib.suppress(OSError):
            for descriptor in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    yield pid, descriptor, os.stat(f"/proc/{pid}/fd/{descriptor}")


def _is_writable(pid: int, descriptor: str) -> bool:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/fdinfo/{descriptor}", encoding="ascii") as stream:
        for line in stream:
            if line.startswith("flags:"):
                return bool(int(line.split()[1], 8) & os.O_ACCMODE)
    return False


def _resident(pid: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/statm", encoding="ascii") as stream:
        words = stream.read().split()
        return (int(words[1]) - int(words[2])) * _PAGE
    return 0


def _io(pids: list[int]) -> tuple[int, int]:
    read = written = 0
    for pid in pids:
        with contextlib.suppress(OSError, ValueError), open(f"/proc/{pid}/io", encoding="ascii") as stream:
            facts = dict(line.split(": ") for line in stream.read().splitlines())
            read, written = read + int(facts["read_bytes"]), written + int(facts["write_bytes"])
    return read, written
