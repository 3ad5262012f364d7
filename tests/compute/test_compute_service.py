"""What other capabilities ask of compute."""

from typing import Any

import pytest
from sqlalchemy import select

from compute.conftest import Driver, ref
from modelyard.compute.errors import (
    ComputeQuotaExceeded,
    FlavorNotFound,
    NeverFits,
    PoolNotFound,
    TaskNotFound,
    TaskNotRunning,
    WorkloadEnded,
    WorkloadInvalid,
    WorkloadNotEnded,
    WorkloadNotFound,
    WorkloadTaken,
)
from modelyard.compute.models import WorkloadRow
from modelyard.compute.queries import workloads as queries
from modelyard.compute.rules.flavors import FlavorType
from modelyard.compute.service import (
    get_flavor,
    get_workloads,
    list_flavors,
    list_workloads,
    open_terminal,
    queue_of,
    read_log,
    remove,
    samples,
    set_priority,
    signal,
    stop,
)
from modelyard.compute.service.listening import on_project_deleted, on_workspace_deleted
from modelyard.compute.service.nodes import refresh_nodes
from modelyard.compute.service.quotas import set_quotas
from modelyard.compute.settings import ComputeSettings, FlavorSettings, QueueSettings, QuotaSettings
from modelyard.compute.settings.queue import OwnFlavor
from modelyard.compute.testing import MemoryEngine, NeverStarts, make_node, make_subject, make_task
from modelyard.compute.types import HealthCheck, Outcome, Resources, WorkloadId, WorkloadState
from modelyard.core.clock import FixedClock
from modelyard.core.subject import Subject
from modelyard.iam.schemas.events import ProjectDeleted, WorkspaceDeleted

GIB = 2**30


@pytest.fixture
def mallory() -> Subject:
    return make_subject("mallory", domain_id="d2", project_id="p2")


class TestSubmit:
    async def test_the_same_owner_and_generation_is_the_same_workload(self, driver: Driver) -> None:
        first = await driver.submit("job", generation=1)

        assert await driver.submit("job", generation=1) == first
        assert await driver.submit("job", generation=2) != first

    async def test_two_at_once_do_not_both_get_one(self, driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
        await driver.submit("job")

        async def unseen(*_: Any) -> None:
            return None

        monkeypatch.setattr(queries, "find_by_owner", unseen)
        with pytest.raises(WorkloadTaken):
            await driver.submit("job")

    async def test_an_unknown_flavor_is_refused_with_those_there_are(self, driver: Driver) -> None:
        with pytest.raises(FlavorNotFound) as caught:
            await driver.submit(flavor="modelarts.vm.cpu.64u")

        assert "modelarts.vm.cpu.1u, modelarts.vm.cpu.2u, modelarts.vm.cpu.4u" in caught.value.message()

    async def test_a_published_name_is_kept_as_the_flavor_that_it_means(self, driver: Driver) -> None:
        workload = await driver.submit(flavor="modelarts.vm.cpu.free")

        assert (await driver.get(workload)).flavor == "modelarts.vm.cpu.1u"

    async def test_what_can_never_start_is_refused_with_what_can(self, driver: Driver) -> None:
        with pytest.raises(NeverFits) as caught:
            await driver.submit(flavor="modelarts.vm.cpu.2u", size=3)

        assert "holds 2 x modelarts.vm.cpu.2u" in caught.value.message()

    async def test_a_pool_of_others_is_not_found(self, driver: Driver) -> None:
        with pytest.raises(PoolNotFound):
            await driver.submit(pool="pool-x")

    async def test_resources_may_differ_from_the_flavor(self, driver: Driver) -> None:
        workload = await driver.submit(resources=Resources(1500, GIB, GIB))

        assert (await driver.get(workload)).resources == Resources(1500, GIB, GIB)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"priority": 0}, "priority"),
            ({"priority": 4}, "priority"),
            ({"tasks": ()}, "tasks"),
            ({"tasks": (make_task(), make_task())}, "tasks"),
            ({"tasks": (make_task(role="../up"),)}, "tasks"),
            ({"tasks": (make_task(index=-1),)}, "tasks"),
            ({"tasks": (make_task(env={"A": "\0"}),)}, "tasks"),
            ({"tasks": (make_task(env={"A": "\ud800"}),)}, "tasks"),
            ({"tasks": (make_task(env={"A": "x" * 5_000_000}),)}, "tasks"),
            ({"tasks": (make_task(sockets=("../up",)),)}, "tasks"),
            ({"tasks": (make_task(sockets=("a", "a")),)}, "tasks"),
            ({"tasks": (make_task(sockets=("a", "b", "c", "d", "e")),)}, "tasks"),
            ({"tasks": (make_task(health=HealthCheck()),)}, "tasks"),
            ({"tasks": (make_task(forwards={"http": 80}),)}, "tasks"),
            ({"tasks": (make_task(sockets=("http",), forwards={"http": 0}),)}, "tasks"),
            ({"tasks": (make_task(health=HealthCheck(80, socket="http"), sockets=("http",)),)}, "tasks"),
            ({"tasks": (make_task(health=HealthCheck(socket="http")),)}, "tasks"),
            ({"tasks": (make_task(health=HealthCheck(port_name="http")),)}, "tasks"),
            ({"tasks": (make_task(health=HealthCheck(99_999)),)}, "tasks"),
            ({"tasks": (make_task(health=HealthCheck(80, path="/a b")),)}, "tasks"),
            ({"max_run_seconds": 0}, "max_run_seconds"),
            ({"resources": Resources(10, GIB, GIB)}, "resources"),
            ({"resources": Resources(1000, GIB, GIB, gpus=1, npus=1)}, "resources"),
            ({"resources": Resources(1000, GIB, GIB, gpus=-1)}, "resources"),
        ],
    )
    async def test_what_is_wrong_is_named(self, driver: Driver, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(WorkloadInvalid) as caught:
            await driver.submit(**changes)

        assert caught.value.params["field"] == field

    async def test_a_queue_has_a_longest_length(self, driver: Driver) -> None:
        driver = driver.use(settings=ComputeSettings(quotas=QuotaSettings(queued=2)))
        await driver.submit("a")
        await driver.submit("b")

        with pytest.raises(ComputeQuotaExceeded) as caught:
            await driver.submit("c")
        assert caught.value.message() == "The quota of waiting workloads (2) of this project would be exceeded."

    async def test_a_workspace_may_have_a_shorter_queue(self, driver: Driver) -> None:
        await driver.call(set_quotas, driver.context, driver.who, {"compute.queued": 1}, workspace_id="0")
        await driver.submit("a")

        with pytest.raises(ComputeQuotaExceeded) as caught:
            await driver.submit("b")
        assert caught.value.params["scope"] == "workspace"

    async def test_a_pool_without_nodes_may_get_some(self, driver: Driver, engine: MemoryEngine) -> None:
        own = FlavorSettings(own=[OwnFlavor(name="big", cores=1, memory_gib=1)])
        driver = driver.use(settings=ComputeSettings(flavors=own))

        assert await driver.submit(flavor="big")


class TestReading:
    async def test_other_projects_see_nothing(self, driver: Driver, mallory: Subject) -> None:
        workload = await driver.submit()

        with pytest.raises(WorkloadNotFound):
            await driver.get(workload, mallory)
        with pytest.raises(WorkloadNotFound):
            await driver.call(stop, driver.context, mallory, workload)
        with pytest.raises(WorkloadNotFound):
            await read_log(driver.context, mallory, workload, "worker-0")
        assert (await driver.call(list_workloads, mallory)).items == []
        assert (await driver.call(queue_of, driver.context, mallory, None)).items == []

    async def test_the_platform_sees_all(self, driver: Driver) -> None:
        workload = await driver.submit()

        assert (await driver.get(workload, Subject.system("test"))).id == workload

    async def test_many_are_read_at_once(self, driver: Driver, mallory: Subject) -> None:
        ids = [await driver.submit(f"job-{number}") for number in range(3)]
        theirs = await driver.submit("job-9", who=mallory)
        await driver.settle()

        found = await driver.call(get_workloads, driver.who, [*ids[:2], theirs, WorkloadId("gone")])

        assert set(found) == set(ids[:2])
        assert [task.name for task in found[ids[0]].tasks] == ["worker-0"]
        assert await driver.call(get_workloads, driver.who, []) == {}

    async def test_lists_are_narrowed_and_paged(self, driver: Driver, clock: FixedClock) -> None:
        for number in range(5):
            await driver.submit(f"job-{number}", owner_type="test.odd" if number % 2 else "test.even")
            clock.advance(1)

        page = await driver.call(list_workloads, driver.who, pool="public", state=WorkloadState.QUEUED, offset=1, limit=2)
        odd = await driver.call(list_workloads, driver.who, owner_type="test.odd")

        assert ([one.name for one in page.items], page.total) == (["job-3", "job-2"], 5)
        assert [one.name for one in odd.items] == ["job-3", "job-1"]

    async def test_who_waits_hears_his_place_and_why(self, driver: Driver) -> None:
        running = [await driver.submit(f"r{number}", flavor="modelarts.vm.cpu.2u") for number in range(2)]
        await driver.settle()
        first, second = [await driver.submit(f"w{number}", flavor="modelarts.vm.cpu.2u") for number in range(2)]

        one, two = await driver.get(first), await driver.get(second)
        queue = await driver.call(queue_of, driver.context, driver.who, "public")

        assert (one.position, two.position) == (1, 2)
        assert two.wait_reason is not None
        assert two.wait_reason.text == "It needs 1 x 2 cores; the largest free block is 0, and 0 of 1 tasks would fit now."
        assert [(entry.workload_id, entry.position) for entry in queue.items] == [(first, 1), (second, 2)]
        assert (await driver.get(running[0])).wait_reason is None

    async def test_one_that_is_about_to_start_says_so(self, driver: Driver) -> None:
        workload = await driver.submit()

        found = await driver.get(workload)
        assert found.position == 1
        assert found.wait_reason is not None
        assert found.wait_reason.key == "starting_soon"


class TestStopping:
    async def test_stopping_twice_changes_nothing(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit()
        await driver.call(stop, driver.context, driver.who, workload)
        ended = await driver.get(workload)

        await driver.call(stop, driver.context, driver.who, workload)

        assert await driver.get(workload) == ended

    async def test_what_was_removed_with_its_workspace_or_project_stops(self, driver: Driver) -> None:
        here = await driver.submit("a", workspace_id="w1")
        there = await driver.submit("b")
        await driver.settle()
        event = WorkspaceDeleted(resource_id="w1", workspace_name="w", project_id="p1")
        await driver.call(on_workspace_deleted, event, driver.who)
        await driver.settle()
        assert (await driver.get(here)).outcome is Outcome.STOPPED
        assert (await driver.get(there)).state is WorkloadState.RUNNING

        waiting = await driver.submit("c", flavor="modelarts.vm.cpu.4u")
        await driver.call(on_project_deleted, ProjectDeleted(resource_id="p1", project_name="p"), driver.who)
        await driver.settle()

        assert (await driver.get(there)).outcome is Outcome.STOPPED
        found = await driver.get(waiting)
        assert found.reason is not None
        assert found.reason.text == "Its project was deleted."


class TestRemove:
    async def test_what_runs_is_not_removed(self, driver: Driver) -> None:
        workload = await driver.submit()

        with pytest.raises(WorkloadNotEnded):
            await driver.call(remove, driver.context, driver.who, workload)

    async def test_removing_what_is_gone_changes_nothing(self, driver: Driver) -> None:
        await driver.call(remove, driver.context, driver.who, WorkloadId("0" * 32))

    async def test_what_never_started_is_removed_too(self, driver: Driver) -> None:
        workload = await driver.submit()
        await driver.call(stop, driver.context, driver.who, workload)
        await driver.call(remove, driver.context, driver.who, workload)
        await driver.settle()

        with pytest.raises(WorkloadNotFound):
            await driver.get(workload)


class TestPriority:
    async def test_it_can_be_changed_until_the_end(self, driver: Driver) -> None:
        workload = await driver.submit()
        await driver.call(set_priority, driver.context, driver.who, workload, priority=3, preemptible=True)
        await driver.call(set_priority, driver.context, driver.who, workload)
        found = await driver.get(workload)
        assert (found.priority, found.preemptible) == (3, True)

        with pytest.raises(WorkloadInvalid):
            await driver.call(set_priority, driver.context, driver.who, workload, priority=9)
        await driver.call(stop, driver.context, driver.who, workload)
        with pytest.raises(WorkloadEnded):
            await driver.call(set_priority, driver.context, driver.who, workload, priority=1)


class TestAsking:
    async def test_before_the_start_there_is_an_empty_log_that_may_grow(self, driver: Driver) -> None:
        workload = await driver.submit()

        part = await read_log(driver.context, driver.who, workload, "worker-0")

        assert (part.content, part.ended) == (b"", False)
        assert await samples(driver.context, driver.who, workload, "worker-0") == []
        with pytest.raises(TaskNotRunning):
            await signal(driver.context, driver.who, workload, "worker-0", 10)

    async def test_a_running_task_answers(self, driver: Driver, engine: MemoryEngine) -> None:
        workload = await driver.submit()
        await driver.settle()
        engine.tasks[ref(workload)].log = b"0123456789"

        await signal(driver.context, driver.who, workload, "worker-0", 10)

        assert engine.tasks[ref(workload)].signals == [10]
        assert (await read_log(driver.context, driver.who, workload, "worker-0", offset=-3)).content == b"789"
        assert await samples(driver.context, driver.who, workload, "worker-0", attempt=1) == []
        with pytest.raises(NotImplementedError):
            await open_terminal(driver.context, driver.who, workload, "worker-0", ["bash"])

    @pytest.mark.parametrize(("task", "attempt"), [("worker-9", None), ("worker-0", 2), ("worker-0", 0)])
    async def test_a_task_that_is_not_there_is_not_found(self, driver: Driver, task: str, attempt: int | None) -> None:
        workload = await driver.submit()
        await driver.settle()

        with pytest.raises(TaskNotFound):
            await read_log(driver.context, driver.who, workload, task, attempt=attempt)

    async def test_no_session_is_open_while_the_engine_is_asked(self, driver: Driver, clock: FixedClock) -> None:
        class Writes(NeverStarts):
            async def read_log(self, *_: Any, **__: Any) -> Any:
                async with driver.context.database.session() as db:  # would wait for ever where one is open
                    return await db.scalar(select(WorkloadRow.name))

        asking = driver.use(engine=Writes(clock))
        workload = await asking.submit("named")
        await asking.settle()

        assert await read_log(asking.context, asking.who, workload, "worker-0") == "named"  # type: ignore[comparison-overlap]


class TestFlavors:
    async def test_they_follow_the_machines(self, driver: Driver, engine: MemoryEngine, clock: FixedClock) -> None:
        engine.reports = [
            make_node("a", cores=8, memory_gib=64, arch="aarch64"),
            make_node("b", cores=32, gpus=("H100", "H100"), memory_gib=128),
        ]
        clock.advance(1000)
        await refresh_nodes(driver.context)

        found = await driver.call(list_flavors, driver.context)
        cards = await driver.call(list_flavors, driver.context, flavor_type=FlavorType.GPU)
        elsewhere = await driver.call(list_flavors, driver.context, pool="pool-x")

        assert [flavor.name for flavor in cards] == ["modelarts.vm.gpu.h100.1", "modelarts.vm.gpu.h100.2"]
        assert (cards[0].most, cards[0].nodes) == (2, 1)
        assert {flavor.name for flavor in found} > {"modelarts.vm.cpu.1u", "modelarts.vm.cpu.8u", "modelarts.vm.cpu.16u"}
        assert elsewhere == []

    async def test_the_sites_own_come_first_and_names_may_have_others(self, driver: Driver) -> None:
        settings = FlavorSettings(
            own=[
                OwnFlavor(name="site.tiny", cores=0.5, memory_gib=1),
                OwnFlavor(name="site.card", cores=1, memory_gib=1, npus=1),
                OwnFlavor(name="site.gpu", cores=1, memory_gib=1, gpus=1, product="X"),
            ],
            aliases={"modelarts.vm.cpu.8u": "site.tiny"},
            from_nodes=False,
        )
        context = driver.use(settings=ComputeSettings(flavors=settings)).context

        assert [flavor.name for flavor in await driver.call(list_flavors, context)] == ["site.tiny"]
        assert (await driver.call(get_flavor, context, "modelarts.vm.cpu.8u")).name == "site.tiny"

    async def test_spreading_can_be_asked_for(self, driver: Driver, clock: FixedClock) -> None:
        engine = MemoryEngine(clock, [make_node("a"), make_node("b")])
        driver = driver.use(engine=engine, settings=ComputeSettings(queue=QueueSettings(placement="spread")))
        clock.advance(1000)
        await refresh_nodes(driver.context)
        workload = await driver.submit(size=2)
        await driver.settle()

        assert {task.node for task in (await driver.get(workload)).tasks} == {"a", "b"}
