"""What a node is looked at for before a task begins."""

from pathlib import Path
from typing import Any

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.supervisor import prechecks
from modelyard.compute.types import EndedBy, Step, StepStatus

FACTS: dict[str, Any] = {
    "hosts": [("127.64.0.1", ["worker-0"])],
    "resources": {"disk_bytes": 1, "gpus": 0, "npus": 0},
    "min_free_disk_bytes": 1,
    "device_files": [],
}


def found_in(tmp_path: Path, **changes: Any) -> dict[str, prechecks.Finding]:
    return {one.item: one for one in prechecks.look({**FACTS, **changes}, str(tmp_path))}


class TestLooking:
    def test_a_node_that_is_well(self, tmp_path: Path) -> None:
        found = found_in(tmp_path)

        assert list(found) == ["dns", "disk-size root", "disk-size cache", "disk-size shm"]
        assert {one.line() for one in found.values()} >= {"[INFO][detect] code: 0, message: ok, item: dns"}
        assert not any(one.is_fault for one in found.values())

    def test_less_disk_than_was_promised_is_told_and_less_than_tasks_are_ended_for_is_a_fault(self, tmp_path: Path) -> None:
        promised = {"disk_bytes": 2**60, "gpus": 0, "npus": 0}

        little = found_in(tmp_path, resources=promised)["disk-size cache"]
        assert (little.code, little.is_fault) == (13, False)
        assert little.line().startswith('[WARNING][detect] code: 13, message: the disk space of the path "/cache" is ')
        least = found_in(tmp_path, resources=promised, min_free_disk_bytes=2**60)["disk-size cache"]
        assert least.is_fault
        assert least.line().startswith("[ERROR][detect] code: 13")

    def test_a_directory_that_is_gone_is_told(self, tmp_path: Path) -> None:
        assert found_in(tmp_path / "gone")["disk-size cache"].code == 13

    def test_an_address_that_is_none(self, tmp_path: Path) -> None:
        assert found_in(tmp_path, hosts=[("nowhere", ["worker-1"])])["dns"].is_fault

    @pytest.mark.parametrize(("kind", "item"), [("gpus", "gpu-check"), ("npus", "npu-check")])
    def test_cards_must_be_there(self, tmp_path: Path, kind: str, item: str) -> None:
        resources = {"disk_bytes": 1, "gpus": 0, "npus": 0, kind: 1}
        card = tmp_path / "card0"

        missing = found_in(tmp_path, resources=resources, device_files=["/dev/no-such-control", str(card)])[item]
        assert (missing.is_fault, missing.message) == (True, f"{card} is not there")
        assert found_in(tmp_path, resources=resources)[item].is_fault
        card.touch()
        assert not found_in(tmp_path, resources=resources, device_files=["/dev/no-such-control", str(card)])[item].is_fault


class TestTasks:
    async def test_the_log_says_what_was_found(self, house: EngineHouse) -> None:
        end, log = await house.run("print('ran')", precheck=True)

        assert end.succeeded
        assert "[task] Detect\n" in log
        assert "[detect] code: 0, message: ok, item: dns\n" in log
        assert log.index("item: disk-size shm") < log.index("ran")

    async def test_a_node_that_is_not_fit_ends_the_task_before_it_begins(self, tmp_path: Path, engine_image: Path) -> None:
        house = EngineHouse(tmp_path, engine_image, min_free_disk_bytes=2**50)
        ref = await house.start("print('ran')", precheck=True)
        end = await house.end_of(ref)

        assert end.ended_by is EndedBy.NODE
        assert "disk-size cache: the disk space" in end.message
        assert "ran" not in await house.log_of(ref)
        steps = (await house.engine.observe(ref)).steps
        assert (steps[-1].step, steps[-1].status) == (Step.PRE_CHECK, StepStatus.FAILED)
        house.close()

    async def test_without_the_wish_nothing_is_said(self, house: EngineHouse) -> None:
        assert (await house.run("print('ran')"))[1] == "ran\n"
