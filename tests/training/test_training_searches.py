"""Lists of jobs: filters, orders, pages, and what is kept of them."""

from typing import Any

import httpx
import pytest

from modelyard.compute import service as compute
from modelyard.compute.types import WorkloadState
from modelyard.core.clock import FixedClock, to_milliseconds
from modelyard.core.subject import Subject
from modelyard.training.errors import (
    FilterKeyUnsupported,
    FilterOperatorUnsupported,
    FilterValueInvalid,
    SortKeyUnsupported,
)
from modelyard.training.queries import Order, Revision, Scope
from modelyard.training.rules import searches
from modelyard.training.rules.searches import Condition, Kind, Operator
from modelyard.training.schemas.answers import JobListAnswer
from modelyard.training.schemas.offers import EngineList, FlavorList, LargestSize
from modelyard.training.service.context import TrainingContext
from modelyard.training.service.found import Found, KeptFinds, Look
from modelyard.training.testing import Driver, make_request

ROOT = "/v2/p1"
MALLORY = {"x-user": "mallory"}


async def search(client: httpx.AsyncClient, *filters: tuple[str, str, list[Any]], **more: Any) -> list[str]:
    """Return the names of the jobs found."""
    return [item["metadata"]["name"] for item in (await listed(client, *filters, **more))["items"]]


async def listed(client: httpx.AsyncClient, *filters: tuple[str, str, list[Any]], **more: Any) -> dict[str, Any]:
    asked = [{"key": key, "operator": operator, "value": value} for key, operator, value in filters]
    answer = await client.post(f"{ROOT}/training-job-searches", json={"filters": asked, **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    JobListAnswer.model_validate(found)
    return found


@pytest.fixture
async def jobs(client: httpx.AsyncClient, driver: Driver, clock: FixedClock) -> list[str]:
    """Five jobs a minute apart: `a-0` and `a-1` have failed, the rest runs or waits."""
    names = ["a-0", "a-1", "b-2", "B-3", "c_4"]
    for number, name in enumerate(names):
        body = make_request(
            name, spec={"schedule_policy": {"priority": 1 + number % 2}}, metadata={"description": f"x{number}%"}
        )
        answer = await client.post(f"{ROOT}/training-jobs", json=body)
        assert answer.status_code == 201, answer.text
        await driver.settle()
        clock.advance(60)
    for number in (0, 1):
        driver.engine.finish(driver.engine.launches[number], exit_code=1)
    await driver.settle()
    return names


class TestSearch:
    async def test_the_newest_comes_first(self, client: httpx.AsyncClient, jobs: list[str]) -> None:
        found = await listed(client)

        assert [item["metadata"]["name"] for item in found["items"]] == jobs[::-1]
        assert (found["total"], found["count"], found["limit"], found["offset"]) == (5, 5, 10, 0)
        assert (found["sort_by"], found["order"], found["workspace_id"]) == ("create_time", "desc", "0")

    async def test_filters(self, client: httpx.AsyncClient, jobs: list[str], clock: FixedClock) -> None:
        first = to_milliseconds(clock.now()) - 5 * 60_000
        cases: list[tuple[list[tuple[str, str, list[Any]]], list[str]]] = [
            ([("name", "like", ["a-"])], ["a-1", "a-0"]),
            ([("name", "like", ["b-"])], ["B-3", "b-2"]),
            ([("name", "like", ["_"])], ["c_4"]),
            ([("description", "like", ["X2%"])], ["b-2"]),
            ([("description", "like", ["%"])], jobs[::-1]),
            ([("name", "in", ["a-0", "c_4"])], ["c_4", "a-0"]),
            ([("name", "not", ["a-0", "c_4"])], ["B-3", "b-2", "a-1"]),
            ([("phase", "in", ["failed"])], ["a-1", "a-0"]),
            ([("status", "not", ["Failed"])], ["c_4", "B-3", "b-2"]),
            ([("create_time", "between", [first, first + 60_000])], ["a-1", "a-0"]),
            ([("priority", "in", [2])], ["B-3", "a-1"]),
            ([("duration", "between", [1, 10**12])], ["a-1", "a-0"]),
            ([("user_name", "in", ["alice"]), ("phase", "in", ["Failed"]), ("name", "like", ["0"])], ["a-0"]),
            ([("user_name", "in", ["bob"])], []),
            ([("flavor_id", "in", ["modelarts.vm.cpu.1u"])], jobs[::-1]),
            ([("id", "in", ["nonsense"])], []),
            ([("name", "like", [])], jobs[::-1]),
        ]
        for filters, expected in cases:
            assert await search(client, *filters) == expected, filters
            assert await search(client, *filters) == expected, filters

    async def test_a_job_is_found_by_its_id(self, client: httpx.AsyncClient, jobs: list[str]) -> None:
        job_id = (await listed(client))["items"][0]["metadata"]["id"]

        assert await search(client, ("job_id", "in", [job_id])) == ["c_4"]

    async def test_orders(self, client: httpx.AsyncClient, jobs: list[str]) -> None:
        assert await search(client, sort_by="name", order="asc") == sorted(jobs)
        assert await search(client, sort_by="priority", order="asc") == ["a-0", "b-2", "c_4", "a-1", "B-3"]
        assert (await search(client, group_by="phase", order="asc"))[:2] == ["a-0", "a-1"]

    async def test_pages_visit_each_job_once(self, client: httpx.AsyncClient, jobs: list[str]) -> None:
        pages = [await search(client, limit=2, offset=number) for number in range(4)]
        records = [await search(client, limit=2, offset=number, offset_type="record") for number in (0, 2, 4, 6)]

        assert [name for page in pages for name in page] == jobs[::-1]
        assert records == pages
        assert (await listed(client, limit=2, offset=9))["count"] == 5

    async def test_a_new_job_a_change_and_a_deletion_count_at_once(
        self, client: httpx.AsyncClient, driver: Driver, jobs: list[str], clock: FixedClock
    ) -> None:
        ask = ("name", "like", ["a-"])
        failed = ("phase", "in", ["Failed"])
        assert ((await listed(client, ask))["count"], (await listed(client, failed))["count"]) == (2, 2)

        clock.advance(1)
        await client.post(f"{ROOT}/training-jobs", json=make_request("a-5"))
        await driver.settle()
        driver.engine.finish(driver.engine.launches[2], exit_code=1)
        clock.advance(1)
        await driver.settle()
        after = await listed(client, ask), await listed(client, failed)
        gone = after[1]["items"][-1]["metadata"]["id"]
        await client.delete(f"{ROOT}/training-jobs/{gone}")

        assert [found["count"] for found in after] == [3, 3]
        assert ((await listed(client, ask))["count"], (await listed(client, failed))["count"]) == (2, 2)
        assert (await listed(client))["total"] == 5

    async def test_others_see_nothing(self, client: httpx.AsyncClient, jobs: list[str]) -> None:
        answer = await client.post("/v2/p2/training-job-searches", json={}, headers=MALLORY)

        assert (answer.json()["total"], answer.json()["items"]) == (0, [])

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"filters": [{"key": "nothing", "operator": "in", "value": ["x"]}]}, "ModelArts.2789"),
            ({"filters": [{"key": "name", "operator": "between", "value": ["a", "b"]}]}, "ModelArts.2808"),
            ({"filters": [{"key": "name", "operator": "=", "value": ["a"]}]}, "ModelArts.2808"),
            ({"filters": [{"key": "create_time", "operator": "between", "value": ["1"]}]}, "ModelArts.2809"),
            ({"filters": [{"key": "create_time", "operator": "between", "value": ["x", "y"]}]}, "ModelArts.2809"),
            ({"filters": [{"key": "duration", "operator": "in", "value": [10**17]}]}, "ModelArts.2809"),
            ({"filters": [{"key": "phase", "operator": "in", "value": ["Sleeping"]}]}, "ModelArts.2809"),
            ({"sort_by": "description"}, "ModelArts.2790"),
            ({"group_by": "nothing"}, "ModelArts.2790"),
            ({"order": "up"}, "ModelArts.0104"),
            ({"limit": 51}, "ModelArts.0104"),
            ({"limit": 0}, "ModelArts.0104"),
            ({"offset": -1}, "ModelArts.0104"),
            ({"offset": 10**18}, "ModelArts.0104"),
            ({"workspace_id": "0" * 32}, "ModelArts.2891"),
            ({"tags": [{"key": "a"}]}, "ModelArts.2858"),
            ({"train_type": "ftjob"}, "ModelArts.2858"),
        ],
    )
    async def test_what_cannot_be_asked(self, client: httpx.AsyncClient, body: dict[str, Any], code: str) -> None:
        answer = await client.post(f"{ROOT}/training-job-searches", json=body)

        assert (answer.status_code, answer.json()["error_code"]) == (400, code)


class TestWaiting:
    async def test_jobs_in_the_queue_say_where_they_stand_and_why(self, client: httpx.AsyncClient, driver: Driver) -> None:
        for name, nodes in (("holds", 3), ("large", 2), ("next", 4)):
            body = make_request(name, outputs=[], resource={"node_count": nodes})
            assert (await client.post(f"{ROOT}/training-jobs", json=body)).status_code == 201
            await driver.settle()

        listed = (await client.post(f"{ROOT}/training-job-searches", json={"order": "asc"})).json()["items"]
        chinese = await client.post(f"{ROOT}/training-job-searches", json={"order": "asc"}, headers={"x-language": "zh-cn"})
        shown = (await client.get(f"{ROOT}/training-jobs/{listed[1]['metadata']['id']}")).json()["status"]

        assert [item["status"]["phase"] for item in listed] == ["Running", "Pending", "Pending"]
        assert [item["status"]["queue_position"] for item in listed] == [None, 1, 2]
        assert listed[0]["status"]["wait_reason"] is None
        assert listed[1]["status"]["wait_reason"] == shown["wait_reason"]
        assert listed[1]["status"]["queue_position"] == shown["queue_position"]
        assert chinese.json()["items"][1]["status"]["wait_reason"] != listed[1]["status"]["wait_reason"]

    async def test_of_a_long_queue_only_the_detail_tells(
        self, client: httpx.AsyncClient, driver: Driver, context: TrainingContext
    ) -> None:
        for name in ("holds", "waits"):
            await client.post(f"{ROOT}/training-jobs", json=make_request(name, outputs=[], resource={"node_count": 4}))
            await driver.settle()

        async with context.database.read_session() as db:
            (waiting,) = [job.id for job in await compute_waiting(db)]
            assert list(await compute.waits_of(db, context.compute, [waiting])) == [waiting]
            assert await compute.waits_of(db, context.compute, [waiting], most=0) == {}


async def compute_waiting(db: Any) -> Any:
    """Return the workloads in the queue."""
    page = await compute.list_workloads(db, Subject.system("test"), state=WorkloadState.QUEUED)
    return page.items


class TestRulesOfSearches:
    def test_numbers_are_plain(self) -> None:
        for text in ("1.5", "-1", "٣", "", "9" * 17, str(2**60)):
            with pytest.raises(FilterValueInvalid):
                searches.condition_of("filters.0", "duration", "in", [text])

    def test_ids_have_one_form_inside(self) -> None:
        found = searches.condition_of("filters.0", "id", "in", ["01234567-89AB-cdef-0123-456789abcdef", "x"])

        assert found.values == ("0123456789abcdef0123456789abcdef", "-")

    def test_what_cannot_be_asked_is_refused_with_what_can(self) -> None:
        with pytest.raises(FilterKeyUnsupported, match="create_time"):
            searches.condition_of("filters.0", "nothing", "in", [])
        with pytest.raises(FilterOperatorUnsupported, match="like"):
            searches.condition_of("filters.0", "name", "between", ["a", "b"])
        with pytest.raises(FilterValueInvalid, match="two"):
            searches.condition_of("filters.0", "create_time", "between", ["1"])
        with pytest.raises(FilterValueInvalid, match="Running"):
            searches.condition_of("filters.0", "phase", "in", ["Sleeping"])
        with pytest.raises(SortKeyUnsupported, match="duration"):
            searches.sort_column("description")

    def test_values_keep_their_kind(self) -> None:
        assert searches.condition_of("f", "phase", "in", ["RUNNING"]).values == ("Running",)
        assert searches.condition_of("f", "name", "like", ["x"]).values == ("x",)
        assert searches.condition_of("f", "duration", "between", ["1", " 2 "]).values == (1, 2)

    def test_sortable_fields(self) -> None:
        assert searches.sort_column("createTime") == "created_at"
        assert searches.field_of("nothing") is None


class TestKeptFinds:
    def look(self, column: str = "name") -> Look:
        return Look(Scope("p", "0"), (Condition(column, Operator.IN, ("x",), Kind.TEXT),), Order(("created_at", "id"), True))

    def test_it_lasts_until_something_changes(self, clock: FixedClock) -> None:
        kept = KeptFinds(lambda: 0.0)
        before, moved = Revision((clock.now(), None), clock.now()), Revision((clock.now(), None), None)
        deleted = Revision((clock.now(), 1), clock.now())
        kept.keep(self.look(), before, Found(1))
        kept.keep(self.look("phase"), before, Found(2))

        assert kept.get(self.look(), before) == kept.get(self.look(), moved) == Found(1)
        assert kept.get(self.look("phase"), before) == Found(2)
        assert kept.get(self.look("phase"), moved) is None
        assert kept.get(self.look(), deleted) is None
        assert kept.get(self.look("user_id"), before) is None

    def test_it_does_not_last_long_and_does_not_grow(self, clock: FixedClock) -> None:
        moment = [0.0]
        kept = KeptFinds(lambda: moment[0])
        revision = Revision((clock.now(), None), None)
        for number in range(600):
            kept.keep(self.look(f"c{number}"), revision, Found(number))

        assert kept.get(self.look("c0"), revision) is None
        assert kept.get(self.look("c599"), revision) == Found(599)
        moment[0] = 60
        assert kept.get(self.look("c599"), revision) is None


class TestOffers:
    async def test_engines(self, client: httpx.AsyncClient) -> None:
        found = EngineList.model_validate((await client.get(f"{ROOT}/training-job-engines")).json())

        assert found.total == len(found.items) > 0
        assert {"PyTorch", "TensorFlow"} <= {engine.engine_name for engine in found.items}

    async def test_flavors(self, client: httpx.AsyncClient) -> None:
        found = FlavorList.model_validate((await client.get(f"{ROOT}/training-job-flavors")).json())
        of_gpus = (await client.get(f"{ROOT}/training-job-flavors", params={"flavor_type": "GPU"})).json()
        wrong = await client.get(f"{ROOT}/training-job-flavors", params={"flavor_type": "TPU"})

        assert "modelarts.vm.cpu.1u" in {flavor.flavor_id for flavor in found.flavors}
        assert all(flavor.max_num >= 1 and flavor.flavor_info.cpu.core_num >= 1 for flavor in found.flavors)
        assert of_gpus == {"total_count": 0, "flavors": []}
        assert wrong.status_code == 400

    async def test_the_largest_size(self, client: httpx.AsyncClient) -> None:
        path = f"{ROOT}/training-pool-flavors"
        found = LargestSize.model_validate((await client.get(path)).json())
        same = (await client.get(path, params={"flavor_id": "modelarts.vm.cpu.1u"})).json()

        assert found.cpu_core_num == same["cpu_core_num"] == 4
        assert (await client.get(path, params={"flavor_id": "x"})).status_code == 400
        assert (await client.get(path, params={"pool_id": "x"})).status_code == 404
