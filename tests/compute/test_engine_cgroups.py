"""Control groups: where they can be made, and what is written into them. Version 2 with a tree of files."""

import os
from pathlib import Path
from typing import Any

import pytest

from modelyard.compute.adapters.cgroups import find_groups
from modelyard.compute.supervisor.limits import Groups

MIB = 2**20


@pytest.fixture
def tree(tmp_path: Path) -> tuple[Path, Path]:
    """A machine with version 2, on which we run in a service of our own."""
    root, proc = tmp_path / "cgroup", tmp_path / "proc"
    own = root / "system.slice" / "modelyard.service"
    own.mkdir(parents=True)
    (root / "cgroup.controllers").write_text("cpu memory pids io\n")
    (own / "cgroup.controllers").write_text("cpu memory pids\n")
    (own / "cgroup.procs").write_text(f"{os.getpid()}\n")
    (own / "cgroup.subtree_control").write_text("")
    me = proc / "self"
    me.mkdir(parents=True)
    (me / "cgroup").write_text("0::/system.slice/modelyard.service\n")
    (proc / str(os.getpid())).mkdir()
    (proc / str(os.getpid()) / "stat").write_text(f"{os.getpid()} (python) S 1 0 0")
    return root, proc


class TestVersion2:
    def test_processes_of_ours_move_aside_and_groups_are_made_below(self, tree: tuple[Path, Path]) -> None:
        root, proc = tree
        own = root / "system.slice" / "modelyard.service"

        plan = find_groups(root, proc)

        assert plan.kind == "v2"
        assert set(plan.folders) == {"memory", "cpu", "pids"}
        assert (own / "modelyard-platform" / "cgroup.procs").read_text() == str(os.getpid())
        assert (own / "cgroup.subtree_control").read_text().startswith("+")

    def test_a_group_that_others_use_is_left_as_it_is(self, tree: tuple[Path, Path]) -> None:
        root, proc = tree
        own = root / "system.slice" / "modelyard.service"
        (own / "cgroup.procs").write_text(f"{os.getpid()}\n999999\n")
        (proc / "999999").mkdir()
        (proc / "999999" / "stat").write_text("999999 (shell) S 1 0 0")

        plan = find_groups(root, proc)

        assert plan.kind == ""
        assert "other programs run in it (process 999999)" in plan.why
        assert not (own / "modelyard-platform").exists()

    def test_a_controller_that_we_were_not_given_is_named(self, tree: tuple[Path, Path]) -> None:
        root, proc = tree
        (root / "system.slice" / "modelyard.service" / "cgroup.controllers").write_text("memory pids\n")

        plan = find_groups(root, proc)

        assert set(plan.folders) == {"memory", "pids"}
        assert "cpu" in plan.why

    def test_limits_are_written_and_facts_are_read(self, tmp_path: Path) -> None:
        groups = Groups(_task("v2", dict.fromkeys(("memory", "cpu", "pids"), str(tmp_path))))
        groups.make()
        task = tmp_path / "name"
        (task / "memory.events").write_text("low 0\nhigh 0\nmax 12\noom 1\noom_kill 3\n")
        (task / "memory.stat").write_text("anon 1000\nfile 9999\nshmem 200\n")
        (task / "pids.events").write_text("max 2\n")
        (task / "cpu.stat").write_text("usage_usec 2500000\nuser_usec 1\n")

        assert (task / "memory.max").read_text() == str(128 * MIB)
        assert (task / "memory.swap.max").read_text() == "0"
        assert (task / "memory.oom.group").read_text() == "1"
        assert (task / "cpu.max").read_text() == "150000 100000"
        assert (task / "pids.max").read_text() == "40"
        assert groups.out_of_memory_kills() == 3
        assert groups.refused_processes() == 2
        assert groups.memory_bytes() == 1200
        assert groups.cpu_seconds() == 2.5
        assert groups.holds_memory
        assert groups.holds_processes


class TestNone:
    def test_without_groups_nothing_is_held_and_nothing_is_wrong(self, tmp_path: Path) -> None:
        plan = find_groups(tmp_path / "none", tmp_path / "proc")
        groups = Groups(_task("", {}))
        groups.make()
        groups.add(1)
        groups.remove()

        assert plan.kind == ""
        assert plan.why
        assert not groups.holds_memory
        assert groups.memory_bytes() is None
        assert groups.cpu_seconds() is None


def _task(kind: str, folders: dict[str, str]) -> dict[str, Any]:
    resources = {"memory_bytes": 128 * MIB, "cpu_milli": 1500}
    return {"groups": {"kind": kind, "folders": folders, "name": "name"}, "resources": resources, "max_processes": 40}
