"""Hostile (and merely busy) tasks: directories for outputs that become something else while the task runs."""

from pathlib import Path

import pytest

from compute.engine_house import GIB, EngineHouse
from compute.test_engine_transfers import OUT, CarryingHouse, carried, store, weed
from modelyard.compute.ports import Credentials
from modelyard.compute.types import EndedBy, OutputSync, Resources, TaskEnd

__all__ = ["carried", "store", "weed"]


async def run(house: CarryingHouse, program: str, folder: str) -> tuple[TaskEnd, str]:
    """Run a program with an output to a folder of the bucket; it begins in an empty directory for it."""
    sync = OutputSync("train_url", f"obs://work/{folder}/", OUT)
    words = f"import os, shutil, time\nOUT = {OUT!r}\n"
    return await house.run(words + program, outputs=(sync,), credentials=house.keys)


class TestTheDirectory:
    @pytest.mark.parametrize("late", [0, 1.5], ids=["before-the-first-look", "after-it"])
    async def test_replaced_by_a_link_it_shows_nothing_of_the_machine(
        self, carried: CarryingHouse, tmp_path: Path, late: float
    ) -> None:
        others = tmp_path / "others"
        others.mkdir()
        (others / "file").write_text("of another project")
        program = f"time.sleep({late})\nos.rename(OUT, OUT + '.old')\nos.symlink({str(others)!r}, OUT)\ntime.sleep(1.5)"

        end, log = await run(carried, program, f"linked{late}")

        assert end.exit_code == 0, log
        assert carried.keys_below(f"linked{late}/") == []

    async def test_replaced_by_a_link_to_another_place_of_the_task_that_is_uploaded(self, carried: CarryingHouse) -> None:
        program = (
            "os.makedirs('/cache/mine')\nopen('/cache/mine/a', 'w').write('1')\nos.rmdir(OUT)\nos.symlink('/cache/mine', OUT)"
        )

        end, log = await run(carried, program, "moved")

        assert end.succeeded, log
        assert carried.keys_below("moved/") == ["moved/a"]

    async def test_emptied_and_made_anew_it_is_uploaded_as_it_is_then(self, carried: CarryingHouse) -> None:
        program = "time.sleep(1.5)\nshutil.rmtree(OUT)\nos.makedirs(OUT)\nopen(OUT + '/b', 'w').write('2')"

        end, log = await run(carried, program, "anew")

        assert end.succeeded, log
        assert carried.keys_below("anew/") == ["anew/b"]

    async def test_deleted_it_is_said_and_nothing_fails(self, carried: CarryingHouse) -> None:
        end, log = await run(carried, "shutil.rmtree(OUT)", "gone")

        assert end.succeeded
        assert "train_url: .: No such file or directory" in log


class TestTheCarrier:
    async def test_more_names_than_its_memory_holds_are_told_and_the_machine_stays_well(
        self, tmp_path: Path, engine_image: Path
    ) -> None:
        house = EngineHouse(tmp_path, engine_image, transfer_memory_bytes=2**26, sync_seconds=600)
        # In one directory, with paths as long as they can be; nothing has to be uploaded for that.
        program = f"import os\nos.chdir({OUT!r})\nfor _ in range(15): os.mkdir('d' * 250); os.chdir('d' * 250)\n"
        program += "for n in range(20_000): os.mknod(str(n))"
        outputs = (OutputSync("train_url", "obs://work/many/", OUT),)
        resources = Resources(cpu_milli=2000, memory_bytes=GIB, disk_bytes=4 * GIB)

        ref = await house.start(program, outputs=outputs, resources=resources, credentials=Credentials("a", "s", "", 2**50))
        end = await house.end_of(ref, 120)

        assert (end.ended_by, end.exit_code) == (EndedBy.UPLOAD, 0)
        assert "more files than the memory for transfers (compute.engine.transfer_memory_bytes) can list" in end.message
        house.close()
