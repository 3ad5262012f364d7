"""Hostile (and merely busy) tasks: directories for outputs that become something else while the task runs."""

from pathlib import Path

import pytest

from compute.test_engine_transfers import OUT, CarryingHouse, carried, store, weed
from modelyard.compute.types import OutputSync, TaskEnd

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
