"""Publishing: what happens to a model between its creation and published, and what can go wrong meanwhile."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from modelyard.compute.testing import MemoryEngine
from modelyard.compute.types import EndedBy, TaskRef, TaskState
from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.images.service import catalogue
from modelyard.images.types import ImageType
from modelyard.objects.adapters.memory import MemoryStore
from modelyard.objects.service import downloads
from modelyard.objects.service.context import ObjectsContext
from modelyard.objects.testing import RuleGatekeeper
from modelyard.registry.loops import ModelReconciler, sweep
from modelyard.registry.service.context import RegistryContext
from modelyard.registry.testing import Driver, make_request
from modelyard.registry.types import PACKAGE_TARGET

MODELS = "/v1/p1/models"


async def create(client: httpx.AsyncClient, **changes: Any) -> str:
    answer = await client.post(MODELS, json=make_request(**changes))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["model_id"])


async def show(client: httpx.AsyncClient, model_id: str) -> dict[str, Any]:
    return dict((await client.get(f"{MODELS}/{model_id}")).json())


async def events_of(client: httpx.AsyncClient, model_id: str) -> list[str]:
    answer = await client.get(f"{MODELS}/{model_id}/events")
    assert answer.status_code == 200, answer.text
    return [event["event_type"] + ": " + event["event_info"] for event in answer.json()["events"]]


async def step(driver: Driver, times: int = 1) -> None:
    """Have the loop of models alone take steps."""
    for _ in range(times):
        await driver.models.run_due()


@pytest.fixture
def engine(driver: Driver) -> MemoryEngine:
    """An engine whose tasks run until they are finished."""
    driver.engine.exits = None
    return driver.engine


@pytest.fixture
def small_disk(context: RegistryContext) -> Iterator[Path]:
    """Packages lie on a file system of one megabyte."""
    context.packages.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", context.packages], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("file systems cannot be mounted here")
    yield context.packages
    subprocess.run(["umount", context.packages], check=True)


class TestTheCheck:
    async def test_a_package_is_loaded_in_a_sandbox_that_sees_only_it(
        self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine, context: RegistryContext
    ) -> None:
        model_id = await create(client)
        await driver.settle()

        (ref,) = engine.launches
        launch = engine.tasks[ref].launch
        assert launch is not None
        assert launch.spec.argv == ("python", "-m", "model_service", "check", "--package", PACKAGE_TARGET)
        (mount,) = launch.spec.mounts
        assert (mount.source, mount.read_only) == (str(context.packages / model_id.replace("-", "") / "package"), True)
        assert (await show(client, model_id))["model_status"] == "publishing"

    async def test_what_it_finds_is_kept(self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine) -> None:
        model_id = await create(client)
        await driver.settle()
        (ref,) = engine.launches
        engine.tasks[ref].log = b'loading...\n{"ok": true, "engine": "sklearn", "labels": ["a", "b"]}\n'
        engine.finish(ref)
        await driver.settle()

        model = await show(client, model_id)

        assert (model["model_status"], model["model_labels"]) == ("published", ["a", "b"])

    async def test_a_model_that_cannot_be_loaded_fails_with_its_own_words(
        self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine
    ) -> None:
        model_id = await create(client)
        await driver.settle()
        (ref,) = engine.launches
        engine.tasks[ref].log = b'{"ok": false, "problem": "customize_service.py, line 3: NameError: np"}\n'
        engine.finish(ref, exit_code=1)
        await driver.settle()

        model = await show(client, model_id)

        assert model["model_status"] == "failed"
        assert "line 3: NameError" in model["status_message"]

    async def test_one_that_eats_its_memory_is_told_so(
        self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine
    ) -> None:
        model_id = await create(client)
        await driver.settle()
        (ref,) = engine.launches
        engine.finish(ref, exit_code=137, ended_by=EndedBy.MEMORY, out_of_memory=True, message="It needed more memory.")
        await driver.settle()

        assert "memory" in (await show(client, model_id))["status_message"]

    async def test_its_workload_goes_away(self, client: httpx.AsyncClient, driver: Driver) -> None:
        await create(client)
        await driver.settle()

        assert driver.engine.tasks == {}

    async def test_a_model_that_is_deleted_meanwhile_is_not_loaded_on(
        self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine
    ) -> None:
        model_id = await create(client)
        await driver.settle()
        (ref,) = engine.launches

        await client.delete(f"{MODELS}/{model_id}")
        await driver.settle()

        assert engine.tasks.get(ref) is None or engine.tasks[ref].state is TaskState.ENDED

    async def test_a_check_that_the_platform_lost_is_done_again(
        self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine, clock: FixedClock
    ) -> None:
        model_id = await create(client)
        await driver.settle()
        for _ in range(12):
            for ref in [ref for ref, task in engine.tasks.items() if task.end is None]:
                engine.finish(ref, exit_code=137, ended_by=EndedBy.PLATFORM, message="its supervisor was killed")
            clock.advance(60)
            await driver.settle()

        assert {ref.workload_id for ref in engine.launches if isinstance(ref, TaskRef)} != set()
        assert len({ref.workload_id for ref in engine.launches}) >= 2
        assert (await show(client, model_id))["model_status"] in {"publishing", "failed"}


class TestTheCopy:
    async def test_code_from_elsewhere_takes_the_place_of_the_package_s(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, store: MemoryStore
    ) -> None:
        await store.put("team", "code/customize_service.py", b"# mine", size_bytes=6)
        model_id = await create(client, execution_code="obs://team/code/customize_service.py")
        await driver.settle()

        folder = context.packages / model_id.replace("-", "") / "package"
        assert (folder / "customize_service.py").read_bytes() == b"# mine"

    async def test_a_package_without_a_model_fails_with_what_is_known(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore
    ) -> None:
        await store.delete_many("team", ["digits/model/model.joblib"])
        model_id = await create(client)
        await driver.settle()

        model = await show(client, model_id)

        assert model["model_status"] == "failed"
        assert ".joblib" in model["status_message"]

    async def test_code_in_a_folder_below_is_pointed_at(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore
    ) -> None:
        await store.put("team", "digits/model/src/customize_service.py", b"x", size_bytes=1)
        model_id = await create(client)
        await driver.settle()

        assert "src/customize_service.py" in (await show(client, model_id))["status_message"]

    async def test_a_package_over_the_limit_is_refused(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, store: MemoryStore
    ) -> None:
        for number in range(context.settings.max_package_entries if context.settings.max_package_entries < 50 else 0):
            await store.put("team", f"digits/model/f{number}", b"x", size_bytes=1)
        object.__setattr__(context.settings, "max_package_entries", 3)
        model_id = await create(client)
        await driver.settle()

        assert "at most 3" in (await show(client, model_id))["status_message"]

    async def test_a_disk_without_room_is_told(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usage = shutil.disk_usage("/")
        monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100))
        model_id = await create(client)
        await driver.settle()

        assert "room for 0" in (await show(client, model_id))["status_message"]
        assert not (context.packages / model_id.replace("-", "")).exists()

    async def test_a_disk_that_fills_up_meanwhile_leaves_nothing_behind(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_file: Path, _content: bytes) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("modelyard.registry.service.packages.put_file", full)
        model_id = await create(client)
        await driver.settle()

        assert (await show(client, model_id))["model_status"] == "failed"
        assert list(context.packages.iterdir()) == []

    async def test_a_real_disk_that_fills_up_leaves_nothing_behind(
        self,
        client: httpx.AsyncClient,
        driver: Driver,
        context: RegistryContext,
        store: MemoryStore,
        monkeypatch: pytest.MonkeyPatch,
        small_disk: Path,
    ) -> None:
        await store.put("team", "digits/model/large.bin", b"x" * 300_000, size_bytes=300_000)
        object.__setattr__(context.settings, "reserve_bytes", 0)
        copy = downloads.copy_to_directory

        async def fill(objects: ObjectsContext, *arguments: Any, **options: Any) -> Any:
            """Somebody else takes the room just before the copy begins."""
            (small_disk / "of-another").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 100_000))
            return await copy(objects, *arguments, **options)

        monkeypatch.setattr(downloads, "copy_to_directory", fill)
        model_id = await create(client)
        await driver.settle()

        model = await show(client, model_id)
        assert (model["model_status"], "disk" in model["status_message"]) == ("failed", True)
        assert [path.name for path in small_disk.iterdir()] == ["of-another"]

    async def test_rights_that_were_withdrawn_count(
        self, client: httpx.AsyncClient, driver: Driver, gatekeeper: RuleGatekeeper
    ) -> None:
        model_id = await create(client)
        gatekeeper.rule = lambda _who, action, *_: not action.startswith("obs:object")
        await driver.settle()

        model = await show(client, model_id)

        assert (model["model_status"], "obs:object:GetObject" in model["status_message"]) == ("failed", True)

    async def test_a_folder_that_vanished_is_told(self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore) -> None:
        model_id = await create(client)
        names = ("config.json", "model.joblib", "labels/names.txt")
        await store.delete_many("team", [f"digits/model/{name}" for name in names])
        await driver.settle()

        assert (await show(client, model_id))["model_status"] == "failed"

    async def test_objects_that_change_meanwhile_are_not_mixed(
        self, client: httpx.AsyncClient, driver: Driver, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
    ) -> None:
        copy = downloads.copy_to_directory
        changes = 2

        async def change(context: ObjectsContext, *arguments: Any, **options: Any) -> Any:
            nonlocal changes
            found = await copy(context, *arguments, **options)
            if changes:
                changes -= 1
                await store.put("team", "digits/model/model.joblib", b"another model %d" % changes, size_bytes=15)
            return found

        monkeypatch.setattr(downloads, "copy_to_directory", change)
        model_id = await create(client)
        await driver.settle()
        before = await show(client, model_id)
        for _ in range(3):
            clock.advance(30)
            await driver.settle()

        assert before["model_status"] == "publishing"
        assert (await show(client, model_id))["model_status"] == "published"

    async def test_a_crash_between_the_copy_and_its_note_repeats_safely(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext
    ) -> None:
        model_id = await create(client)
        (claim,) = await driver.models.claim(1)
        await ModelReconciler(context).act(claim.item)
        object.__setattr__(driver.context.clock, "_at", driver.context.clock.now().replace(year=2027))

        await driver.settle()

        assert (await show(client, model_id))["model_status"] == "published"

    async def test_packages_of_deleted_models_are_swept(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext
    ) -> None:
        gone, kept = await create(client), await create(client, version="1.0.1")
        await driver.settle()
        await client.delete(f"{MODELS}/{gone}")

        await sweep(context).work()

        assert [path.name for path in context.packages.iterdir()] == [kept.replace("-", "")]


TABULATE = {"package_name": "tabulate", "package_version": "0.9", "restraint": "ATLEAST"}
DEPENDENCIES = [{"installer": "pip", "packages": [TABULATE]}]


class TestTheEnvironment:
    async def test_dependencies_become_an_image_of_the_project(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, database: Database, alice: Subject
    ) -> None:
        await create(client, dependencies=DEPENDENCIES)
        await step(driver, 2)

        async with database.read_session() as db:
            found = await catalogue.list_images(db, context.images, alice, type=ImageType.DEDICATED, namespace="models")
        (image,) = found.items
        assert image.service_type == "INFERENCE"

    async def test_equal_dependencies_share_one(
        self, client: httpx.AsyncClient, driver: Driver, context: RegistryContext, database: Database, alice: Subject
    ) -> None:
        await create(client, dependencies=DEPENDENCIES)
        second = await create(client, version="1.0.1", dependencies=DEPENDENCIES)
        await step(driver, 3)

        async with database.read_session() as db:
            found = await catalogue.list_images(db, context.images, alice, type=ImageType.DEDICATED, namespace="models")
        assert found.total == 1
        assert any("again" in event for event in await events_of(client, second))
