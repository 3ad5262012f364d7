"""Apps and API keys: made, shown, changed, opened to services, ended."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.objects.testing import RuleGatekeeper
from modelyard.serving.models import ApiKeyRow, AppCodeRow, AppRow
from modelyard.serving.rules import secrets
from modelyard.serving.testing import Driver
from modelyard.serving.types import AuthMethod
from serving.serving_calls import URL, Caller

APPS = "/v1/p1/app-auth/apps"
KEYS = "/v2/p1/services/api-keys"


@pytest.fixture
def colleague(gatekeeper: RuleGatekeeper, alice: Subject) -> dict[str, str]:
    """The headers of another user of the same project."""
    gatekeeper.users["bob"] = replace(alice, user_id="bob", user_name="bob")
    return {"x-user": "bob"}


async def make_app(client: httpx.AsyncClient, name: str = "robot") -> dict[str, Any]:
    answer = await client.post(APPS, json={"app_name": name, "app_remark": "calls"})
    assert answer.status_code == 200, answer.text
    app: dict[str, Any] = answer.json()["app"]
    return app


async def make_key(client: httpx.AsyncClient, name: str = "key", scope: str = "SERVICE") -> dict[str, Any]:
    answer = await client.post(KEYS, json={"name": name, "scope": scope})
    assert answer.status_code == 200, answer.text
    key: dict[str, Any] = answer.json()
    return key


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error_code"]


class TestApps:
    async def test_secret_and_codes_are_shown_to_the_owner_who_asks(self, client: httpx.AsyncClient) -> None:
        app = await make_app(client)
        codes = (await client.post(f"{APPS}/{app['app_id']}/app-code")).json()["app"]["app_codes"]

        hidden = (await client.get(f"{APPS}/{app['app_id']}")).json()["app"]
        shown = (await client.get(f"{APPS}/{app['app_id']}", params={"iphertext_enabled": "true"})).json()["app"]

        assert app["app_secret"] not in {"", hidden["app_secret"]}
        assert hidden["app_codes"] == ["******"]
        assert (shown["app_secret"], shown["app_codes"], shown["app_type"]) == (app["app_secret"], codes, "APIG")

    async def test_a_colleague_sees_no_secret_and_changes_nothing(
        self, client: httpx.AsyncClient, colleague: dict[str, str]
    ) -> None:
        app = await make_app(client)
        path = f"{APPS}/{app['app_id']}"

        seen = (await client.get(path, params={"iphertext_enabled": "true"}, headers=colleague)).json()["app"]

        assert seen["app_secret"] == "******"
        assert code(await client.put(f"{path}/app-secret", headers=colleague)) == (403, "Modelyard.6824")
        assert code(await client.post(f"{path}/app-code", headers=colleague)) == (403, "Modelyard.6824")
        assert code(await client.delete(path, headers=colleague)) == (403, "Modelyard.6824")
        assert (await client.get(APPS, headers=colleague)).json()["apps"] == []

    async def test_another_account_knows_nothing_of_it(self, client: httpx.AsyncClient) -> None:
        app = await make_app(client)

        answer = await client.get(f"/v1/p2/app-auth/apps/{app['app_id']}", headers={"x-user": "mallory"})

        assert code(answer) == (404, "ModelArts.3923")

    async def test_what_the_database_holds_gives_nothing_away(self, client: httpx.AsyncClient, database: Database) -> None:
        app = await make_app(client)
        given = (await client.post(f"{APPS}/{app['app_id']}/app-code")).json()["app"]["app_codes"][0]
        key = (await make_key(client))["api_key"]

        async with database.read_session() as db:
            row = await db.get(AppRow, app["app_id"])
            codes = await db.get(AppCodeRow, secrets.lookup(given))
            keys = await db.get(ApiKeyRow, (await client.get(KEYS)).json()["data"][0]["key_id"])

        kept = f"{vars(row)} {vars(codes)} {vars(keys)}"
        assert app["app_secret"] not in kept
        assert given not in kept
        assert key not in kept

    async def test_a_new_secret_takes_the_place_of_the_old_one(self, client: httpx.AsyncClient) -> None:
        app = await make_app(client)

        changed = (await client.put(f"{APPS}/{app['app_id']}/app-secret")).json()["app"]

        assert changed["app_secret"] != app["app_secret"]
        assert changed["app_key"] == app["app_key"]

    async def test_there_are_five_codes_at_most_and_each_can_be_changed_and_ended(self, client: httpx.AsyncClient) -> None:
        path = f"{APPS}/{(await make_app(client))['app_id']}/app-code"
        for _ in range(5):
            codes = (await client.post(path)).json()["app"]["app_codes"]

        assert code(await client.post(path)) == (400, "Modelyard.6822")
        changed = (await client.put(f"{path}/{codes[0]}")).json()["app"]["app_codes"]
        assert (len(changed), codes[0] in changed) == (5, False)
        assert len((await client.delete(f"{path}/{codes[1]}")).json()["app"]["app_codes"]) == 4
        assert code(await client.delete(f"{path}/{codes[1]}")) == (404, "Modelyard.6823")

    async def test_a_name_is_taken_once(self, client: httpx.AsyncClient) -> None:
        await make_app(client, "robot")

        assert code(await client.post(APPS, json={"app_name": "robot"})) == (409, "ModelArts.3929")
        assert (await client.get(f"{APPS}/robot/exists")).json() == {"exists": True}
        assert (await client.get(f"{APPS}/nobody/exists")).json() == {"exists": False}

    async def test_lists_are_filtered_sorted_and_paged(self, client: httpx.AsyncClient) -> None:
        for name in ("b", "a", "ab"):
            await make_app(client, name)

        found = (await client.get(APPS, params={"sort_by": "app_name", "order": "desc", "limit": 2})).json()
        named = (await client.get(APPS, params={"app_name": "b"})).json()

        assert ([app["app_name"] for app in found["apps"]], found["count"], found["total_count"]) == (["b", "ab"], 2, 3)
        assert {app["app_name"] for app in named["apps"]} == {"b", "ab"}


class TestServicesForApps:
    async def test_an_app_is_let_in_and_shut_out(self, client: httpx.AsyncClient, caller: Caller, driver: Driver) -> None:
        service_id, app = await caller.deploy(), await make_app(client)

        opened = (
            await client.post(
                f"{URL}/{service_id}/app-auth-api", json={"apps": [{"app_id": app["app_id"]}, {"app_id": "none"}]}
            )
        ).json()
        await driver.settle()

        api = opened["api"]
        assert [result["success"] for result in opened["auth_result"]] == [True, False]
        assert api["predict_url"].endswith(f"/v1/infers/{service_id}")
        assert AuthMethod.APP in driver.gateway.routes[service_id.replace("-", "")].auth
        shown = (await client.get(f"{URL}/{service_id}/api-auths")).json()
        assert (shown["enable_app_auth"], shown["app_auth_api"]["authed_apps"][0]["app_id"]) == (True, app["app_id"])
        bound = (await client.get(f"{APPS}/{app['app_id']}/auth-apis", params={"service_name": "serv"})).json()
        assert [item["service_id"] for item in bound["apis"]] == [service_id]
        assert code(await client.delete(f"{APPS}/{app['app_id']}")) == (409, "Modelyard.6821")

        path = f"{URL}/{service_id}/app-auth-apis/{api['api_id']}/app-auth-api"
        out = await client.request("DELETE", path, json={"apps": [{"app_id": app["app_id"]}]})
        assert out.json()["unauth_result"][0]["success"]
        assert (await client.delete(f"{APPS}/{app['app_id']}")).status_code == 200

    async def test_an_api_is_made_by_itself_and_there_is_one(self, client: httpx.AsyncClient, caller: Caller) -> None:
        service_id = await caller.deploy()
        path = f"/v1/p1/app-auth/{service_id}/apis"

        api = (await client.post(path, json={"api_name": "digits", "api_path": "/predict"})).json()["api"]

        assert (await client.get(f"{path}/{api['api_id']}")).json()["api"] == api
        assert api["predict_url"].endswith(f"/v1/infers/{service_id}/predict")
        assert (await client.get(f"{URL}/{service_id}/app-auth-apis")).json()["apis"] == [api]
        assert code(await client.post(path, json={"api_name": "digits"})) == (409, "Modelyard.6825")
        assert code(await client.get(f"{path}/none")) == (404, "ModelArts.3935")
        assert (await client.delete(f"{URL}/{service_id}/app-auth-apis/{api['api_id']}")).status_code == 204
        assert (await client.get(f"{URL}/{service_id}/api-auths")).json()["enable_app_auth"] is False

    async def test_the_set_of_apps_is_replaced_and_listed(self, client: httpx.AsyncClient, caller: Caller) -> None:
        service_id = await caller.deploy()
        first, second = await make_app(client, "first"), await make_app(client, "second")
        api = (await client.post(f"{URL}/{service_id}/app-auth-api", json={"apps": [{"app_id": first["app_id"]}]})).json()[
            "api"
        ]
        path = f"{URL}/{service_id}/app-auth-apis/{api['api_id']}"

        await client.put(f"{path}/app-auth-api", json={"apps": [{"app_id": second["app_id"]}]})

        listed = (await client.get(f"{path}/api-auths")).json()
        assert [(item["app"]["app_name"], item["authed"]) for item in listed["auths"]] == [("first", False), ("second", True)]
        half = (await client.get(f"{path}/api-auths", params={"show_only": "AUTH"})).json()
        assert ([item["app"]["app_name"] for item in half["auths"]], half["total_count"]) == (["second"], 1)
        again = await client.post(f"{path}/app-auth-api", json={"apps": [{"app_id": first["app_id"]}]})
        assert again.json()["auth_result"][0]["auth_id"] != ""

    async def test_a_service_opened_to_everybody_takes_no_apps(
        self, client: httpx.AsyncClient, caller: Caller, driver: Driver
    ) -> None:
        service_id, app = await caller.deploy(), await make_app(client)
        body = {"api_name": "open", "auth_type": "NONE"}
        api = (await client.post(f"/v1/p1/app-auth/{service_id}/apis", json=body)).json()["api"]
        await driver.settle()

        assert driver.gateway.routes[service_id.replace("-", "")].auth == {AuthMethod.NONE}
        path = f"{URL}/{service_id}/app-auth-apis/{api['api_id']}/app-auth-api"
        answer = await client.post(path, json={"apps": [{"app_id": app["app_id"]}]})
        assert code(answer) == (400, "Modelyard.6826")


class TestApiKeys:
    async def test_a_key_is_shown_once_as_a_file(self, client: httpx.AsyncClient) -> None:
        answer = await client.post(KEYS, json={"name": "one", "scope": "USER", "description": "d"})

        key = answer.json()
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        assert key["api_key"].startswith("myk-")
        listed = (await client.get(KEYS)).json()
        assert (listed["total"], listed["current"], listed["pages"], listed["size"]) == (1, 1, 1, 10)
        assert "api_key" not in listed["data"][0]
        assert listed["data"][0]["name"] == "one"

    async def test_keys_are_bound_and_freed(self, client: httpx.AsyncClient, caller: Caller) -> None:
        service_id = await caller.deploy()
        key, other = await make_key(client, "a"), await make_key(client, "b", "USER")
        path = f"/v2/p1/services/{service_id}/api-keys"

        bound = (await client.post(f"{path}/{key['key_id']}/bind")).json()
        everything = {"key_ids": [{"key_id": key["key_id"]}, {"key_id": other["key_id"]}, {"key_id": "none"}]}
        changed = (await client.post(f"{path}/batch-bind", json=everything)).json()

        assert bound["services"] == [{"id": service_id, "name": "service-1"}]
        assert (changed["total"], changed["success_count"], changed["failure_count"]) == (3, 1, 2)
        assert [item["error_code"] for item in changed["failure_items"]] == ["Modelyard.6813", "Modelyard.6810"]
        assert (await client.get(KEYS, params={"service_id": service_id})).json()["total"] == 1
        both = (await client.get(KEYS, params={"service_name": "service", "with_user_scope": "true"})).json()
        assert both["total"] == 2
        assert (await client.post(f"{path}/{key['key_id']}/unbind")).json()["services"] == []
        assert (await client.post(f"{path}/batch-unbind", json=everything)).json()["failure_count"] == 1

    async def test_keys_end_and_names_are_taken_once(self, client: httpx.AsyncClient, colleague: dict[str, str]) -> None:
        key = await make_key(client)

        assert code(await client.post(KEYS, json={"name": "key", "scope": "USER"})) == (409, "Modelyard.6811")
        assert code(await client.delete(f"{KEYS}/{key['key_id']}", headers=colleague)) == (404, "Modelyard.6810")
        assert (await client.delete(f"{KEYS}/{key['key_id']}")).json()["key_id"] == key["key_id"]
        assert code(await client.delete(f"{KEYS}/{key['key_id']}")) == (404, "Modelyard.6810")

    async def test_a_temporary_key_is_in_no_list(self, client: httpx.AsyncClient) -> None:
        key = (await client.post(f"{KEYS}/temp", json={"expire_time": 2})).json()

        assert key["expire_time"] - key["create_time"] == 2 * 3_600_000
        assert (await client.get(KEYS)).json()["total"] == 0
        assert code(await client.post(f"{KEYS}/temp", json={"expire_time": 25}))[0] == 400
