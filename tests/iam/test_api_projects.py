"""Routes of accounts and projects."""

from typing import Any

import pytest

from iam.house import House


async def make_project(house: House, suffix: str) -> dict[str, Any]:
    body = {"project": {"name": f"local-1_{suffix}", "parent_id": house.acme.project_id}}
    answer = await house.http.post("/v3/projects", json=body)
    assert answer.status_code == 201, answer.text
    project: dict[str, Any] = answer.json()["project"]
    return project


class TestListProjects:
    async def test_a_client_finds_its_project_by_region(self, house: House) -> None:
        await make_project(house, "team")

        answer = await house.http.get("/v3/projects?name=local-1")

        (project,) = answer.json()["projects"]
        assert (project["id"], project["parent_id"]) == (house.acme.project_id, house.acme.domain_id)
        assert project["links"]["self"] == f"http://modelyard.test/v3/projects/{project['id']}"
        assert answer.json()["links"]["self"] == "http://modelyard.test/v3/projects?name=local-1"

    async def test_walking_the_pages_meets_each_project_once(self, house: House) -> None:
        for number in range(5):
            await make_project(house, f"p{number}")
        met, path = [], "/v3/projects?page=1&per_page=4"
        while path:
            body = (await house.http.get(path)).json()
            met += [project["name"] for project in body["projects"]]
            path = body["links"]["next"]

        assert met == ["local-1", *(f"local-1_p{number}" for number in range(5))]

    @pytest.mark.parametrize(
        "query", ["page=1", "per_page=5", "page=0&per_page=5", "page=1&per_page=5001", "page=x&per_page=1"]
    )
    async def test_half_a_page_is_refused(self, house: House, query: str) -> None:
        assert (await house.http.get(f"/v3/projects?{query}")).status_code == 400

    async def test_filters_choose(self, house: House) -> None:
        project = await make_project(house, "team")
        await house.http.put(f"/v3-ext/projects/{project['id']}", json={"project": {"status": "suspended"}})

        async def names(query: str) -> list[str]:
            return [found["name"] for found in (await house.http.get(f"/v3/projects?{query}")).json()["projects"]]

        assert await names("enabled=false") == ["local-1_team"]
        assert await names("enabled=true") == ["local-1"]
        assert await names(f"parent_id={house.acme.domain_id}") == ["local-1"]
        assert await names(f"domain_id={house.other.domain_id}") == []
        assert await names("is_domain=true") == []

    async def test_a_user_without_grants_has_no_projects(self, house: House) -> None:
        user = (await house.http.post("/v3/users", json={"user": {"name": "ann"}})).json()["user"]
        headers = house.know(user["id"], "ann")

        assert (await house.http.get("/v3/projects", headers=headers)).json()["projects"] == []
        assert (await house.http.get("/v3/auth/projects", headers=headers)).json()["projects"] == []


class TestCreateProject:
    @pytest.mark.parametrize("name", ["team", "local-1", "local-1_", "local-1_a b", "local-1_" + "a" * 60])
    async def test_the_name_begins_with_the_parents(self, house: House, name: str) -> None:
        body = {"project": {"name": name, "parent_id": house.acme.project_id}}

        assert (await house.http.post("/v3/projects", json=body)).status_code == 400

    async def test_a_name_is_there_once(self, house: House) -> None:
        project = await make_project(house, "team")
        body = {"project": {"name": project["name"], "parent_id": house.acme.project_id}}

        answer = await house.http.post("/v3/projects", json=body, headers={"x-language": "zh-cn"})

        assert (answer.status_code, answer.json()["error_code"]) == (409, "IAM.0005")
        assert answer.json()["error_msg"] == "名称为 local-1_team 的项目已存在。"

    async def test_it_stands_below_a_region_of_ones_own(self, house: House) -> None:
        project = await make_project(house, "team")

        async def status(parent_id: str, name: str) -> int:
            body = {"project": {"name": name, "parent_id": parent_id}}
            return (await house.http.post("/v3/projects", json=body)).status_code

        assert await status(house.other.project_id, "local-1_x") == 404
        assert await status(project["id"], "local-1_team_x") == 409


class TestChangeProject:
    async def test_it_can_be_renamed_and_described(self, house: House) -> None:
        project = await make_project(house, "team")
        body = {"project": {"name": "local-1_crew", "description": "ours"}}

        changed = (await house.http.patch(f"/v3/projects/{project['id']}", json=body)).json()["project"]

        assert (changed["name"], changed["description"]) == ("local-1_crew", "ours")

    async def test_the_region_keeps_its_name_and_stays(self, house: House) -> None:
        path = f"/v3/projects/{house.acme.project_id}"

        assert (await house.http.patch(path, json={"project": {"name": "x"}})).status_code == 409
        assert (await house.http.delete(path)).status_code == 409

    async def test_a_suspended_project_says_so(self, house: House) -> None:
        path = f"/v3-ext/projects/{house.acme.project_id}"

        assert (await house.http.get(path)).json()["project"]["status"] == "normal"
        assert (await house.http.put(path, json={"project": {"status": "suspended"}})).status_code == 204
        assert (await house.http.get(path)).json()["project"]["status"] == "suspended"

    async def test_a_deleted_project_is_gone(self, house: House) -> None:
        project = await make_project(house, "team")

        assert (await house.http.delete(f"/v3/projects/{project['id']}")).status_code == 204
        assert (await house.http.get(f"/v3/projects/{project['id']}")).status_code == 404

    async def test_another_accounts_project_does_not_exist(self, house: House) -> None:
        path = f"/v3/projects/{house.other.project_id}"

        assert (await house.http.get(path)).status_code == 404
        assert (await house.http.patch(path, json={"project": {"description": "x"}})).status_code == 404
        assert (await house.http.delete(path)).status_code == 404


class TestListAuthDomains:
    async def test_the_caller_sees_his_own_account(self, house: House) -> None:
        (domain,) = (await house.http.get("/v3/auth/domains")).json()["domains"]

        assert (domain["id"], domain["name"], domain["enabled"]) == (house.acme.domain_id, "acme", True)
