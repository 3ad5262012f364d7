"""Routes of users."""

from datetime import timedelta
from typing import Any

import pytest

from iam.house import OWNER_PASSWORD, House
from modelyard.core.clock import FixedClock
from modelyard.iam.adapters.passwords import verify_password
from modelyard.iam.models import ConsoleSessionRow, UserRow

GOOD_PASSWORD = "Sparrow-77"


async def make_user(house: House, name: str, **fields: Any) -> dict[str, Any]:
    answer = await house.http.post("/v3.0/OS-USER/users", json={"user": {"name": name, **fields}})
    assert answer.status_code == 201, answer.text
    user: dict[str, Any] = answer.json()["user"]
    return user


class TestCreateUser:
    @pytest.mark.parametrize("path", ["/v3/users", "/v3.0/OS-USER/users"])
    async def test_both_generations_make_a_user_of_the_callers_account(self, house: House, path: str) -> None:
        body = {"user": {"name": "ann", "domain_id": house.acme.domain_id, "password": GOOD_PASSWORD, "unknown": 1}}

        answer = await house.http.post(path, json=body)

        user = answer.json()["user"]
        assert answer.status_code == 201
        assert (user["name"], user["domain_id"], user["enabled"]) == ("ann", house.acme.domain_id, True)
        assert (user["pwd_status"], user["password_expires_at"]) == (True, None)
        assert user["links"]["self"] == f"http://modelyard.test/v3/users/{user['id']}"
        assert "password" not in user

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"name": "1ann"}, "1101"),
            ({"name": " ann"}, "1101"),
            ({"name": ""}, "1101"),
            ({"name": "ann", "password": "Short-1"}, "1103"),
            ({"name": "ann", "password": "alllowercase"}, "1118"),
            ({"name": "Sparrow-77", "password": "77-worrapS"}, "1118"),
            ({"name": "ann", "email": "nowhere"}, "1102"),
            ({"name": "ann", "phone": "12345678"}, "1106"),
            ({"name": "ann", "phone": "12a45678", "areacode": "0086"}, "1104"),
            ({"name": "ann\u0000"}, "ModelArts.0104"),
            ({"name": "a" * 65}, "ModelArts.0104"),
            ({"name": 5}, "ModelArts.0104"),
            ({}, "ModelArts.0104"),
        ],
    )
    async def test_a_bad_value_is_refused_by_name(self, house: House, fields: dict[str, Any], code: str) -> None:
        answer = await house.http.post("/v3/users", json={"user": fields})

        assert (answer.status_code, answer.json()["error_code"]) == (400, code)
        assert answer.json()["params"]["field"].startswith("user")

    async def test_what_must_be_unique_is_so_within_the_account(self, house: House) -> None:
        await make_user(house, "ann", email="ann@example.com", phone="13000000000", areacode="0086", xuser_id="x1")

        async def try_(**fields: str) -> tuple[int, str]:
            answer = await house.http.post("/v3.0/OS-USER/users", json={"user": {"name": "bob", **fields}})
            return answer.status_code, answer.json().get("error_code", "")

        assert await try_(name="ann") == (409, "1109")
        assert await try_(email="ann@example.com") == (400, "1110")
        assert await try_(phone="13000000000", areacode="0086") == (400, "1111")
        assert await try_(xuser_id="x1") == (400, "1113")
        other = house.as_(house.other.owner.user_id)
        assert (await house.http.post("/v3/users", json={"user": {"name": "ann"}}, headers=other)).status_code == 201

    async def test_another_account_does_not_exist(self, house: House) -> None:
        answer = await house.http.post("/v3/users", json={"user": {"name": "ann", "domain_id": house.other.domain_id}})

        assert (answer.status_code, answer.json()["error_code"]) == (404, "IAM.0004")


class TestListUsers:
    async def test_users_come_by_name_and_filters_choose(self, house: House, clock: FixedClock) -> None:
        await make_user(house, "zoe", enabled=False)
        await make_user(house, "bob")
        async with house.database.session() as db:
            for user in (await house.http.get("/v3/users?name=bob")).json()["users"]:
                row = await db.get(UserRow, user["id"])
                assert row is not None
                row.password_expires_at = clock.now() + timedelta(days=1)

        async def names(query: str = "") -> list[str]:
            answer = await house.http.get(f"/v3/users{query}")
            assert answer.status_code == 200, answer.text
            return [user["name"] for user in answer.json()["users"]]

        assert await names() == ["acme", "bob", "zoe"]
        assert await names("?enabled=false") == ["zoe"]
        assert await names("?name=bob") == ["bob"]
        assert await names("?password_expires_at=gt:2026-01-02T00:00:00Z") == ["bob"]
        assert await names("?password_expires_at=lt:2026-01-02T00:00:00Z") == []
        assert await names(f"?domain_id={house.acme.domain_id}") == ["acme", "bob", "zoe"]
        assert await names(f"?domain_id={house.other.domain_id}") == []

    @pytest.mark.parametrize("query", ["password_expires_at=soon", "password_expires_at=lt:never", "enabled=perhaps"])
    async def test_a_bad_filter_is_refused(self, house: House, query: str) -> None:
        assert (await house.http.get(f"/v3/users?{query}")).status_code == 400

    async def test_another_accounts_users_are_not_seen(self, house: House) -> None:
        foreign = house.other.owner.user_id

        assert (await house.http.get(f"/v3/users/{foreign}")).status_code == 404
        assert (await house.http.get(f"/v3/users/{foreign}/groups")).status_code == 404
        assert (await house.http.patch(f"/v3/users/{foreign}", json={"user": {"name": "x"}})).status_code == 404
        assert (await house.http.delete(f"/v3/users/{foreign}")).status_code == 404


class TestShowUser:
    async def test_a_user_without_rights_sees_himself_only(self, house: House) -> None:
        ann, bob = await make_user(house, "ann"), await make_user(house, "bob")
        house.gatekeeper.allowed = lambda who, action: False
        headers = house.know(ann["id"], "ann")

        assert (await house.http.get(f"/v3/users/{ann['id']}", headers=headers)).json()["user"]["name"] == "ann"
        assert (await house.http.get(f"/v3.0/OS-USER/users/{ann['id']}", headers=headers)).status_code == 200
        assert (await house.http.get(f"/v3/users/{ann['id']}/projects", headers=headers)).json()["projects"] == []
        assert (await house.http.get(f"/v3/users/{bob['id']}", headers=headers)).status_code == 403


class TestUpdateUser:
    @pytest.mark.parametrize(("method", "path"), [("PATCH", "/v3/users/"), ("PUT", "/v3.0/OS-USER/users/")])
    async def test_only_what_is_given_changes(self, house: House, method: str, path: str) -> None:
        user = await make_user(house, "ann", description="first", email="ann@example.com")

        answer = await house.http.request(method, path + user["id"], json={"user": {"name": "anna"}})

        changed = answer.json()["user"]
        assert answer.status_code == 200
        assert (changed["name"], changed["description"], changed["email"]) == ("anna", "first", "ann@example.com")

    async def test_a_new_password_voids_tokens_and_sessions(self, house: House, clock: FixedClock) -> None:
        user = await make_user(house, "ann", password=GOOD_PASSWORD)
        await add_session(house, user["id"], clock)
        clock.advance(60)

        answer = await house.http.patch(f"/v3/users/{user['id']}", json={"user": {"password": "Finch-4321"}})

        assert answer.json()["user"]["pwd_status"] is True
        async with house.database.read_session() as db:
            row = await db.get(UserRow, user["id"])
            assert row is not None
            assert row.tokens_valid_after == clock.now()
            assert await verify_password(row.password_hash, "Finch-4321")
            assert await db.get(ConsoleSessionRow, "session") is None

    async def test_disabling_voids_tokens_and_sessions(self, house: House, clock: FixedClock) -> None:
        user = await make_user(house, "ann")
        await add_session(house, user["id"], clock)
        clock.advance(60)

        answer = await house.http.patch(f"/v3/users/{user['id']}", json={"user": {"enabled": False}})

        assert answer.json()["user"]["enabled"] is False
        async with house.database.read_session() as db:
            row = await db.get(UserRow, user["id"])
            assert row is not None
            assert row.tokens_valid_after == clock.now()
            assert await db.get(ConsoleSessionRow, "session") is None

    async def test_the_same_password_is_no_change(self, house: House) -> None:
        user = await make_user(house, "ann", password=GOOD_PASSWORD)

        answer = await house.http.patch(f"/v3/users/{user['id']}", json={"user": {"password": GOOD_PASSWORD}})

        assert (answer.status_code, answer.json()["error_code"]) == (400, "1108")

    async def test_the_owner_cannot_be_disabled(self, house: House) -> None:
        answer = await house.http.patch(f"/v3/users/{house.acme.owner.user_id}", json={"user": {"enabled": False}})

        assert (answer.status_code, answer.json()["error_code"]) == (400, "1107")

    async def test_nobody_takes_the_owners_place_by_a_permission_to_change_users(self, house: House) -> None:
        clerk = await make_user(house, "clerk")

        answer = await house.http.patch(
            f"/v3/users/{house.acme.owner.user_id}",
            json={"user": {"password": GOOD_PASSWORD}},
            headers=house.know(clerk["id"], "clerk"),
        )

        assert (answer.status_code, answer.json()["error_code"]) == (403, "Modelyard.1203")


class TestUpdateUserInformation:
    async def test_everybody_keeps_his_own_address(self, house: House) -> None:
        user = await make_user(house, "ann")
        house.gatekeeper.allowed = lambda who, action: False
        headers = house.know(user["id"], "ann")
        path = f"/v3.0/OS-USER/users/{user['id']}"

        body = {"user": {"email": "a@example.com", "mobile": "0086-13000000000"}}
        answer = await house.http.put(f"{path}/info", json=body, headers=headers)

        assert answer.status_code == 204
        shown = (await house.http.get(path, headers=headers)).json()["user"]
        assert (shown["email"], shown["areacode"], shown["phone"]) == ("a@example.com", "0086", "13000000000")


class TestChangeOwnPassword:
    async def test_the_present_password_is_asked_for(self, house: House) -> None:
        path = f"/v3/users/{house.acme.owner.user_id}/password"

        async def change(original: str, new: str) -> int:
            body = {"user": {"original_password": original, "password": new}}
            return (await house.http.post(path, json=body)).status_code

        assert await change("Wrong-Pass-1", "Finch-4321") == 400
        assert await change(OWNER_PASSWORD, OWNER_PASSWORD) == 400
        assert await change(OWNER_PASSWORD, "Finch-4321") == 204
        assert await change(OWNER_PASSWORD, "Robin-4321") == 400

    async def test_it_is_for_ones_own_only(self, house: House) -> None:
        user = await make_user(house, "ann", password=GOOD_PASSWORD)
        body = {"user": {"original_password": GOOD_PASSWORD, "password": "Finch-4321"}}

        assert (await house.http.post(f"/v3/users/{user['id']}/password", json=body)).status_code == 403


class TestDeleteUser:
    async def test_a_deleted_user_is_gone(self, house: House) -> None:
        user = await make_user(house, "ann")

        assert (await house.http.delete(f"/v3/users/{user['id']}")).status_code == 204
        assert (await house.http.get(f"/v3/users/{user['id']}")).status_code == 404

    async def test_the_owner_stays(self, house: House) -> None:
        answer = await house.http.delete(f"/v3/users/{house.acme.owner.user_id}")

        assert (answer.status_code, answer.json()["error_code"]) == (400, "1107")


async def add_session(house: House, user_id: str, clock: FixedClock) -> None:
    async with house.database.session() as db:
        db.add(
            ConsoleSessionRow(
                id="session",
                user_id=user_id,
                csrf_token="c",
                source_ip="",
                user_agent="",
                last_seen_at=clock.now(),
                expires_at=clock.now() + timedelta(hours=1),
                created_at=clock.now(),
            )
        )
