"""Where on this machine control groups for tasks may be made, of version 1 or 2."""

import contextlib
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

_WANTED_V1 = ("memory", "cpu", "cpuacct", "pids")
_WANTED_V2 = ("memory", "cpu", "pids")
_NAME = "modelyard-tasks"
_LEAF = "modelyard-platform"


@dataclass(frozen=True)
class GroupPlan:
    """What groups can be made. folders: by controller, the directory below which a task gets its own.

    kind: `v1`, `v2`, or empty where none can be made; why: the reason for what is missing.
    """

    kind: str = ""
    folders: dict[str, str] = field(default_factory=dict)
    why: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it as the supervisor reads it."""
        return {"kind": self.kind, "folders": self.folders}


def find_groups(root: Path = Path("/sys/fs/cgroup"), proc: Path = Path("/proc")) -> GroupPlan:
    """Find out by trying, and leave the directories for tasks behind. Safe to repeat."""
    own = _own_groups(proc)
    if (root / "cgroup.controllers").exists():
        return _version_2(root, root / own.get("", "").lstrip("/"), proc)
    plan = _version_1(root, own)
    return plan if plan.folders else GroupPlan(why=plan.why or "no control groups are mounted")


def _version_1(root: Path, own: dict[str, str]) -> GroupPlan:
    folders, missing = {}, []
    for controller in _WANTED_V1:
        base = root / controller / own.get(controller, "/").lstrip("/")
        if not base.is_dir():
            base = root / controller  # in a container, ours is not visible by the name that the machine has for it
        place = base / _NAME
        try:
            place.mkdir(exist_ok=True)
            probe = place / f"probe-{os.getpid()}"
            probe.mkdir()
            probe.rmdir()
        except OSError as error:
            missing.append(f"{controller}: {error.strerror}")
        else:
            folders[controller] = str(place)
    return GroupPlan("v1" if folders else "", folders, "; ".join(missing))


def _version_2(root: Path, own: Path, proc: Path) -> GroupPlan:
    """Use the group that we are in, if it is delegated to us (Delegate=yes, or a container of our own).

    A group with processes in it cannot limit those below it, so ours move into a leaf first; that is done only if all
    of them belong to the platform.
    """
    place = own / _NAME
    try:
        available = (own / "cgroup.controllers").read_text(encoding="ascii").split()
        if own != root:
            _clear(own, proc)
        place.mkdir(exist_ok=True)
        wanted = [controller for controller in _WANTED_V2 if controller in available]
        for group in (own, place):
            for controller in wanted:
                (group / "cgroup.subtree_control").write_text(f"+{controller}", encoding="ascii")
    except OSError as error:
        return GroupPlan(why=f"{error.filename}: {error.strerror}")
    missing = [controller for controller in _WANTED_V2 if controller not in wanted]
    why = f"not given to us: {', '.join(missing)}" if missing else ""
    return GroupPlan("v2" if wanted else "", dict.fromkeys(wanted, str(place)), why)


def _clear(group: Path, proc: Path) -> None:
    pids = [int(word) for word in (group / "cgroup.procs").read_text(encoding="ascii").split()]
    if not pids:
        return
    strangers = [pid for pid in pids if not _is_ours(pid, set(pids), proc)]
    if strangers:
        raise PermissionError(1, f"other programs run in it (process {strangers[0]})", str(group))
    leaf = group / _LEAF
    leaf.mkdir(exist_ok=True)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            (leaf / "cgroup.procs").write_text(str(pid), encoding="ascii")


def _is_ours(pid: int, together: Collection[int], proc: Path) -> bool:
    """Whether a process is this one, above it or below it, as far as the group goes."""
    above = _chain(os.getpid(), together, proc)
    return pid in above or bool(set(_chain(pid, together, proc)) & set(above))


def _chain(pid: int, within: Collection[int], proc: Path) -> list[int]:
    found = []
    while pid in within and pid not in found:
        found.append(pid)
        try:
            pid = int((proc / str(pid) / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            break
    return found


def _own_groups(proc: Path) -> dict[str, str]:
    """Return the group of this process by controller; version 2 has the empty name."""
    try:
        lines = (proc / "self" / "cgroup").read_text(encoding="ascii").splitlines()
    except OSError:
        return {}
    found = {}
    for line in lines:
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            found[controller] = path
    return found
