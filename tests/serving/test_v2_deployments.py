"""Deployments of the newer API: shares, versions, scaling, instances."""

import httpx
import pytest

from modelyard.objects.testing import RuleGatekeeper, make_subject
from modelyard.serving.testing import Driver
from serving.v2_calls import CallerV2, make_group, make_unit


@pytest.fixture
def v2(client: httpx.AsyncClient, driver: Driver) -> CallerV2:
    return CallerV2(client, driver)


class TestDeployments:
    async def test_two_share_the_requests_by_their_weights(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        await v2.call("POST", f"/{service_id}/deployments", make_group("green", weight=25))

        groups = await v2.groups(service_id)
        assert {name: item["traffic_ratio"] for name, item in groups.items()} == {"blue": "80.00%", "green": "20.00%"}
        page = await v2.call("GET", f"/{service_id}/deployments", status="RUNNING", sort_key="name", sort_dir="ASC")
        assert [item["name"] for item in page["data"]] == ["blue", "green"]

    async def test_a_name_is_taken_once(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        assert (await v2.refused("POST", f"/{service_id}/deployments", make_group()))[0] == "Modelyard.6901"

    async def test_one_stops_while_the_other_answers(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        green = await v2.call("POST", f"/{service_id}/deployments", make_group("green"))

        await v2.call("POST", f"/{service_id}/deployments/{green['id']}/stop")
        await v2.later()

        groups = await v2.groups(service_id)
        assert {name: item["status"] for name, item in groups.items()} == {"blue": "RUNNING", "green": "STOPPED"}
        assert groups["blue"]["traffic_ratio"] == "100.00%"
        await v2.call("POST", f"/{service_id}/deployments/{green['id']}/start")
        assert (await v2.groups(service_id))["green"]["status"] == "RUNNING"

    async def test_one_is_scaled_by_its_name(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        await v2.call("PUT", f"/{service_id}/deployments/blue/scale", {"count": 3})

        assert (await v2.groups(service_id))["blue"]["running_count"] == 3
        assert (await v2.groups(service_id))["blue"]["version"] == "1.0.0"

    async def test_one_is_taken_out(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        await v2.call("POST", f"/{service_id}/deployments", make_group("green"))

        gone = await v2.call("DELETE", f"/{service_id}/deployments/blue")
        await v2.later()

        assert gone["status"] == "DELETING"
        assert set(await v2.groups(service_id)) == {"green"}
        assert len(v2.driver.running) == 1
        assert (await v2.refused("GET", f"/{service_id}/deployments/blue"))[0] == "Modelyard.6900"

    async def test_only_what_is_under_way_can_be_interrupted(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        assert (await v2.refused("POST", f"/{service_id}/deployments/blue/interrupt"))[0] == "Modelyard.6904"
        v2.driver.is_well = False

        await v2.call("PUT", f"/{service_id}/deployments/blue", {"unit_configs": [make_unit(cmd="python -m worse")]})
        assert (await v2.groups(service_id))["blue"]["status"] == "UPGRADING"
        await v2.call("POST", f"/{service_id}/deployments/blue/interrupt")

        assert (await v2.groups(service_id))["blue"]["unit_configs"][0]["cmd"] == "python -m echo --port 8080"


class TestVariables:
    async def test_what_somebody_else_could_not_see_stays(self, v2: CallerV2, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.users["bob"] = make_subject("bob")
        service_id = await v2.deploy()
        path, bob = f"/v2/p1/services/{service_id}/deployments/blue", {"x-user": "bob"}

        units = (await v2.client.get(path, headers=bob)).json()["unit_configs"]
        assert units[0]["envs"] == {"GREETING": "******"}
        units[0]["cmd"] = "python -m better"
        answer = await v2.client.put(path, json={"unit_configs": units}, headers=bob)
        await v2.driver.settle()

        assert answer.json()["unit_configs"][0]["envs"] == {"GREETING": "******"}
        shown = await v2.call("GET", f"/{service_id}/deployments/blue")
        assert shown["unit_configs"][0]["envs"] == {"GREETING": "hello"}


class TestFiles:
    async def test_only_the_owner_says_what_instances_read(self, v2: CallerV2, gatekeeper: RuleGatekeeper) -> None:
        gatekeeper.users["bob"] = make_subject("bob")
        service_id = await v2.deploy()
        files = [{"source": "OBS", "address": "obs://private/weights/", "mount_path": "/home/ma-user/weights/"}]
        body = {"unit_configs": [make_unit(files=files)]}
        path = f"/v2/p1/services/{service_id}/deployments/blue"

        refused = await v2.client.put(path, json=body, headers={"x-user": "bob"})
        assert (refused.status_code, refused.json()["error_code"]) == (403, "Modelyard.6910")

        await v2.call("PUT", f"/{service_id}/deployments/blue", body)
        launch = v2.driver.engine.tasks[v2.driver.running[-1]].launch
        assert launch is not None
        assert launch.spec.inputs[0].target == "/home/ma-user/weights"


class TestVersions:
    async def test_another_program_is_another_version_and_can_be_taken_back(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        path = f"/{service_id}/deployments/blue"

        await v2.call("PUT", path, {"unit_configs": [make_unit(cmd="python -m better")]})
        found = await v2.call("GET", f"{path}/versions")
        assert [(item["version"], item["version_status"]) for item in found["data"]] == [
            ("1.0.1", "RUNNING"),
            ("1.0.0", "STOPPED"),
        ]
        old = await v2.call("GET", f"{path}/versions/1.0.0")
        assert old["unit_configs"][0]["cmd"] == "python -m echo --port 8080"

        await v2.call("POST", f"{path}/versions/1.0.0/switch", {})
        shown = await v2.call("GET", path)
        assert (shown["version"], shown["unit_configs"][0]["cmd"]) == ("1.0.0", "python -m echo --port 8080")
        assert (await v2.refused("DELETE", f"{path}/versions/1.0.0"))[0] == "Modelyard.6903"
        await v2.call("DELETE", f"{path}/versions/1.0.1")
        assert (await v2.refused("GET", f"{path}/versions/1.0.1"))[0] == "Modelyard.6902"

    async def test_a_change_of_the_share_makes_no_version(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()

        found = await v2.call("PUT", f"/{service_id}/deployments/blue", {"weight": 40})

        assert (found["version"], found["weight"]) == ("1.0.0", 40)
        assert len(v2.driver.running) == 1


class TestScaling:
    async def test_rules_are_made_changed_and_taken_away(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        path = f"/{service_id}/deployments/blue"
        rule = {"type": "CRON_HPA", "schedule": "0 8 * * *", "target_replicas": 4.7, "name": "morning"}
        body = {"type": "CRON_HPA", "target_resource_type": "GROUP", "target_resource_id": "blue", "hpa_rules": [rule]}

        made = await v2.call("POST", f"{path}/hpa", body)
        assert (made["status"], made["min_replicas"], made["max_replicas"]) == ("ACTIVE", 1, 4)
        assert (made["hpa_rules"][0]["name"], made["hpa_rules"][0]["disable"]) == ("morning", "false")
        assert (await v2.refused("POST", f"{path}/hpa", body))[0] == "Modelyard.6906"

        changed = {**rule, "id": made["hpa_rules"][0]["id"], "operate": "UPDATE", "disable": True}
        assert (await v2.call("PUT", f"{path}/hpa", {"hpa_rules": [changed]}))["status"] == "INACTIVE"
        assert (await v2.call("DELETE", f"{path}/hpa"))["status"] == "DELETED"
        assert (await v2.refused("GET", f"{path}/hpa"))[0] == "Modelyard.6905"
        assert (await v2.call("GET", f"{path}/hpa/events"))["total"] == 0

    async def test_a_schedule_has_to_be_one(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        rule = {"type": "CRON_HPA", "schedule": "every day", "target_replicas": 2}
        body = {"type": "CRON_HPA", "target_resource_type": "GROUP", "target_resource_id": "blue", "hpa_rules": [rule]}

        code, field = await v2.refused("POST", f"/{service_id}/deployments/blue/hpa", body)

        assert (code, field.endswith("schedule")) == ("Modelyard.6501", True)


class TestInstances:
    async def test_an_instance_has_a_pod_with_events(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        path = f"/{service_id}/deployments/blue/instances"

        found = await v2.call("GET", path)
        name = found["data"][0]["instance_name"]
        assert (found["data"][0]["status"], found["data"][0]["running_pod_count"]) == ("RUNNING", 1)
        pods = await v2.call("GET", f"{path}/all/pods", status="RUNNING")
        assert pods["data"][0]["pod_name"] == f"{name}-0"
        assert pods["data"][0]["pod_node_name"]
        events = await v2.call("GET", f"{path}/{name}/pods/{name}-0/events")
        assert {item["type"] for item in events} == {"Normal"}

    async def test_lists_are_narrowed_to_several_states_and_turned_by_pages(self, v2: CallerV2) -> None:
        service_id = await v2.deploy("echo", make_group(count=3))
        path = f"/{service_id}/deployments/blue/instances"

        every = [item["instance_name"] for item in (await v2.call("GET", path))["data"]]
        second = await v2.call("GET", path, offset=1, limit=2)
        assert [item["instance_name"] for item in second["data"]] == every[2:]
        assert (second["current"], second["pages"], second["size"], second["total"]) == (1, 2, 2, 3)
        pods = await v2.call("GET", f"{path}/all/pods", offset=2, limit=1)
        assert [item["pod_name"] for item in pods["data"]] == [f"{every[2]}-0"]
        assert (await v2.call("GET", path, status="RUNNING,INIT"))["total"] == 3
        assert (await v2.call("GET", path, status=["ERROR", "DELETED"]))["total"] == 0
        assert (await v2.call("GET", path, status=""))["total"] == 3
        assert (await v2.call("GET", f"/{service_id}/deployments", status="all"))["total"] == 1
        assert await v2.refused("GET", path, status="RUNNING,WELL") == ("Modelyard.6501", "status")

    async def test_one_that_is_deleted_is_replaced(self, v2: CallerV2) -> None:
        service_id = await v2.deploy()
        path = f"/{service_id}/deployments/blue/instances"
        name = (await v2.call("GET", path))["data"][0]["instance_name"]

        assert await v2.call("DELETE", f"{path}/{name}") == {"instance_name": name}
        await v2.later()

        running = (await v2.call("GET", path, status="RUNNING"))["data"]
        assert len(running) == 1
        assert running[0]["instance_name"] != name

    async def test_one_can_go_for_good(self, v2: CallerV2) -> None:
        service_id = await v2.deploy("echo", make_group(count=2))
        path = f"/{service_id}/deployments/blue/instances"
        name = (await v2.call("GET", path, status="RUNNING"))["data"][0]["instance_name"]

        await v2.call("DELETE", f"{path}/{name}", operation="DELETE", force=True)

        running = (await v2.call("GET", path, status="RUNNING"))["data"]
        assert [item["instance_name"] for item in running] != [name]
        assert (await v2.groups(service_id))["blue"]["count"] == 1
