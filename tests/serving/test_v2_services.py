"""Services of the newer API: an image is deployed, changed, stopped and deleted without a model."""

import httpx
import pytest

from modelyard.objects.testing import RuleGatekeeper
from modelyard.serving.testing import Driver
from serving.serving_calls import Caller
from serving.v2_calls import URL, CallerV2, make_group, make_service


@pytest.fixture
def v2(client: httpx.AsyncClient, driver: Driver) -> CallerV2:
    return CallerV2(client, driver)


class TestCreate:
    async def test_an_image_runs_without_a_model(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        found = await v2.show(service_id)
        assert (found["status"], found["type"], found["deploy_type"]) == ("RUNNING", "REAL_TIME", "SINGLE")
        assert found["predict_url"] == [{"type": "PUBLIC", "urls": [f"http://api:8000/v2/infer/{service_id}"]}]
        group = found["version"]["instance_groups"][0]
        assert (group["name"], group["status"], group["running_count"]) == ("blue", "RUNNING", 1)
        assert (group["traffic_ratio"], group["version"]) == ("100.00%", "1.0.0")
        launch = v2.driver.engine.tasks[v2.driver.running[0]].launch
        assert launch is not None
        assert launch.spec.argv == ("python", "-m", "echo", "--port", "8080")
        assert launch.spec.env["GREETING"] == "hello"
        assert launch.spec.forwards == {"http": 8080}

    async def test_a_service_without_deployments_waits_for_the_first(self, v2: CallerV2) -> None:
        service_id = (await v2.call("POST", body={**make_service(), "group_configs": []}))["id"]
        assert (await v2.show(service_id))["status"] == "INIT"

        await v2.call("POST", f"/{service_id}/deployments", make_group())

        assert (await v2.show(service_id))["status"] == "RUNNING"

    async def test_a_name_is_taken_once(self, v2: CallerV2) -> None:
        await v2.deploy()

        assert await v2.refused("POST", "", make_service()) == ("ModelArts.3503", "name")

    @pytest.mark.parametrize(
        ("change", "code", "field"),
        [
            ({"type": "ASYNC_REAL_TIME"}, "Modelyard.6502", "type"),
            ({"deploy_type": "MULTI"}, "Modelyard.6502", "deploy_type"),
            ({"group_configs": [make_group(unit={"cmd": ""})]}, "ModelArts.3610", "group_configs[0].unit_configs[0].cmd"),
            ({"group_configs": [make_group(unit={"cmd": "sh 'x"})]}, "Modelyard.6501", "group_configs[0].unit_configs[0].cmd"),
            (
                {"group_configs": [make_group(unit={"flavor": "no.such"})]},
                "ModelArts.3954",
                "group_configs[0].unit_configs[0].flavor",
            ),
            (
                {"group_configs": [make_group(unit={"group_count": 2})]},
                "Modelyard.6502",
                "group_configs[0].unit_configs[0].group_count",
            ),
            (
                {"group_configs": [make_group(mirror_traffic_enable=True)]},
                "Modelyard.6502",
                "group_configs[0].mirror_traffic_enable",
            ),
            ({"schedule": [{"type": "STOP", "time_unit": "DAYS", "duration": 8}]}, "Modelyard.6501", "schedule[0].duration"),
            ({"tags": [{"key": "_sys_a", "value": ""}]}, "Modelyard.6501", "tags[0].key"),
        ],
    )
    async def test_what_is_wrong_is_named(self, v2: CallerV2, change: dict[str, object], code: str, field: str) -> None:
        assert await v2.refused("POST", "", {**make_service(), **change}) == (code, field)

    async def test_another_account_sees_nothing(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        answer = await v2.client.get(f"/v2/p2/services/{service_id}", headers={"x-user": "mallory"})

        assert answer.status_code == 404


class TestLists:
    async def test_a_page_says_how_many_there_are(self, v2: CallerV2) -> None:
        for name in ("one", "two", "three"):
            await v2.deploy(name)

        found = await v2.call("GET", sort_key="create_at,update_at", limit=2, offset=2)

        assert (found["total"], found["pages"], found["size"], found["current"]) == (3, 2, 2, 1)
        assert len(found["data"]) == 1

    async def test_states_and_tags_narrow_a_list(self, v2: CallerV2) -> None:
        await v2.deploy("gold", tags=[{"key": "tier", "value": "gold"}])
        stopped = await v2.deploy("plain")
        await v2.call("POST", f"/{stopped}/stop")
        await v2.later()

        running = await v2.call("GET", status="RUNNING")
        assert [item["name"] for item in running["data"]] == ["gold"]
        assert [item["name"] for item in (await v2.call("GET", status="STOPPED"))["data"]] == ["plain"]
        assert (await v2.call("GET", status="ERROR"))["data"] == []
        assert (await v2.call("GET", status="INTERRUPTING"))["data"] == []
        assert [item["name"] for item in (await v2.call("GET", tags="tier|gold"))["data"]] == ["gold"]
        assert (await v2.call("GET", tags="tier|silver"))["data"] == []

    async def test_services_of_the_older_api_are_listed_as_well(self, v2: CallerV2, caller: Caller) -> None:
        service_id = await caller.deploy()

        found = await v2.show(service_id)

        assert found["status"] == "RUNNING"
        unit = found["version"]["instance_groups"][0]["unit_configs"][0]
        assert unit["models"][0]["asset_id"] == "m1"


class TestChanges:
    async def test_what_is_not_given_stays(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        found = await v2.call("PUT", f"/{service_id}", {"description": "says what it hears"})

        assert found["version"]["description"] == "says what it hears"
        assert found["version"]["version"] == "1.0.0"
        assert len(v2.driver.running) == 1

    async def test_limits_are_changed_one_by_one(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        config = {"service_invoke": {"auth_type": "NONE"}, "service_limit": {"request_timeout": 5}}

        await v2.call("PUT", f"/{service_id}", {"version": "1.2.0", "runtime_config": config})

        version = (await v2.show(service_id))["version"]
        assert version["version"] == "1.2.0"
        assert version["runtime_config"]["service_limit"]["rate_limit"] == {"num": 100, "unit": "SECONDS"}
        route = v2.driver.gateway.routes[service_id.replace("-", "")]
        assert {item.value for item in route.auth} == {"NONE"}
        assert route.timeout_seconds == 5

    async def test_a_version_that_it_had_is_refused(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        assert await v2.refused("PUT", f"/{service_id}", {"version": "1.0.0", "deploy_timeout_minutes": 5}) == (
            "Modelyard.6909",
            "version",
        )
        found = await v2.call("PUT", f"/{service_id}", {"version": "1.0.0", "description": "no more than this"})
        assert (found["version"]["version"], found["version"]["description"]) == ("1.0.0", "no more than this")

    async def test_deployments_that_it_does_not_name_stay(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        await v2.call("POST", f"/{service_id}/deployments", make_group("green"))

        groups = [make_group("blue", unit={"cmd": "python -m better"})]
        await v2.call("PUT", f"/{service_id}", {"group_configs": groups})

        found = await v2.groups(service_id)
        assert {name: item["version"] for name, item in found.items()} == {"blue": "1.0.1", "green": "1.0.0"}
        twice = {"group_configs": [*groups, *groups]}
        assert await v2.refused("PUT", f"/{service_id}", twice) == ("Modelyard.6901", "group_configs[1].name")

    async def test_what_was_read_can_be_sent_back(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        groups = (await v2.show(service_id))["version"]["instance_groups"]
        groups[0]["unit_configs"][0]["cmd"] = "python -m better"

        await v2.call("PUT", f"/{service_id}", {"group_configs": groups})

        assert (await v2.groups(service_id))["blue"]["version"] == "1.0.1"

    async def test_it_stops_starts_and_goes(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        assert (await v2.call("POST", f"/{service_id}/stop"))["status"] == "STOPPING"
        await v2.later()
        assert (await v2.show(service_id))["status"] == "STOPPED"
        await v2.call("POST", f"/{service_id}/start")
        assert (await v2.show(service_id))["status"] == "RUNNING"
        gone = await v2.call("POST", "/delete", {"service_ids": [service_id]})
        await v2.later()

        assert gone["service_responses"][0]["status"] == "DELETING"
        assert await v2.refused("GET", f"/{service_id}") == ("ModelArts.3502", "")

    async def test_events_are_told_in_both_languages(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        found = await v2.call("GET", f"/{service_id}/events", event_type="NORMAL", limit=1)

        assert found["total"] > 1
        event = found["data"][0]
        assert event["event_type"] == "NORMAL"
        assert event["event_info"] != event["event_info_cn"]
        assert (await v2.call("GET", f"/{service_id}/events", event_type="WARNING"))["total"] == 0


class TestTags:
    async def test_tags_are_set_found_and_taken_away(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        base = f"/v2/p1/modelarts-service-v2/{service_id}/tags"

        made = await v2.client.post(f"{base}/create", json={"tags": [{"key": "tier", "value": "gold"}]})
        assert made.status_code == 204
        assert (await v2.client.get(base)).json() == {"tags": [{"key": "tier", "value": "gold"}]}
        search = {"tags": [{"key": "tier", "values": ["gold"]}]}
        found = (await v2.client.post("/v2/p1/modelarts-service-v2/resource-instances/filter", json=search)).json()
        assert [item["resource_id"] for item in found["resources"]] == [service_id]
        every = (await v2.client.get("/v1/p1/services/tms/tags")).json()
        assert every == {"tags": [{"key": "tier", "values": ["gold"]}]}

        gone = await v2.client.request("DELETE", f"{base}/delete", json={"tags": [{"key": "tier"}]})
        assert gone.status_code == 204
        count = await v2.client.post("/v2/p1/modelarts-service-v2/resource-instances/count", json={"without_any_tag": True})
        assert count.json() == {"total_count": 1}

    async def test_there_are_twenty_at_most(self, v2: CallerV2) -> None:
        service_id = await v2.deploy(tags=[{"key": f"k{number}"} for number in range(20)])

        path = f"/v1/p1/services/{service_id}/tags/create"
        answer = await v2.client.post(path, json={"tags": [{"key": "one more"}]})

        assert (answer.status_code, answer.json()["error_code"]) == (400, "Modelyard.6908")


class TestOffers:
    async def test_flavors_and_the_public_pool_are_shown(self, v2: CallerV2) -> None:
        flavors = await v2.call("GET", "/flavors", flavor_type="CPU")
        assert flavors["total"] >= 1
        assert flavors["data"][0]["category"] == "CPU"

        cluster = await v2.call("GET", "/clusters/public")
        assert (cluster["pool_type"], cluster["status"]) == ("PUBLIC", "RUNNING")

    async def test_what_there_is_not_is_refused_by_name(self, v2: CallerV2) -> None:
        answer = await v2.client.post("/v2/p1/intranet-connection", json={})

        assert answer.status_code == 400
        assert "CreateInferIntranetConnection" in answer.json()["error_msg"]
        assert (await v2.refused("GET", "/s1/deployments/d1/hra"))[0] == "Modelyard.6907"
        assert (await v2.client.get(f"{URL}?auth_type=TOKEN")).json()["error_code"] == "Modelyard.6502"


class TestOlderAPI:
    async def test_a_service_of_images_is_shown_stopped_and_started(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        await v2.call("POST", f"/{service_id}/deployments", make_group("green", weight=33))
        path = f"/v1/p1/services/{service_id}"

        shown = (await v2.client.get(path)).json()
        assert [(item["model_name"], item["image"], item["weight"]) for item in shown["config"]] == [
            ("blue", "echo:1", 75),
            ("green", "echo:1", 25),
        ]
        assert (await v2.client.put(path, json={"status": "stopped"})).status_code == 200
        await v2.driver.settle()
        await v2.later()
        assert (await v2.show(service_id))["status"] == "STOPPED"
        assert (await v2.client.put(path, json={"status": "running"})).status_code == 200
        await v2.driver.settle()
        assert (await v2.client.put(path, json={"description": "of images"})).status_code == 200
        assert (await v2.show(service_id))["version"]["description"] == "of images"

    @pytest.mark.parametrize(
        ("method", "path", "body", "field"),
        [
            (
                "PUT",
                "",
                {"config": [{"model_id": "m1", "specification": "modelarts.vm.cpu.1u", "weight": 100, "instance_count": 1}]},
                "config",
            ),
            ("PUT", "", {"runtime_config": {"service_invoke": {"auth_type": ["NONE"]}}}, "runtime_config"),
            ("PATCH", "", [{"op": "replace", "path": "/config/0/instance_count", "value": 2}], "[0].path"),
            (
                "PUT",
                "/property",
                {"changed_property": "instance_count", "configs": [{"model_id": "m1", "changed_value": 2}]},
                "configs",
            ),
        ],
    )
    async def test_what_it_has_no_words_for_is_refused(
        self, v2: CallerV2, method: str, path: str, body: object, field: str
    ) -> None:
        service_id = await v2.deploy()

        answer = await v2.client.request(method, f"/v1/p1/services/{service_id}{path}", json=body)

        assert (answer.status_code, answer.json()["error_code"]) == (400, "Modelyard.6502")
        assert answer.json()["params"]["field"] == field
        assert f"PUT /v2/{{project_id}}/services/{service_id}" in answer.json()["error_msg"]

    async def test_a_service_of_models_is_changed_by_it(self, v2: CallerV2, caller: Caller) -> None:
        service_id = await caller.deploy()
        config = {"runtime_config": {"service_invoke": {"auth_type": "NONE"}}}

        assert await v2.refused("PUT", f"/{service_id}", config) == ("Modelyard.6502", "runtime_config")
        assert await v2.refused("PUT", f"/{service_id}", {"group_configs": [make_group()]}) == (
            "Modelyard.6502",
            "group_configs",
        )
        assert await v2.refused("POST", f"/{service_id}/deployments", make_group()) == ("Modelyard.6502", "unit_configs")
        found = await v2.call("PUT", f"/{service_id}", {"description": "of models"})
        assert found["version"]["description"] == "of models"


class TestRights:
    async def test_a_denial_of_one_service_holds_for_every_operation(self, v2: CallerV2, gatekeeper: RuleGatekeeper) -> None:
        service_id, other = await v2.deploy(), await v2.deploy("other")
        name = (await v2.call("GET", f"/{service_id}/deployments/blue/instances"))["data"][0]["instance_name"]
        gatekeeper.rule = lambda _who, _action, resource, _context: resource != service_id
        blue = "/deployments/blue"
        instance = f"{blue}/instances/{name}"
        tags = f"/v2/p1/modelarts-service-v2/{service_id}/tags"
        calls: list[tuple[str, str, object]] = [
            ("GET", "", None),
            ("PUT", "", {"description": "x"}),
            ("POST", "/start", None),
            ("POST", "/stop", None),
            ("GET", "/events", None),
            ("GET", "/deployments", None),
            ("POST", "/deployments", make_group("green")),
            ("GET", blue, None),
            ("PUT", blue, {"weight": 5}),
            ("DELETE", blue, None),
            *(("POST", f"{blue}/{verb}", None) for verb in ("start", "stop", "interrupt")),
            ("PUT", f"{blue}/scale", {"count": 2}),
            ("GET", f"{blue}/versions", None),
            ("GET", f"{blue}/versions/1.0.0", None),
            ("DELETE", f"{blue}/versions/1.0.0", None),
            ("POST", f"{blue}/versions/1.0.0/switch", {}),
            *((verb, f"{blue}/hpa", None) for verb in ("GET", "DELETE")),
            ("PUT", f"{blue}/hpa", {"hpa_rules": []}),
            ("GET", f"{blue}/hpa/events", None),
            ("GET", f"{blue}/instances", None),
            ("DELETE", instance, None),
            ("GET", f"{instance}/pods", None),
            ("DELETE", f"{instance}/pods/{name}-0", None),
            ("GET", f"{instance}/pods/{name}-0/events", None),
            ("GET", tags, None),
            ("POST", f"{tags}/create", {"tags": [{"key": "a"}]}),
            ("DELETE", f"{tags}/delete", {"tags": [{"key": "a"}]}),
        ]

        for method, path, body in calls:
            url = path if path.startswith("/v2") else f"{URL}/{service_id}{path}"
            answer = await v2.client.request(method, url, json=body)
            assert answer.status_code == 403, (method, path, answer.text)
        for ids in ([service_id], [other, service_id]):
            answer = await v2.client.post(f"{URL}/delete", json={"service_ids": ids})
            assert answer.status_code == 403
            assert (await v2.client.delete(f"/v1/p1/services/{','.join(ids)}")).status_code == 403
        # An id has one spelling, so that no other gets around the denial.
        for spelling in (service_id.upper(), service_id.replace("-", "")):
            assert (await v2.client.get(f"{URL}/{spelling}")).status_code == 404
            assert (await v2.client.delete(f"/v1/p1/services/{spelling}")).status_code == 404
            assert (await v2.client.post(f"{URL}/delete", json={"service_ids": [spelling]})).status_code == 404
        gatekeeper.rule = lambda *_: True
        assert (await v2.groups(service_id))["blue"]["running_count"] == 1

    async def test_another_project_finds_nothing(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        mallory = {"x-user": "mallory"}
        theirs = (await v2.client.post("/v2/p2/services", json=make_service(), headers=mallory)).json()["id"]

        for method, path in [
            ("GET", ""),
            ("POST", "/stop"),
            ("GET", "/deployments/blue"),
            ("GET", "/deployments/blue/instances"),
        ]:
            answer = await v2.client.request(method, f"{URL}/{theirs}{path}")
            assert (answer.status_code, answer.json()["error_code"]) == (404, "ModelArts.3502")
        answer = await v2.client.post(f"{URL}/delete", json={"service_ids": [service_id, theirs]})
        assert answer.status_code == 404
        assert (await v2.show(service_id))["status"] == "RUNNING"
