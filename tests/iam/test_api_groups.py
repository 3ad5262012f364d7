"""Routes of groups and their members."""

import pytest
from sqlalchemy import select

from iam.house import House
from modelyard.core.events import EventRow
from modelyard.iam.models import AccessRevisionRow


async def revision(house: House) -> int:
    async with house.database.read_session() as db:
        return await db.scalar(select(AccessRevisionRow.revision)) or 0


class TestGroups:
    async def test_a_group_is_made_listed_changed_and_deleted(self, house: House) -> None:
        group_id = await house.make_group("crew")

        found = (await house.http.get("/v3/groups?name=crew")).json()["groups"]
        assert [group["id"] for group in found] == [group_id]
        assert isinstance(found[0]["create_time"], int)
        changed = await house.http.patch(f"/v3/groups/{group_id}", json={"group": {"description": "ours"}})
        assert changed.json()["group"]["description"] == "ours"
        assert (await house.http.delete(f"/v3/groups/{group_id}")).status_code == 204
        assert (await house.http.get(f"/v3/groups/{group_id}")).status_code == 404

    async def test_groups_come_by_name_and_from_the_own_account_only(self, house: House) -> None:
        for name in ("zoo", "ape"):
            await house.make_group(name)
        foreign = house.as_(house.other.owner.user_id)

        assert [group["name"] for group in (await house.http.get("/v3/groups")).json()["groups"]] == ["admin", "ape", "zoo"]
        assert [group["name"] for group in (await house.http.get("/v3/groups", headers=foreign)).json()["groups"]] == ["admin"]
        group_id = await house.make_group("ours")
        for method in ("GET", "DELETE"):
            assert (await house.http.request(method, f"/v3/groups/{group_id}", headers=foreign)).status_code == 404

    @pytest.mark.parametrize("name", ["", " crew", "a<b", "x" * 129, "a\nb"])
    async def test_a_bad_name_is_refused(self, house: House, name: str) -> None:
        assert (await house.http.post("/v3/groups", json={"group": {"name": name}})).status_code == 400

    async def test_a_name_is_there_once(self, house: House) -> None:
        await house.make_group("crew")

        assert (await house.http.post("/v3/groups", json={"group": {"name": "crew"}})).status_code == 409

    async def test_the_admin_group_stays_as_it_is(self, house: House) -> None:
        (admin,) = (await house.http.get("/v3/groups?name=admin")).json()["groups"]
        path = f"/v3/groups/{admin['id']}"

        assert (await house.http.delete(path)).status_code == 409
        assert (await house.http.patch(path, json={"group": {"name": "x"}})).status_code == 409
        assert (await house.http.delete(f"{path}/users/{house.acme.owner.user_id}")).status_code == 409


class TestMembers:
    async def test_members_come_and_go(self, house: House) -> None:
        user_id = await house.make_user("ann")
        group_id = await house.make_group("crew", user_id)
        path = f"/v3/groups/{group_id}/users/{user_id}"

        assert (await house.http.head(path)).status_code == 204
        members = (await house.http.get(f"/v3/groups/{group_id}/users")).json()["users"]
        assert [member["name"] for member in members] == ["ann"]
        groups = (await house.http.get(f"/v3/users/{user_id}/groups")).json()["groups"]
        assert [group["name"] for group in groups] == ["crew"]
        assert (await house.http.put(path)).status_code == 204
        assert (await house.http.delete(path)).status_code == 204
        assert (await house.http.head(path)).status_code == 404
        assert (await house.http.delete(path)).status_code == 404

    async def test_a_change_ends_cached_decisions_and_is_announced(self, house: House) -> None:
        user_id = await house.make_user("ann")
        group_id = await house.make_group("crew")
        before = await revision(house)

        await house.http.put(f"/v3/groups/{group_id}/users/{user_id}")

        assert await revision(house) > before
        async with house.database.read_session() as db:
            events = list(await db.scalars(select(EventRow).where(EventRow.name == "access_changed")))
        assert events[-1].params == {"cause": "group member added", "user_ids": [user_id]}

    async def test_a_foreign_user_cannot_join(self, house: House) -> None:
        group_id = await house.make_group("crew")

        answer = await house.http.put(f"/v3/groups/{group_id}/users/{house.other.owner.user_id}")

        assert answer.status_code == 404
