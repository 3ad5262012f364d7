"""Routes of workspaces, and what other capabilities ask of them."""

from dataclasses import replace
from typing import Any

import pytest

from iam.house import House
from modelyard.core.clock import FixedClock
from modelyard.core.events import listeners
from modelyard.iam.errors.modelarts import WorkspaceForbidden, WorkspaceNotFound
from modelyard.iam.schemas.events import WorkspaceDeleted
from modelyard.iam.service.workspaces import require_workspace


def path(house: House) -> str:
    return f"/v1/{house.acme.project_id}/workspaces"


async def make(house: House, name: str, **fields: Any) -> dict[str, Any]:
    answer = await house.http.post(path(house), json={"name": name, **fields})
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


class TestCreateWorkspace:
    async def test_an_internal_one_lists_its_users(self, house: House) -> None:
        ann, bob = await house.make_user("ann"), await house.make_user("bob")

        made = await make(
            house, "course", auth_type="INTERNAL", grants=[{"user_name": "bob"}, {"user_id": ann, "user_type": "x"}]
        )

        assert made["grants"] == [{"user_id": ann, "user_name": "ann"}, {"user_id": bob, "user_name": "bob"}]
        assert (made["status"], made["owner"], made["enterprise_project_id"]) == ("NORMAL", "acme", "0")
        assert isinstance(made["create_time"], int)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"name": "default"},
            {"name": "a b"},
            {"name": "x", "auth_type": "SECRET"},
            {"name": "x", "grants": [{"user_name": "acme"}]},
            {"name": "x", "auth_type": "INTERNAL", "grants": [{}]},
            {"name": "x", "enterprise_project_id": "e" * 37},
        ],
    )
    async def test_bad_values_are_refused(self, house: House, body: dict[str, Any]) -> None:
        assert (await house.http.post(path(house), json=body)).status_code == 400

    async def test_strangers_cannot_be_listed(self, house: House) -> None:
        body = {"name": "x", "auth_type": "INTERNAL", "grants": [{"user_id": house.other.owner.user_id}]}

        assert (await house.http.post(path(house), json=body)).status_code == 404

    async def test_a_name_is_there_once(self, house: House) -> None:
        await make(house, "course")

        assert (await house.http.post(path(house), json={"name": "course"})).status_code == 409


class TestListWorkspaces:
    async def test_the_default_one_comes_first_and_pages_walk(self, house: House, clock: FixedClock) -> None:
        for name in ("b", "a", "c"):
            await make(house, name)
            clock.advance(1)

        async def names(query: str = "") -> list[str]:
            body = (await house.http.get(f"{path(house)}?{query}")).json()
            assert body["count"] == len(body["workspaces"])
            return [workspace["name"] for workspace in body["workspaces"]]

        assert await names() == ["default", "c", "b", "a"]
        assert await names("order=asc") == ["default", "a", "b", "c"]
        assert await names("sort_by=update_time&order=asc") == ["default", "b", "a", "c"]
        assert await names("offset=0&limit=2") + await names("offset=2&limit=2") == ["default", "c", "b", "a"]
        assert await names("offset=1&limit=1") == ["c"]
        assert (await house.http.get(f"{path(house)}?limit=1")).json()["total_count"] == 4

    async def test_filters_choose(self, house: House) -> None:
        await make(house, "course", enterprise_project_id="ep-1")
        await make(house, "lab", auth_type="PRIVATE")
        ann = house.as_(await house.make_user("ann"))

        async def names(query: str, headers: dict[str, str] | None = None) -> list[str]:
            answer = await house.http.get(f"{path(house)}?{query}", headers=headers)
            return [workspace["name"] for workspace in answer.json()["workspaces"]]

        assert await names("name=our") == ["course"]
        assert await names("name=DEF") == ["default"]
        assert await names("enterprise_project_id=ep-1") == ["course"]
        assert await names("enterprise_project_id=0") == ["default", "lab"]
        assert await names("filter_accessible=true", ann) == ["default", "course"]
        assert await names("filter_accessible=false", ann) == ["default", "lab", "course"]


class TestChangeWorkspace:
    async def test_who_may_enter_is_for_its_creator_to_say(self, house: House) -> None:
        made = await make(house, "course")
        ann = house.as_(await house.make_user("ann"))
        one = f"{path(house)}/{made['id']}"

        assert (await house.http.put(one, json={"description": "new"}, headers=ann)).status_code == 200
        assert (await house.http.put(one, json={"auth_type": "PRIVATE"}, headers=ann)).status_code == 403
        changed = await house.http.put(one, json={"auth_type": "INTERNAL", "grants": [{"user_name": "ann"}]})
        assert [user["user_name"] for user in changed.json()["grants"]] == ["ann"]
        assert (await house.http.get(one, headers=ann)).status_code == 200
        private = await house.http.put(one, json={"auth_type": "PRIVATE"})
        assert private.json()["grants"] == []
        refused = await house.http.get(one, headers=ann)
        assert (refused.status_code, refused.json()["error_code"]) == (403, "ModelArts.0112")
        assert refused.json()["params"]["reason"] == "workspace"

    async def test_the_default_one_is_fixed(self, house: House) -> None:
        one = f"{path(house)}/0"

        assert (await house.http.get(one)).json()["name"] == "default"
        assert (await house.http.put(one, json={"name": "x"})).status_code == 400
        assert (await house.http.delete(one)).status_code == 400

    async def test_deleting_is_announced(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        heard: list[str] = []

        async def listen(_db: object, event: WorkspaceDeleted, _who: object) -> None:
            heard.append(event.resource_id)

        monkeypatch.setitem(listeners._by_type, WorkspaceDeleted, [listen])
        made = await make(house, "course")

        answer = await house.http.delete(f"{path(house)}/{made['id']}")

        assert (answer.status_code, answer.json()) == (200, {"workspace_id": made["id"]})
        assert heard == [made["id"]]


class TestRequireWorkspace:
    @pytest.mark.parametrize(
        ("auth_type", "listed", "admitted"),
        [
            ("PUBLIC", False, True),
            ("PRIVATE", False, False),
            ("INTERNAL", False, False),
            ("INTERNAL", True, True),
        ],
    )
    async def test_its_kind_decides_who_enters(self, house: House, auth_type: str, listed: bool, admitted: bool) -> None:
        ann = await house.make_user("ann")
        grants = [{"user_id": ann}] if listed else []
        made = await make(house, "course", auth_type=auth_type, grants=grants)
        who = replace(house.gatekeeper.subjects[ann], project_id=house.acme.project_id)

        async with house.database.read_session() as db:
            if admitted:
                assert (await require_workspace(db, who, made["id"])).name == "course"
            else:
                with pytest.raises(WorkspaceForbidden):
                    await require_workspace(db, who, made["id"])
            owner = house.acme.owner
            assert (await require_workspace(db, owner, made["id"], project_id=house.acme.project_id)).id == made["id"]

    async def test_the_default_one_is_open_and_others_must_be_of_the_project(self, house: House) -> None:
        made = await make(house, "course")
        stranger = replace(house.other.owner, project_id=house.other.project_id)

        async with house.database.read_session() as db:
            assert (await require_workspace(db, stranger, "0")).id == "0"
            with pytest.raises(WorkspaceNotFound):
                await require_workspace(db, stranger, made["id"])
