"""Hostile and unlucky tasks that want more than they were given. The machine and the other tasks stay well."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.types import EndedBy, Resources, TaskState

MIB = 2**20
SMALL = Resources(cpu_milli=1000, memory_bytes=128 * MIB, disk_bytes=32 * MIB)


@pytest.fixture
def narrow(tmp_path: Path, engine_image: Path) -> Iterator[EngineHouse]:
    """An engine with low limits."""
    house = EngineHouse(tmp_path, engine_image, max_processes=40, log_limit_bytes=8 * MIB, sample_seconds=0.5)
    yield house
    house.close()


class TestMemory:
    async def test_who_takes_more_than_its_memory_is_ended_for_that(self, narrow: EngineHouse) -> None:
        end, _ = await narrow.run("x = []\nwhile True: x.append(bytearray(4_000_000))", resources=SMALL)

        assert (end.ended_by, end.out_of_memory, end.succeeded) == (EndedBy.MEMORY, True, False)
        assert "128 MiB" in end.message
        assert end.peak_memory_bytes is not None
        assert end.peak_memory_bytes > 64 * MIB

    async def test_shared_memory_counts(self, narrow: EngineHouse) -> None:
        end, _ = await narrow.run(
            "f = open('/dev/shm/x', 'wb')\nx = []\n"
            "while True:\n  f.write(bytes(1_000_000)); f.flush(); x.append(bytearray(1_000_000))",
            resources=SMALL,
        )

        assert not end.succeeded

    async def test_a_child_that_took_too_much_is_told_from_a_failure_of_the_program(self, narrow: EngineHouse) -> None:
        program = (
            "import os, sys\npid = os.fork()\nif pid == 0:\n  x = []\n  while True: x.append(bytearray(4_000_000))\n"
            "sys.exit(0 if os.waitpid(pid, 0)[1] == 0 else 1)"
        )

        end, _ = await narrow.run(program, resources=SMALL)

        assert end.ended_by is EndedBy.MEMORY


class TestProcesses:
    async def test_a_fork_bomb_comes_to_its_limit_and_goes_with_its_task(self, narrow: EngineHouse) -> None:
        program = (
            "import os, time\nprint('up')\nwhile True:\n  try: os.fork()\n  except OSError: print('limit'); time.sleep(600)"
        )
        ref = await narrow.start(program)
        await narrow.until_log(ref, "limit")

        await narrow.engine.stop(ref, grace_seconds=0, ended_by="user")

        assert (await narrow.end_of(ref)).ended_by is EndedBy.USER

    async def test_a_program_that_ends_over_it_is_told_why(self, narrow: EngineHouse) -> None:
        end, _ = await narrow.run("import os\nwhile True:\n  if os.fork() == 0:\n    import time; time.sleep(600)")

        assert end.ended_by is EndedBy.PROCESSES
        assert "its limit is 40" in end.message

    async def test_children_that_were_left_behind_end_with_the_task(self, narrow: EngineHouse) -> None:
        program = (
            "import os, sys, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0:\n    time.sleep(600)\n"
            "  os._exit(0)\nos.wait(); print('done')"
        )

        end, log = await narrow.run(program)

        assert end.succeeded
        assert log == "done\n"


class TestDisk:
    async def test_one_file_cannot_be_larger_than_the_disk_of_the_task(self, narrow: EngineHouse) -> None:
        end, log = await narrow.run("f = open('/cache/x', 'wb')\nwhile True: f.write(bytes(1_000_000))", resources=SMALL)

        assert not end.succeeded
        assert "File too large" in log or end.signal == 25 or end.ended_by is EndedBy.DISK

    async def test_many_files_over_the_limit_end_the_task(self, narrow: EngineHouse) -> None:
        program = (
            "import time\nfor n in range(1000):\n  open(f'/home/ma-user/{n}', 'wb').write(bytes(4_000_000)); time.sleep(0.01)\n"
            "time.sleep(600)"
        )

        end, _ = await narrow.run(program, resources=SMALL)

        assert end.ended_by is EndedBy.DISK
        assert "its limit is" in end.message

    async def test_files_without_a_name_count(self, narrow: EngineHouse) -> None:
        program = (
            "import os, time\nkept = []\nfor n in range(12):\n  f = open('/tmp/x', 'wb'); os.unlink('/tmp/x')\n"
            "  f.write(bytes(4_000_000)); f.flush(); kept.append(f)\ntime.sleep(600)"
        )

        end, _ = await narrow.run(program, resources=SMALL)

        assert end.ended_by is EndedBy.DISK

    async def test_empty_files_count(self, narrow: EngineHouse) -> None:
        program = "import time\nfor n in range(20_000): open(f'/cache/{n}', 'w').close()\ntime.sleep(600)"

        end, _ = await narrow.run(program, resources=SMALL)

        assert end.ended_by is EndedBy.DISK
        assert "its limit is" in end.message

    async def test_directories_too_deep_to_be_counted_end_the_task(self, narrow: EngineHouse) -> None:
        program = (
            "import os, time\nos.chdir('/home/ma-user')\nname = 'd' * 200\n"
            "for _ in range(30): os.mkdir(name); os.chdir(name)\n"
            "open('x', 'wb').write(bytes(20_000_000))\ntime.sleep(600)"
        )

        end, _ = await narrow.run(program, resources=SMALL)

        assert end.ended_by is EndedBy.DISK
        assert "cannot be counted" in end.message

    async def test_what_it_leaves_is_deleted_however_deep_and_without_rights(self, narrow: EngineHouse) -> None:
        program = (
            "import os\nos.makedirs('/cache/a/b/c')\nopen('/cache/a/b/d', 'w').close()\n"
            "os.chmod('/cache/a/b', 0)\nos.chmod('/cache/a', 0)\nos.chdir('/home/ma-user')\n"
            "for _ in range(1200): os.mkdir('d'); os.chdir('d')"
        )
        ref = await narrow.start(program, resources=SMALL)

        try:
            assert (await narrow.end_of(ref)).succeeded
            assert not (narrow.directory(ref) / "files").exists()
        finally:
            # Should it be there, Python could not delete it.
            subprocess.run(["rm", "-rf", str(narrow.directory(ref) / "files")], check=True)  # noqa: ASYNC221 - there is nothing else to do


class TestLog:
    async def test_a_flood_keeps_head_and_tail_and_says_what_was_left_out(self, narrow: EngineHouse) -> None:
        program = (
            "import os\nos.write(1, b'the first line\\n')\nblock = (b'x' * 99 + b'\\n') * 10000\n"
            "for n in range(60): os.write(1, block)\nos.write(1, b'the last line\\n')"
        )
        ref = await narrow.start(program)

        end = await narrow.end_of(ref)
        log = await narrow.log_of(ref)

        assert end.succeeded
        assert end.last_lines[-1] == "the last line"
        assert end.log_bytes > 60_000_000
        assert log.startswith("the first line\n")
        assert "the last line\n" in log
        assert "bytes in the middle of this log were left out" in log
        assert sum(part.stat().st_size for part in (narrow.directory(ref) / "log").iterdir()) <= 9 * MIB
        part = await narrow.engine.read_log(ref, offset=end.log_bytes // 2, limit=100)
        assert part.offset > end.log_bytes // 2
        assert (await narrow.engine.read_log(ref, offset=-10, limit=100)).content.endswith(b"\n")

    async def test_the_last_byte_counts_also_without_a_line_end(self, narrow: EngineHouse) -> None:
        end, log = await narrow.run("import sys; sys.stdout.write('no end of line'); sys.stderr.write('!')")

        assert log == "no end of line!"
        assert end.last_lines == ("no end of line!",)

    async def test_a_process_that_closes_its_output_goes_on(self, narrow: EngineHouse) -> None:
        end, _ = await narrow.run("import os, sys, time\nos.close(1); os.close(2)\ntime.sleep(0.3)\nos._exit(5)")

        assert (end.ended_by, end.exit_code) == (EndedBy.ITSELF, 5)

    async def test_control_characters_and_broken_text_are_kept_as_they_are(self, narrow: EngineHouse) -> None:
        ref = await narrow.start("import os; os.write(1, bytes(range(256)))")
        await narrow.end_of(ref)

        assert (await narrow.engine.read_log(ref)).content == bytes(range(256))


class TestTheOthers:
    async def test_a_task_beside_hostile_ones_does_its_work(self, narrow: EngineHouse) -> None:
        bomb = await narrow.start("import os\nwhile True:\n  try: os.fork()\n  except OSError: pass")
        flood = await narrow.start("import os\nwhile True: os.write(1, b'x' * 65536)")

        end, log = await narrow.run("print(sum(range(100)))")

        assert end.succeeded
        assert log == "4950\n"
        for ref in (bomb, flood):
            await narrow.engine.stop(ref, grace_seconds=0, ended_by="user")
            await narrow.wait(ref, lambda seen: seen.state is TaskState.ENDED)
