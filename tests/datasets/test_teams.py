"""Teams and members: made, listed, changed, invited, removed."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from modelyard.core.clock import FixedClock
from modelyard.core.db import Database
from modelyard.core.subject import Subject
from modelyard.datasets.models.teams import MemberRow
from modelyard.iam.models import UserRow
from modelyard.objects.testing import RuleGatekeeper, make_subject

TEAMS = "/v2/p1/workforces"


async def made(client: httpx.AsyncClient, name: str = "botanists", **more: Any) -> str:
    answer = await client.post(TEAMS, json={"workforce_name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["workforce_id"])


async def added(client: httpx.AsyncClient, team: str, email: str, role: object = 0, status: int = 201) -> dict[str, Any]:
    answer = await client.post(f"{TEAMS}/{team}/workers", json={"emails": email, "role": role})
    assert answer.status_code == status, answer.text
    return dict(answer.json())


@pytest.fixture
def bob(gatekeeper: RuleGatekeeper) -> Subject:
    """Somebody of Alice's account."""
    gatekeeper.users["bob"] = make_subject("bob")
    return gatekeeper.users["bob"]


class TestTeams:
    async def test_a_team_is_shown_as_it_was_made(self, client: httpx.AsyncClient) -> None:
        team = await made(client, description="who know leafs")

        shown = (await client.get(f"{TEAMS}/{team}")).json()

        assert len(team) == 19
        assert shown["workforce_name"] == "botanists"
        assert shown["description"] == "who know leafs"
        assert shown["worker_count"] == 0
        assert shown["workspace_id"] == "0"

    async def test_a_name_is_there_once(self, client: httpx.AsyncClient) -> None:
        await made(client)
        other = await made(client, "others")

        again = await client.post(TEAMS, json={"workforce_name": "botanists"})
        renamed = await client.put(f"{TEAMS}/{other}", json={"workforce_name": "botanists"})

        assert (again.status_code, again.json()["error_code"]) == (400, "ModelArts.4602")
        assert (renamed.status_code, renamed.json()["error_code"]) == (400, "ModelArts.4602")

    async def test_pages_hold_each_team_once(self, client: httpx.AsyncClient) -> None:
        names = [await made(client, name) and name for name in ("b", "a", "c", "ab")]

        pages = [
            (await client.get(TEAMS, params={"offset": page, "limit": 2, "sort_by": "workforce_name", "order": "asc"})).json()
            for page in range(3)
        ]
        found = (await client.get(TEAMS, params={"search_content": "A"})).json()

        assert [each["workforce_name"] for page in pages for each in page["workforces"]] == sorted(names)
        assert {page["total_number"] for page in pages} == {4}
        assert found["total_number"] == 2

    async def test_a_team_of_another_account_is_not_found(self, client: httpx.AsyncClient) -> None:
        team = await made(client)
        hers = {"x-user": "mallory"}

        answers = [
            await client.get(f"/v2/p2/workforces/{team}", headers=hers),
            await client.put(f"/v2/p2/workforces/{team}", json={"description": "mine"}, headers=hers),
            await client.delete(f"/v2/p2/workforces/{team}", headers=hers),
            await client.get(f"/v2/p2/workforces/{team}/workers", headers=hers),
        ]

        assert {answer.json()["error_code"] for answer in answers} == {"ModelArts.4601"}
        assert (await client.get("/v2/p2/workforces", headers=hers)).json()["total_number"] == 0

    async def test_a_deleted_team_is_gone_with_its_members(self, client: httpx.AsyncClient, database: Database) -> None:
        team = await made(client)
        await added(client, team, "ann@example.com")

        answer = await client.delete(f"{TEAMS}/{team}")

        assert answer.status_code == 204
        assert (await client.get(f"{TEAMS}/{team}")).status_code == 400
        async with database.read_session() as db:
            assert list(await db.scalars(select(MemberRow))) == []


class TestMembers:
    async def test_members_are_listed_and_counted(self, client: httpx.AsyncClient) -> None:
        team = await made(client)
        await added(client, team, "ann@example.com", "2")
        await added(client, team, "Ben@example.com", 0)

        page = (await client.get(f"{TEAMS}/{team}/workers", params={"sort_by": "email", "order": "asc"})).json()
        labelers = (await client.get(f"{TEAMS}/workers")).json()
        everybody = (await client.get(f"{TEAMS}/workers", params={"role": -1})).json()

        assert [(each["email"], each["role"], each["status"]) for each in page["workers"]] == [
            ("ann@example.com", 2, 0),
            ("Ben@example.com", 0, 0),
        ]
        assert [each["email"] for each in labelers["workers"]] == ["Ben@example.com"]
        assert everybody["total_number"] == 2
        assert (await client.get(f"{TEAMS}/{team}")).json()["worker_count"] == 2

    async def test_an_address_is_there_once_whatever_its_capitals(self, client: httpx.AsyncClient) -> None:
        team = await made(client)
        await added(client, team, "ann@example.com")

        assert (await added(client, team, "ANN@example.com", status=400))["error_code"] == "ModelArts.4605"

    async def test_a_team_has_one_manager(self, client: httpx.AsyncClient) -> None:
        team = await made(client)
        await added(client, team, "ann@example.com", 2)
        ben = await added(client, team, "ben@example.com")

        second = await added(client, team, "cat@example.com", 2, status=400)
        promoted = await client.put(f"{TEAMS}/{team}/workers/{ben['worker_id']}", json={"role": 2})

        assert second["error_code"] == promoted.json()["error_code"] == "ModelArts.4617"

    @pytest.mark.parametrize("email", ["", "a b", "a\x00b", "x" * 300, 'a"@b', "a\nBcc: b@example.com"])
    async def test_what_is_no_address_is_refused(self, client: httpx.AsyncClient, email: str) -> None:
        await added(client, await made(client), email, status=400)

    async def test_a_member_is_changed_but_not_his_address(self, client: httpx.AsyncClient) -> None:
        team = await made(client)
        url = f"{TEAMS}/{team}/workers/{(await added(client, team, 'ann@example.com'))['worker_id']}"

        answer = await client.put(url, json={"role": 1, "description": "careful", "email": "other@example.com"})

        shown = (await client.get(url)).json()
        assert answer.json() == {}
        assert (shown["email"], shown["role"], shown["description"]) == ("ann@example.com", 1, "careful")

    async def test_members_are_removed_each_by_himself(self, client: httpx.AsyncClient) -> None:
        team = await made(client)
        ann, ben = [(await added(client, team, f"{name}@example.com"))["worker_id"] for name in ("ann", "ben")]

        answer = (await client.post(f"{TEAMS}/{team}/workers/batch-delete", json={"workers": [ann, "0" * 32]})).json()
        last = await client.delete(f"{TEAMS}/{team}/workers/{ben}")
        again = await client.delete(f"{TEAMS}/{team}/workers/{ben}")

        assert answer["success"] is False
        assert [each["success"] for each in answer["results"]] == [True, False]
        assert last.status_code == 204
        assert again.json()["error_code"] == "ModelArts.4604"
        assert (await client.get(f"{TEAMS}/{team}")).json()["worker_count"] == 0


class TestInvitations:
    async def invitation(self, client: httpx.AsyncClient) -> tuple[str, str]:
        team = await made(client)
        url = f"{TEAMS}/{team}/workers/{(await added(client, team, 'bob@example.com'))['worker_id']}"
        answer = await client.post(f"{url}/invitation")
        assert answer.status_code == 200, answer.text
        return url, answer.json()["token"]

    async def test_who_uses_a_link_is_the_member(self, client: httpx.AsyncClient, bob: Subject) -> None:
        url, token = await self.invitation(client)
        before = (await client.get(url)).json()

        joined = await client.post(f"{TEAMS}/invitations/accept", json={"token": token}, headers={"x-user": "bob"})

        after = (await client.get(url)).json()
        assert joined.json()["email"] == "bob@example.com"
        assert (before["status"], after["status"], after["user_name"]) == (1, 2, bob.user_name)

    async def test_a_link_is_good_once(self, client: httpx.AsyncClient, bob: Subject) -> None:
        _, token = await self.invitation(client)
        await client.post(f"{TEAMS}/invitations/accept", json={"token": token}, headers={"x-user": "bob"})

        again = await client.post(f"{TEAMS}/invitations/accept", json={"token": token})

        assert again.json()["error_code"] == "Modelyard.7232"

    async def test_a_new_link_ends_the_one_before(self, client: httpx.AsyncClient, bob: Subject) -> None:
        url, token = await self.invitation(client)
        await client.post(f"{url}/invitation")

        answer = await client.post(f"{TEAMS}/invitations/accept", json={"token": token}, headers={"x-user": "bob"})

        assert answer.json()["error_code"] == "Modelyard.7232"

    async def test_a_link_expires(self, client: httpx.AsyncClient, bob: Subject, clock: FixedClock) -> None:
        _, token = await self.invitation(client)
        clock.advance(169 * 3600)

        answer = await client.post(f"{TEAMS}/invitations/accept", json={"token": token}, headers={"x-user": "bob"})

        assert answer.json()["error_code"] == "Modelyard.7232"

    async def test_another_account_cannot_use_a_link(self, client: httpx.AsyncClient) -> None:
        url, token = await self.invitation(client)

        answer = await client.post("/v2/p2/workforces/invitations/accept", json={"token": token}, headers={"x-user": "mallory"})

        assert answer.json()["error_code"] == "Modelyard.7232"
        assert (await client.get(url)).json()["status"] == 1

    async def test_the_secret_is_not_kept(self, client: httpx.AsyncClient, database: Database) -> None:
        _, token = await self.invitation(client)

        async with database.read_session() as db:
            kept = (await db.scalars(select(MemberRow.token))).one()

        assert kept is not None
        assert token not in kept
        assert len(kept) == 64

    async def test_one_user_is_in_a_team_once(self, client: httpx.AsyncClient, bob: Subject) -> None:
        url, token = await self.invitation(client)
        team = url.split("/")[4]
        await client.post(f"{TEAMS}/invitations/accept", json={"token": token}, headers={"x-user": "bob"})
        other = await added(client, team, "other@example.com")
        token = (await client.post(f"{TEAMS}/{team}/workers/{other['worker_id']}/invitation")).json()["token"]

        answer = await client.post(f"{TEAMS}/invitations/accept", json={"token": token}, headers={"x-user": "bob"})
        himself = await client.delete(url, headers={"x-user": "bob"})

        assert answer.json()["error_code"] == "ModelArts.4633"
        assert himself.json()["error_code"] == "ModelArts.4618"

    async def test_a_user_of_the_platform_is_in_at_once(
        self, client: httpx.AsyncClient, database: Database, clock: FixedClock
    ) -> None:
        async with database.session() as db:
            at = clock.now()
            db.add(UserRow(id="u" * 32, domain_id="d1", name="carla", tokens_valid_after=at, created_at=at))
        team = await made(client)

        answer = await client.post(f"{TEAMS}/{team}/workers", json={"user_id": "u" * 32, "role": 1})
        unknown = await client.post(f"{TEAMS}/{team}/workers", json={"user_id": "v" * 32, "role": 1})

        shown = (await client.get(f"{TEAMS}/{team}/workers/{answer.json()['worker_id']}")).json()
        assert (shown["email"], shown["user_name"], shown["status"]) == ("carla", "carla", 2)
        assert unknown.status_code == 404
