"""Inputs that are mounted: one copy on the machine, read-only, for all whose owners may read the same objects."""

import asyncio
import hashlib
import os
import signal
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from compute.engine_house import EngineHouse
from modelyard.compute.adapters.local import StorageAccess
from modelyard.compute.ports import Credentials
from modelyard.compute.supervisor.carrier import Carrier
from modelyard.compute.supervisor.storage import Store
from modelyard.compute.types import EndedBy, InputCopy, TaskRef
from modelyard.objects.rules.digests import listing_digest
from objects.weed import WeedServer, running_weed_server

IN = "/home/ma-user/modelarts/inputs/data_url_0"
LISTER: dict[str, object] = {
    "name": "lister",
    "credentials": [{"accessKey": "LISTER", "secretKey": "of names"}],
    "actions": ["List:work"],
}
READ = f"import os\nfor p, _, names in os.walk({IN!r}):\n  for n in sorted(names): print('has', n, open(p + '/' + n).read())"


@pytest.fixture(scope="module")
def weed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeedServer]:
    with running_weed_server(tmp_path_factory.mktemp("weed"), LISTER) as server:
        yield server


@pytest.fixture(scope="module")
def store(weed: WeedServer) -> Iterator[Store]:
    store = Store({**asdict(StorageAccess(weed.endpoint)), "access": weed.access, "secret": weed.secret, "security_token": ""})
    store._ask("PUT", "work", "")
    yield store
    store.close()


@pytest.fixture
def sharing(tmp_path: Path, engine_image: Path, weed: WeedServer, store: Store) -> Iterator["SharingHouse"]:
    house = SharingHouse(tmp_path, engine_image, min_free_disk_bytes=0)
    house.keys = Credentials(weed.access, weed.secret, "", 2**50)
    house.use_storage(StorageAccess(weed.endpoint))
    house.store = store
    yield house
    house.close()


class SharingHouse(EngineHouse):
    keys: Credentials
    store: Store

    def put(self, key: str, content: bytes) -> None:
        file = self.folder / "object"
        file.write_bytes(content)
        with file.open("rb") as stream:
            self.store.put("work", key, [(stream.fileno(), 0, len(content))])

    def kept(self) -> list[str]:
        """The copies that are whole."""
        return sorted(path.name for path in self.inputs.iterdir() if "." not in path.name and path.is_dir())

    def filling(self) -> list[Path]:
        return list(self.inputs.glob(".fill.*"))

    async def supervisor_of(self, ref: TaskRef) -> int:
        """Return the process that supervises a task."""
        wanted = str(self.directory(ref)).encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if wanted in words and b"-S" in words:
                return int(process.name)
        raise AssertionError("it has no supervisor")


def mounted(prefix: str) -> tuple[InputCopy, ...]:
    return (InputCopy("data_url", f"obs://work/{prefix}", IN, mounted=True),)


class TestCarrier:
    """What it does when objects change between its listing and its copying."""

    def carried(self, sharing: SharingHouse, *orders: dict[str, Any], meanwhile: bool = True) -> dict[str, Any]:
        answers: list[dict[str, Any]] = []
        carrier = Carrier(sharing.store, answers.append)
        for number, order in enumerate(orders):
            carrier.obey({"id": number, "bucket": "work", **order})
            if meanwhile:
                sharing.put("c1/a", b"other")
        return answers[-1]

    @pytest.mark.parametrize("content", [b"alpha", b"much longer", b""])
    def test_what_is_not_as_it_was_listed_is_not_taken(self, sharing: SharingHouse, tmp_path: Path, content: bytes) -> None:
        sharing.put("c1/a", content)
        (tmp_path / "tree").mkdir()
        fill = {"do": "fill", "target": str(tmp_path / "tree")}

        answer = self.carried(sharing, {"do": "survey", "key": "c1/"}, fill)

        assert (answer["changed"], answer["failed"]) == (True, 1)

    def test_nor_confirmed(self, sharing: SharingHouse) -> None:
        sharing.put("c1/a", b"alpha")

        assert self.carried(sharing, {"do": "survey", "key": "c1/"}, {"do": "confirm"})["changed"]

    def test_the_digest_is_of_place_names_and_contents(self, sharing: SharingHouse) -> None:
        sharing.put("c2/a", b"alpha")
        sharing.put("c3/a", b"alpha")

        found = [self.carried(sharing, {"do": "survey", "key": key}, meanwhile=False)["digest"] for key in ("c2/", "c2", "c3/")]

        assert found[0] == found[1] != found[2]

    def test_an_object_that_is_the_begin_of_others_is_told(self, sharing: SharingHouse, tmp_path: Path) -> None:
        answers: list[dict[str, Any]] = []
        carrier = Carrier(sharing.store, answers.append)
        carrier._surveyed = [("k/a/b", 0, "t", "a/b")]
        (tmp_path / "tree").mkdir()
        (tmp_path / "tree" / "a").touch()

        carrier.obey({"id": 1, "do": "fill", "bucket": "work", "target": str(tmp_path / "tree")})

        assert answers[-1]["problems"] == [("k/a/b", "it is an object, and the begin of others")]


class TestPinnedInputs:
    """Inputs that have to be what somebody recorded."""

    def pinned(self, prefix: str, *entries: tuple[str, bytes]) -> tuple[InputCopy, ...]:
        listed = [(prefix + name, len(content), hashlib.md5(content).hexdigest()) for name, content in entries]
        (copy,) = mounted(prefix)
        return (replace(copy, digest=listing_digest("work", prefix, listed)),)

    async def test_what_is_as_it_was_recorded_is_mounted(self, sharing: SharingHouse) -> None:
        sharing.put("p1/b", b"beta")
        sharing.put("p1/a", b"alpha")

        end, log = await sharing.run(READ, inputs=self.pinned("p1/", ("b", b"beta"), ("a", b"alpha")), credentials=sharing.keys)

        assert end.succeeded, log
        assert "has a alpha" in log

    @pytest.mark.parametrize("change", ["written", "added", "missing"])
    async def test_what_was_changed_since_ends_the_task_and_is_not_copied(self, sharing: SharingHouse, change: str) -> None:
        prefix = f"p2-{change}/"
        recorded = self.pinned(prefix, ("a", b"alpha"), *([("b", b"beta")] if change == "missing" else []))
        sharing.put(f"{prefix}a", b"gamma" if change == "written" else b"alpha")
        if change == "added":
            sharing.put(f"{prefix}more", b"")

        end, _ = await sharing.run(READ, inputs=recorded, credentials=sharing.keys)

        assert end.ended_by is EndedBy.SETUP
        assert "not those that were recorded" in end.message
        assert sharing.kept() == []

    async def test_without_room_nothing_is_copied_into_the_task(self, sharing: SharingHouse) -> None:
        sharing.inputs_bytes = 100
        sharing.engine = sharing.another_engine()
        sharing.put("p3/a", b"alpha")

        end, _ = await sharing.run(READ, inputs=self.pinned("p3/", ("a", b"alpha")), credentials=sharing.keys)

        assert end.ended_by is EndedBy.SETUP
        assert "cannot be kept on this machine: there is no room to keep its 5 bytes" in end.message


class TestMountedInputs:
    async def test_a_task_reads_them_and_cannot_change_them(self, sharing: SharingHouse) -> None:
        sharing.put("m1/a.txt", b"alpha")
        sharing.put("m1/deep/b *'\"é.txt", b"beta")
        sharing.put("m1/empty", b"")
        program = READ + (
            f"\nfor act in (lambda: open('{IN}/a.txt', 'w'), lambda: open('{IN}/new', 'w'), lambda: os.unlink('{IN}/a.txt'),"
            f" lambda: os.chmod('{IN}/a.txt', 0o777), lambda: os.rename('{IN}/deep', '{IN}/x')):\n"
            "  try: act()\n  except OSError as error: print('refused', error.strerror)"
        )

        end, log = await sharing.run(program, inputs=mounted("m1/"), credentials=sharing.keys)

        assert end.succeeded, log
        assert "has a.txt alpha\n" in log
        assert "has b *'\"é.txt beta\n" in log
        assert "has empty \n" in log
        assert log.count("refused ") == 5
        assert len(sharing.kept()) == 1
        assert not sharing.filling()

    async def test_the_next_task_copies_nothing(self, sharing: SharingHouse) -> None:
        sharing.put("m2/a.txt", b"alpha")
        await sharing.run(READ, inputs=mounted("m2/"), credentials=sharing.keys)
        file = next(sharing.inputs.glob("*/tree/a.txt"))
        before = file.stat()

        end, log = await sharing.run(READ, inputs=mounted("m2/"), credentials=sharing.keys)

        assert end.succeeded, log
        assert "is on this machine already: 1 objects, 5 bytes" in log
        assert "has a.txt alpha" in log
        assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    async def test_one_object_is_a_file_in_the_directory(self, sharing: SharingHouse) -> None:
        sharing.put("m3/data.csv", b"1,2")

        end, log = await sharing.run(READ, inputs=mounted("m3/data.csv"), credentials=sharing.keys)

        assert end.succeeded, log
        assert "has data.csv 1,2" in log

    async def test_an_object_that_changed_is_copied_anew(self, sharing: SharingHouse) -> None:
        sharing.put("m4/a.txt", b"alpha")
        await sharing.run(READ, inputs=mounted("m4/"), credentials=sharing.keys)
        sharing.put("m4/a.txt", b"gamma")

        _, log = await sharing.run(READ, inputs=mounted("m4/"), credentials=sharing.keys)

        assert "has a.txt gamma" in log
        assert len(sharing.kept()) == 2

    async def test_who_may_list_and_not_read_gets_nothing_of_what_is_there(self, sharing: SharingHouse) -> None:
        sharing.put("m5/a.txt", b"alpha")
        await sharing.run(READ, inputs=mounted("m5/"), credentials=sharing.keys)

        end, log = await sharing.run(READ, inputs=mounted("m5/"), credentials=Credentials("LISTER", "of names", "", 2**50))

        assert end.ended_by is EndedBy.SETUP
        assert "m5/a.txt: AccessDenied" in end.message
        assert "alpha" not in log

    async def test_who_may_not_even_list_is_refused(self, sharing: SharingHouse) -> None:
        sharing.put("m6/a.txt", b"alpha")
        await sharing.run(READ, inputs=mounted("m6/"), credentials=sharing.keys)

        end, _ = await sharing.run(READ, inputs=mounted("m6/"), credentials=replace(sharing.keys, secret="not his"))

        assert end.ended_by is EndedBy.SETUP
        assert "SignatureDoesNotMatch" in end.message

    async def test_several_tasks_at_once_wait_for_one_copy(self, sharing: SharingHouse) -> None:
        for number in range(50):
            sharing.put(f"m7/{number}", b"x" * 50_000)

        found = await asyncio.gather(*(sharing.run(READ, inputs=mounted("m7/"), credentials=sharing.keys) for _ in range(4)))

        assert all(end.succeeded for end, _ in found), found
        assert sum("to keep it on this machine" in log for _, log in found) == 1
        assert sum("is on this machine already" in log for _, log in found) == 3
        assert len(sharing.kept()) == 1

    async def test_a_copy_whose_supervisor_is_killed_is_never_seen_and_is_begun_anew(self, sharing: SharingHouse) -> None:
        sharing.put("m8/large", b"x" * 2**27)
        ref = await sharing.start("print('never')", inputs=mounted("m8/"), credentials=sharing.keys)
        await sharing.until(lambda: any((path / "tree" / "large").exists() for path in sharing.filling()))

        os.kill(await sharing.supervisor_of(ref), signal.SIGKILL)

        assert (await sharing.end_of(ref)).ended_by is EndedBy.PLATFORM
        assert sharing.kept() == []
        await sharing.engine.nodes()
        assert sharing.filling() == []
        end, log = await sharing.run(
            f"import os; print(os.path.getsize('{IN}/large'))", inputs=mounted("m8/"), credentials=sharing.keys
        )
        assert end.succeeded, log
        assert str(2**27) in log

    async def test_what_finds_no_room_is_copied_into_the_task(self, sharing: SharingHouse) -> None:
        sharing.inputs_bytes = 10_000
        sharing.engine = sharing.another_engine()
        sharing.put("m9/a.txt", b"alpha" * 2000)

        end, log = await sharing.run(f"open('{IN}/new', 'w'); print('wrote')", inputs=mounted("m9/"), credentials=sharing.keys)

        assert end.succeeded, log
        assert "data_url is copied into the task instead of mounted: there is no room" in log
        assert "wrote" in log
        assert sharing.kept() == []

    async def test_a_full_disk_keeps_nothing(self, sharing: SharingHouse) -> None:
        sharing.settings = sharing.settings.model_copy(update={"min_free_disk_bytes": 2**49})
        sharing.engine = sharing.another_engine()
        sharing.put("m10/a.txt", b"alpha")

        end, log = await sharing.run(READ, inputs=mounted("m10/"), credentials=sharing.keys)

        assert end.ended_by is EndedBy.DISK
        assert "no room to keep its 5 bytes" in log
        assert sharing.kept() == []

    async def test_the_least_recently_used_goes_and_none_that_is_used(self, sharing: SharingHouse) -> None:
        sharing.inputs_bytes = 40_000
        sharing.engine = sharing.another_engine()
        for name in ("used", "old", "new"):
            sharing.put(f"{name}/a", name.encode() * 3000)
        wait = "print('up', flush=True)\nimport time\nwhile True: time.sleep(0.1)"
        ref = await sharing.start(wait, inputs=mounted("used/"), credentials=sharing.keys)
        await sharing.until_log(ref, "up")
        await sharing.run(READ, inputs=mounted("old/"), credentials=sharing.keys)
        before = set(sharing.kept())

        end, log = await sharing.run(READ, inputs=mounted("new/"), credentials=sharing.keys)

        assert end.succeeded, log
        assert "has a newnew" in log
        assert len(sharing.kept()) == 2
        assert (next(sharing.inputs.glob("*/tree/a")).read_bytes())[:3] in {b"use", b"new"}
        assert len(before & set(sharing.kept())) == 1
        await sharing.engine.stop(ref, grace_seconds=0, ended_by="user")
        await sharing.end_of(ref)

    async def test_what_nobody_has_used_for_long_goes_and_what_somebody_uses_stays(self, sharing: SharingHouse) -> None:
        for name in ("idle", "busy", "fresh"):
            sharing.put(f"{name}/a", name.encode())
        wait = "print('up', flush=True)\nimport time\nwhile True: time.sleep(0.1)"
        ref = await sharing.start(wait, inputs=mounted("busy/"), credentials=sharing.keys)
        await sharing.until_log(ref, "up")
        await sharing.run(READ, inputs=mounted("idle/"), credentials=sharing.keys)
        for facts in sharing.inputs.glob("*/facts.json"):
            os.utime(facts, (1, 1))
        await sharing.run(READ, inputs=mounted("fresh/"), credentials=sharing.keys)

        await sharing.engine.nodes()

        assert sorted(path.read_bytes() for path in sharing.inputs.glob("*/tree/a")) == [b"busy", b"fresh"]
        await sharing.engine.stop(ref, grace_seconds=0, ended_by="user")
        await sharing.end_of(ref)

    async def test_the_directory_of_the_copies_cannot_be_seen(self, sharing: SharingHouse) -> None:
        sharing.put("m11/a.txt", b"alpha")
        program = f"import os\nprint(os.path.exists({str(sharing.inputs)!r}))\nprint(os.listdir({IN!r}))"

        _, log = await sharing.run(program, inputs=mounted("m11/"), credentials=sharing.keys)

        assert "False\n['a.txt']\n" in log
