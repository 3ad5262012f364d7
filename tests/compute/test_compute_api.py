"""Pools, flavors, quotas and queues over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from compute.conftest import Driver
from modelyard.compute import api
from modelyard.compute.service.context import ComputeContext
from modelyard.compute.service.nodes import refresh_nodes
from modelyard.compute.settings import ComputeSettings, QuotaSettings
from modelyard.compute.testing import MemoryEngine, make_node, make_subject
from modelyard.core.clock import FixedClock
from modelyard.core.http import RequestIdMiddleware, install_error_handlers
from modelyard.core.subject import Subject
from modelyard.iam.models import DomainRow, ProjectRow
from modelyard.objects.testing import ListAudit, RuleGatekeeper

MALLORY = {"x-user": "mallory"}
NODES = [make_node("a", cores=4), make_node("b", cores=4), make_node("c", cores=8, memory_gib=64, npus=("910B",) * 2)]


@pytest.fixture
def engine(clock: FixedClock) -> MemoryEngine:
    return MemoryEngine(clock, NODES)


@pytest.fixture
async def context(context: ComputeContext) -> ComputeContext:
    async with context.database.session() as db:
        at = context.clock.now()
        for number in (1, 2):
            db.add(DomainRow(id=f"d{number}", name=f"account {number}", created_at=at))
        await db.flush()
        for domain, project in (("d1", "p1"), ("d1", "p3"), ("d2", "p2")):
            db.add(ProjectRow(id=project, domain_id=domain, name=project, parent_id=domain, created_at=at))
    return context


@pytest.fixture
def gatekeeper(alice: Subject) -> RuleGatekeeper:
    keeper = RuleGatekeeper()
    keeper.users = {
        "alice": alice,
        "bob": make_subject("bob", project_id="p3"),
        "mallory": make_subject("mallory", domain_id="d2", project_id="p2"),
    }
    return keeper


@pytest.fixture
def app(context: ComputeContext, gatekeeper: RuleGatekeeper) -> FastAPI:
    app = FastAPI()
    app.add_middleware(RequestIdMiddleware)
    install_error_handlers(app)
    for router in api.ROUTERS:
        app.include_router(router)
    app.state.compute, app.state.database, app.state.gatekeeper = context, context.database, gatekeeper
    app.state.audit = ListAudit()
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api", headers={"x-user": "alice"}) as client:
        yield client


def pool(name: str = "mine", *, count: int = 1, flavor: str = "modelarts.vm.cpu.4u", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "v2",
        "kind": "Pool",
        "metadata": {
            "labels": {"os.modelarts/name": name, "os.modelarts/workspace.id": "0"},
            "annotations": {"os.modelarts/description": "ours", "os.modelarts/billing.mode": "0"},
        },
        "spec": {"type": "Dedicate", "scope": ["Train"], "resources": [{"flavor": flavor, "count": count}], **spec},
    }


async def make_pool(client: httpx.AsyncClient, *args: Any, **options: Any) -> str:
    answer = await client.post("/v2/p1/pools", json=pool(*args, **options))
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["metadata"]["name"]
    return found


class TestPools:
    async def test_a_pool_is_made_of_idle_machines(self, client: httpx.AsyncClient) -> None:
        name = await make_pool(client)

        shown = (await client.get(f"/v2/p1/pools/{name}")).json()
        listed = (await client.get("/v2/p1/pools")).json()

        assert shown["metadata"]["labels"]["os.modelarts/name"] == "mine"
        assert shown["metadata"]["annotations"]["os.modelarts/description"] == "ours"
        assert shown["spec"]["resources"] == [{"flavor": "modelarts.vm.cpu.4u", "count": 1, "maxCount": 1}]
        assert shown["status"]["phase"] == "Running"
        assert shown["status"]["resources"]["available"]["count"] == 1
        assert shown["status"]["scope"] == [{"scopeType": "Train", "state": "Enabled"}]
        assert (listed["kind"], listed["items"], listed["total_count"]) == ("PoolList", [shown], 1)

    async def test_the_public_pool_has_what_is_left(self, client: httpx.AsyncClient) -> None:
        await make_pool(client)

        shown = (await client.get("/v2/p1/pools/public")).json()

        assert {one["flavor"]: one["count"] for one in shown["spec"]["resources"]} == {
            "modelarts.vm.cpu.4u": 1,
            "modelarts.vm.npu.910b.2": 1,
        }
        assert shown["metadata"]["labels"]["os.modelarts.pool/biz"] == "public"

    async def test_it_is_open_to_the_projects_that_were_named(self, client: httpx.AsyncClient) -> None:
        name = await make_pool(client, projects=["p3"])

        assert (await client.get(f"/v2/p3/pools/{name}", headers={"x-user": "bob"})).status_code == 200
        assert (await client.delete(f"/v2/p3/pools/{name}", headers={"x-user": "bob"})).status_code == 404
        assert (await client.get(f"/v2/p2/pools/{name}", headers=MALLORY)).status_code == 404
        assert (await client.get("/v2/p2/pools", headers=MALLORY)).json()["total_count"] == 0

    async def test_a_project_of_others_cannot_be_named(self, client: httpx.AsyncClient) -> None:
        assert (await client.post("/v2/p1/pools", json=pool(projects=["p2"]))).status_code == 404

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            (pool(count=3), 409, "Modelyard.4522"),
            (pool(flavor="modelarts.vm.cpu.99u"), 409, "Modelyard.4522"),
            (pool("Mine"), 400, "Modelyard.4521"),
            (pool("mine-"), 400, "Modelyard.4521"),
            (pool(count=0), 400, "Modelyard.4521"),
            (pool(scope=[]), 400, "ModelArts.0104"),
            (pool(scope=["Fun"]), 400, "ModelArts.0104"),
            (pool(resources=[]), 400, "ModelArts.0104"),
            ({"metadata": {"labels": {}}}, 400, "ModelArts.0104"),
            (pool("a\u0000b"), 400, "Modelyard.4521"),
        ],
    )
    async def test_what_is_wrong_is_refused(
        self, client: httpx.AsyncClient, body: dict[str, Any], status: int, code: str
    ) -> None:
        answer = await client.post("/v2/p1/pools", json=body)

        assert (answer.status_code, answer.json()["error_code"]) == (status, code)
        assert (await client.get("/v2/p1/pools")).json()["total_count"] == 0

    async def test_a_name_is_given_once(self, client: httpx.AsyncClient) -> None:
        await make_pool(client)

        answer = await client.post("/v2/p1/pools", json=pool())

        assert (answer.status_code, answer.json()["error_code"]) == (409, "Modelyard.4520")

    async def test_machines_come_and_go(self, client: httpx.AsyncClient) -> None:
        name = await make_pool(client)
        resources = [{"flavor": "modelarts.vm.cpu.4u", "count": 2}, {"flavor": "modelarts.vm.npu.910b.2", "count": 1}]
        grown = await client.patch(
            f"/v2/p1/pools/{name}",
            json={"spec": {"resources": resources}, "metadata": {"annotations": {"os.modelarts/description": "more"}}},
        )
        shrunk = await client.patch(f"/v2/p1/pools/{name}", json={"spec": {"resources": resources[1:], "scope": ["Infer"]}})
        same = await client.patch(f"/v2/p1/pools/{name}", json={})
        none = await client.patch(f"/v2/p1/pools/{name}", json={"spec": {"resources": [{**resources[0], "count": 0}]}})

        assert {one["flavor"]: one["count"] for one in grown.json()["spec"]["resources"]} == {
            "modelarts.vm.cpu.4u": 2,
            "modelarts.vm.npu.910b.2": 1,
        }
        assert [one["count"] for one in shrunk.json()["spec"]["resources"]] == [1]
        assert shrunk.json()["spec"]["scope"] == ["Infer"]
        assert same.json() == shrunk.json()
        assert none.status_code == 400

    async def test_busy_machines_stay_where_they_are(self, client: httpx.AsyncClient, driver: Driver) -> None:
        for number in range(2):
            await driver.submit(f"job-{number}", flavor="modelarts.vm.cpu.4u")
        await driver.settle()

        answer = await client.post("/v2/p1/pools", json=pool())

        assert answer.json()["error_msg"].startswith("1 nodes of flavor modelarts.vm.cpu.4u are wanted; 0 are idle")

    async def test_a_pool_in_use_is_not_deleted(self, client: httpx.AsyncClient, driver: Driver) -> None:
        name = await make_pool(client)
        await driver.submit(pool=name)
        await driver.settle()

        refused = await client.delete(f"/v2/p1/pools/{name}")

        assert (refused.status_code, refused.json()["error_code"]) == (409, "Modelyard.4523")

    async def test_a_deleted_pool_gives_its_machines_back(self, client: httpx.AsyncClient) -> None:
        name = await make_pool(client)

        assert (await client.delete(f"/v2/p1/pools/{name}")).json()["metadata"]["name"] == name
        assert (await client.delete(f"/v2/p1/pools/{name}")).status_code == 404
        assert (await client.get("/v2/p1/pools/public")).json()["status"]["resources"]["available"]["count"] == 3

    async def test_the_public_pool_cannot_be_changed(self, client: httpx.AsyncClient) -> None:
        assert (await client.delete("/v2/p1/pools/public")).json()["error_code"] == "Modelyard.4524"
        assert (await client.patch("/v2/p1/pools/public", json={})).json()["error_code"] == "Modelyard.4524"

    async def test_pools_are_counted(self, client: httpx.AsyncClient) -> None:
        await make_pool(client)

        counts = (await client.get("/v2/p1/statistics/pools")).json()["statistics"]["status"]

        assert counts == {"creating": 0, "created": 1, "failed": 0, "pending": 0}

    async def test_every_route_asks_for_a_permission(self, client: httpx.AsyncClient, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.rule = lambda *_: False

        for method, path in (("GET", "pools"), ("POST", "pools"), ("DELETE", "pools/x"), ("GET", "pools/public/queue")):
            assert (await client.request(method, f"/v2/p1/{path}", json=pool())).status_code == 403


class TestNodes:
    async def test_they_show_what_is_free(self, client: httpx.AsyncClient, driver: Driver) -> None:
        await driver.submit()
        await driver.settle()

        nodes = {one["metadata"]["name"]: one for one in (await client.get("/v2/p1/pools/public/nodes")).json()["items"]}

        assert nodes["a"]["status"]["resources"] == {"cpu": "4", "memory": "16Gi"}
        assert nodes["a"]["status"]["availableResources"] == {"cpu": "3", "memory": "12Gi"}
        assert nodes["c"]["status"]["resources"]["huawei.com/ascend-snt9"] == "2"
        assert nodes["a"]["spec"]["flavor"] == "modelarts.vm.cpu.4u"

    async def test_a_broken_one_says_why(
        self, client: httpx.AsyncClient, engine: MemoryEngine, context: ComputeContext
    ) -> None:
        engine.reports = [make_node("a", cores=4, problem="no sandbox can be made")]
        await refresh_nodes(context)

        node = (await client.get("/v2/p1/pools/public/nodes?limit=1")).json()["items"][0]
        shown = (await client.get("/v2/p1/pools/public")).json()

        assert (node["status"]["phase"], node["status"]["message"]) == ("Abnormal", "no sandbox can be made")
        assert "a: no sandbox can be made" in shown["status"]["message"]

    async def test_walking_the_pages_visits_each_once(self, client: httpx.AsyncClient) -> None:
        seen, start = [], None
        while True:
            params = {"limit": "2"} | ({"continue": start} if start else {})
            page = (await client.get("/v2/p1/pools/public/nodes", params=params)).json()
            seen += [one["metadata"]["name"] for one in page["items"]]
            start = page["metadata"]["continue"]
            if start is None:
                break

        assert seen == ["a", "b", "c"]
        assert (await client.get("/v2/p1/pools/public/nodes?continue=x")).status_code == 400


class TestWorkloads:
    async def test_they_show_states_and_places(self, client: httpx.AsyncClient, driver: Driver, engine: MemoryEngine) -> None:
        await driver.submit("done", owner_type="training.job")
        engine.exits = 0
        await driver.settle()
        engine.exits = None
        for number in range(3):
            await driver.submit(f"job-{number}", size=2, flavor="modelarts.vm.cpu.4u")
            await driver.settle()

        items = (await client.get("/v2/p1/pools/public/workloads")).json()["items"]
        states = {one["jobUUID"]: (one["status"], one["pendingPosition"]) for one in items}
        waiting = (await client.get("/v2/p1/pools/public/workloads?status=Pending")).json()

        assert states["done"] == ("Completed", None)
        assert states["job-0"] == ("Running", None)
        assert states["job-2"] == ("Pending", waiting["total_count"])
        assert {one["type"] for one in items} == {"train", "test.job"}
        assert {one["jobUUID"]: one for one in items}["job-0"]["resourceRequirement"]["cpu"] == "8"

    async def test_the_queue_says_why_in_both_languages(self, client: httpx.AsyncClient, driver: Driver) -> None:
        for number in range(5):
            await driver.submit(f"job-{number}", flavor="modelarts.vm.cpu.4u")
        await driver.settle()

        english = (await client.get("/v2/p1/pools/public/queue")).json()
        chinese = (await client.get("/v2/p1/pools/public/queue", headers={"X-Language": "zh-cn"})).json()

        assert (english["count"], english["total_count"]) == (1, 1)
        (entry,) = english["queue"]
        assert entry["reason"] == "It needs 1 x 4 cores; the largest free block is 0, and 0 of 1 tasks would fit now."
        assert (entry["position"], entry["reason_key"], entry["owner_id"]) == (1, "too_little", "job-4")
        assert "最大的空闲块" in chinese["queue"][0]["reason"]
        assert (await client.get("/v2/p2/pools/public/queue", headers=MALLORY)).json()["queue"] == []


class TestMachines:
    async def test_kinds_of_machines_are_listed(self, client: httpx.AsyncClient) -> None:
        body = (await client.get("/v1/p1/resourceflavors?limit=1")).json()
        rest = (await client.get("/v1/p1/resourceflavors?continue=1")).json()

        assert (body["kind"], body["metadata"]) == ("ResourceFlavorList", {"continue": "1", "remainingItemCount": 1})
        assert body["items"][0]["metadata"]["name"] == "modelarts.vm.cpu.4u"
        assert body["items"][0]["spec"]["cpu"] == "4"
        assert rest["items"][0]["spec"]["npu"]["size"] == "2"
        assert rest["items"][0]["spec"]["gpu"] is None


class TestQuotas:
    async def test_without_any_nothing_is_limited(self, client: httpx.AsyncClient) -> None:
        quotas = {one["resource"]: one for one in (await client.get("/v1/p1/workspaces/0/quotas")).json()["quotas"]}

        assert set(quotas) == {f"compute.{name}" for name in ("cores", "memory", "cards", "running", "queued")}
        assert (quotas["compute.cores"]["quota"], quotas["compute.cores"]["used_quota"]) == (-1, None)

    async def test_a_workspace_is_held_to_its_quota(self, client: httpx.AsyncClient, driver: Driver) -> None:
        body = {"quotas": [{"resource": "compute.cores", "quota": 1}]}
        changed = await client.put("/v1/p1/workspaces/0/quotas", json=body)
        for number in range(2):
            await driver.submit(f"job-{number}")
        await driver.settle()

        shown = {one["resource"]: one for one in (await client.get("/v1/p1/workspaces/0/quotas")).json()["quotas"]}
        (waiting,) = (await client.get("/v2/p1/pools/public/queue")).json()["queue"]

        assert changed.status_code == 200
        assert (shown["compute.cores"]["quota"], shown["compute.cores"]["used_quota"]) == (1, 1)
        assert shown["compute.cores"]["update_time"] > 0
        assert waiting["reason"] == "The workspace has reached its quota of 1 cores; 1 are in use."
        assert (await client.put("/v1/p1/workspaces/0/quotas", json={"quotas": [{**body["quotas"][0], "quota": -1}]})).json()
        assert await driver.admit() == 1

    async def test_a_project_cannot_have_more_than_the_site_gives(
        self, client: httpx.AsyncClient, app: FastAPI, driver: Driver
    ) -> None:
        own = driver.use(settings=ComputeSettings(quotas=QuotaSettings(cores=2, memory_gib=100)))
        app.state.compute = own.context
        body = {"quotas": [{"resource": "compute.cores", "quota": 100}, {"resource": "compute.memory", "quota": 50}]}
        answer = await client.put("/v2/p1/compute-quotas", json=body)
        shown = {one["resource"]: one["quota"] for one in (await client.get("/v2/p1/compute-quotas")).json()["quotas"]}
        for number in range(3):
            await own.submit(f"job-{number}")

        assert answer.status_code == 200
        assert (shown["compute.cores"], shown["compute.memory"]) == (2, 50)
        assert await own.admit() == 2

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"quotas": [{"resource": "compute.x", "quota": 1}]}, "Modelyard.4525"),
            ({"quotas": [{"resource": "compute.cores", "quota": -2}]}, "ModelArts.0104"),
            ({"quotas": [{"resource": "compute.cores", "quota": 2**40}]}, "ModelArts.0104"),
            ({"quotas": []}, "ModelArts.0104"),
        ],
    )
    async def test_what_is_wrong_is_refused(self, client: httpx.AsyncClient, body: dict[str, Any], code: str) -> None:
        answer = await client.put("/v2/p1/compute-quotas", json=body)

        assert (answer.status_code, answer.json()["error_code"]) == (400, code)

    async def test_a_workspace_that_is_not_there_has_none(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/v1/p1/workspaces/nope/quotas")).status_code in {400, 404}


class TestUsage:
    async def test_it_is_told_by_day_and_by_kind(self, client: httpx.AsyncClient, driver: Driver, clock: FixedClock) -> None:
        await driver.submit("a")
        await driver.settle()
        clock.advance(1800)

        found = (await client.get("/v2/p1/compute-usage?days=2")).json()

        assert found["core_hours"] == 0.5
        assert len(found["days"]) == 2
        assert found["kinds"][0]["core_hours"] == 0.5
        assert found["running"] == {"workloads": 1, "tasks": 1, "cores": 1.0, "cards": 0}

    @pytest.mark.parametrize("days", ["0", "367", "many"])
    async def test_a_period_has_bounds(self, client: httpx.AsyncClient, days: str) -> None:
        assert (await client.get(f"/v2/p1/compute-usage?days={days}")).status_code == 400
