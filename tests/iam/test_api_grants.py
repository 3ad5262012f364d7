"""Routes of grants, and who may hand out what."""

import pytest

from iam.house import House


def places(house: House) -> dict[str, str]:
    domain, project = house.acme.domain_id, house.acme.project_id
    return {
        "domain": f"/v3/domains/{domain}/groups/{{holder}}/roles/{{role}}",
        "project": f"/v3/projects/{project}/groups/{{holder}}/roles/{{role}}",
        "everywhere": f"/v3/OS-INHERIT/domains/{domain}/groups/{{holder}}/roles/{{role}}/inherited_to_projects",
    }


class TestGroupGrants:
    @pytest.mark.parametrize("place", ["domain", "project", "everywhere"])
    async def test_a_grant_comes_shows_and_goes(self, house: House, place: str) -> None:
        group_id, role_id = await house.make_group("crew"), await house.role_id("ModelArts FullAccess")
        path = places(house)[place].format(holder=group_id, role=role_id)
        listing = path.replace(f"/{role_id}", "")

        assert (await house.http.head(path)).status_code == 404
        assert (await house.http.put(path)).status_code == 204
        assert (await house.http.put(path)).status_code == 204
        assert (await house.http.head(path)).status_code == 204
        listed = (await house.http.get(listing)).json()["roles"]
        assert [role["display_name"] for role in listed] == ["ModelArts FullAccess"]
        assert (await house.http.delete(path)).status_code == 204
        assert (await house.http.delete(path)).status_code == 404
        assert (await house.http.get(listing)).json()["roles"] == []

    async def test_another_account_is_not_there(self, house: House) -> None:
        group_id, role_id = await house.make_group("crew"), await house.role_id("ModelArts FullAccess")
        foreign = house.as_(house.other.owner.user_id)
        other = house.other

        async def put(path: str, headers: dict[str, str] | None = None) -> int:
            return (await house.http.put(path, headers=headers)).status_code

        assert await put(f"/v3/domains/{other.domain_id}/groups/{group_id}/roles/{role_id}") == 404
        assert await put(f"/v3/projects/{other.project_id}/groups/{group_id}/roles/{role_id}") == 404
        assert await put(f"/v3/domains/{other.domain_id}/groups/{group_id}/roles/{role_id}", foreign) == 404
        custom = await house.make_policy("ours", "obs:object:GetObject")
        group = (await house.http.get("/v3/groups", headers=foreign)).json()["groups"][0]["id"]
        assert await put(f"/v3/domains/{other.domain_id}/groups/{group}/roles/{custom}", foreign) == 404


class TestEnterpriseProjects:
    async def test_groups_and_users_hold_policies_there(self, house: House) -> None:
        user_id = await house.make_user("ann")
        group_id, role_id = await house.make_group("crew"), await house.role_id("ModelArts FullAccess")
        root = "/v3.0/OS-PERMISSION"

        for holder in (f"groups/{group_id}", f"users/{user_id}"):
            path = f"{root}/enterprise-projects/ep-1/{holder}/roles"
            assert (await house.http.put(f"{path}/{role_id}")).status_code == 204
            assert [role["id"] for role in (await house.http.get(path)).json()["roles"]] == [role_id]
            found = (await house.http.get(f"{root}/{holder}/enterprise-projects")).json()
            assert found == {"enterprise-projects": [{"projectId": "ep-1"}]}
        groups = (await house.http.get(f"{root}/enterprise-projects/ep-1/groups")).json()["groups"]
        assert [(group["name"], group["domainId"]) for group in groups] == [("crew", house.acme.domain_id)]
        users = (await house.http.get(f"{root}/enterprise-projects/ep-1/users")).json()["users"]
        assert [(user["name"], user["policy_num"]) for user in users] == [("ann", 1)]
        for holder in (f"groups/{group_id}", f"users/{user_id}"):
            path = f"{root}/enterprise-projects/ep-1/{holder}/roles/{role_id}"
            assert (await house.http.delete(path)).status_code == 204

    async def test_agencies_get_theirs_together_or_not_at_all(self, house: House) -> None:
        agency_id, role_id = await make_agency(house), await house.role_id("ModelArts FullAccess")
        path = "/v3.0/OS-PERMISSION/subjects/agency/scopes/enterprise-project/role-assignments"
        good = {"agency_id": agency_id, "enterprise_project_id": "ep-1", "role_id": role_id}

        mixed = await house.http.put(path, json={"role_assignments": [good, {**good, "role_id": "missing"}]})

        assert mixed.status_code == 404
        assert await assignments(house, **{"subject.agency_id": agency_id}) == []
        assert (await house.http.put(path, json={"role_assignments": [good]})).status_code == 204
        assert len(await assignments(house, **{"subject.agency_id": agency_id})) == 1
        assert (await house.http.request("DELETE", path, json={"role_assignments": [good]})).status_code == 204


async def make_agency(house: House) -> str:
    agency = {"name": "helper", "domain_id": house.acme.domain_id, "trust_domain_name": "op_svc_modelarts"}
    answer = await house.http.post("/v3.0/OS-AGENCY/agencies", json={"agency": agency})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["agency"]["id"])


async def assignments(house: House, **query: str) -> list[dict[str, object]]:
    params = {"domain_id": house.acme.domain_id, **query}
    answer = await house.http.get("/v3.0/OS-PERMISSION/role-assignments", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()["role_assignments"]
    assert len(found) <= answer.json()["total_num"]
    return found


class TestListAssignments:
    async def test_filters_choose_and_pages_walk(self, house: House) -> None:
        user_id = await house.make_user("ann")
        group_id = await house.make_group("crew", user_id)
        role_id = await house.role_id("ModelArts FullAccess")
        for path in places(house).values():
            assert (await house.http.put(path.format(holder=group_id, role=role_id))).status_code == 204

        assert len(await assignments(house, **{"subject.group_id": group_id})) == 3
        assert len(await assignments(house, **{"subject.user_id": user_id})) == 3
        assert await assignments(house, **{"subject.user_id": user_id, "include_group": "false"}) == []
        assert await assignments(house, **{"subject.group_id": group_id, "scope.project_id": house.acme.project_id}) == [
            {
                "user": None,
                "group": {"id": group_id},
                "agency": None,
                "role": {"id": role_id},
                "scope": {"project": {"id": house.acme.project_id}, "domain": None, "enterprise_project": None},
                "is_inherited": False,
            }
        ]
        (inherited,) = await assignments(house, **{"subject.group_id": group_id, "is_inherited": "true"})
        assert inherited["is_inherited"] is True
        assert len(await assignments(house, **{"subject.group_id": group_id, "scope": "domain"})) == 2
        assert await assignments(house, scope="enterprise_project") == []
        everything = await assignments(house)
        pages = [await assignments(house, page=str(page), per_page="2") for page in (1, 2, 3, 4)]
        assert [grant for page in pages for grant in page] == everything

    async def test_another_account_is_not_there(self, house: House) -> None:
        path = f"/v3.0/OS-PERMISSION/role-assignments?domain_id={house.other.domain_id}"

        assert (await house.http.get(path)).status_code == 404


class TestHandingOut:
    """The gatekeeper lets everything through here: what is refused is refused by the use cases themselves."""

    async def test_nobody_gives_himself_what_he_does_not_hold(self, house: House) -> None:
        clerk = await house.make_user("clerk")
        group_id = await house.make_group("crew", clerk)

        assert await house.grant(group_id, await house.role_id("Security Administrator"), clerk) == 403
        assert await house.grant(group_id, await house.make_policy("all", "*:*:*"), clerk) == 403

    async def test_what_one_holds_one_may_hand_out(self, house: House) -> None:
        clerk, role_id = await house.make_user("clerk"), await house.role_id("ModelArts FullAccess")
        await house.grant(await house.make_group("first", clerk), role_id)
        second = await house.make_group("second")

        assert await house.grant(second, role_id, clerk) == 204

    async def test_a_right_in_one_project_does_not_reach_further(self, house: House) -> None:
        clerk, role_id = await house.make_user("clerk"), await house.role_id("ModelArts FullAccess")
        crew = await house.make_group("crew", clerk)
        in_project = places(house)["project"]
        assert (await house.http.put(in_project.format(holder=crew, role=role_id))).status_code == 204
        second = await house.make_group("second")

        assert await house.grant(second, role_id, clerk) == 403
        path = in_project.format(holder=second, role=role_id)
        assert (await house.http.put(path, headers=house.as_(clerk))).status_code == 204

    async def test_nobody_joins_a_group_that_holds_more(self, house: House) -> None:
        clerk = await house.make_user("clerk")
        (admin,) = (await house.http.get("/v3/groups?name=admin")).json()["groups"]

        answer = await house.http.put(f"/v3/groups/{admin['id']}/users/{clerk}", headers=house.as_(clerk))

        assert (answer.status_code, answer.json()["error_code"]) == (403, "Modelyard.1202")

    async def test_nobody_sheds_a_denial(self, house: House) -> None:
        clerk = await house.make_user("clerk")
        role_id = await house.make_policy("no notebooks", "modelarts:notebook:*", effect="Deny")
        group_id = await house.make_group("bound", clerk)
        await house.grant(group_id, role_id)
        headers = house.as_(clerk)
        grant = f"/v3/domains/{house.acme.domain_id}/groups/{group_id}/roles/{role_id}"

        assert (await house.http.delete(f"/v3/groups/{group_id}/users/{clerk}", headers=headers)).status_code == 403
        assert (await house.http.delete(f"/v3/groups/{group_id}", headers=headers)).status_code == 403
        assert (await house.http.delete(grant, headers=headers)).status_code == 403

    async def test_nobody_takes_the_place_of_one_who_holds_more(self, house: House) -> None:
        clerk, boss = await house.make_user("clerk"), await house.make_user("boss")
        await house.grant(await house.make_group("bosses", boss), await house.role_id("Security Administrator"))
        headers = house.as_(clerk)

        answer = await house.http.patch(f"/v3/users/{boss}", json={"user": {"password": "Sparrow-77"}}, headers=headers)

        assert answer.status_code == 403
        assert (await house.http.delete(f"/v3/users/{boss}", headers=headers)).status_code == 403

    async def test_only_administrators_change_policies(self, house: House) -> None:
        clerk, boss = await house.make_user("clerk"), await house.make_user("boss")
        await house.grant(await house.make_group("bosses", boss), await house.role_id("Security Administrator"))
        role_id = await house.make_policy("readers", "obs:object:GetObject")
        body = {"role": {"description": "new"}}

        async def change(user_id: str) -> int:
            return (await house.http.patch(f"/v3.0/OS-ROLE/roles/{role_id}", json=body, headers=house.as_(user_id))).status_code

        assert await change(clerk) == 403
        assert await change(boss) == 200

    async def test_a_session_policy_makes_nobody_an_administrator(self, house: House) -> None:
        narrowed = house.gatekeeper.subjects[house.acme.owner.user_id]
        house.gatekeeper.subjects["narrowed"] = type(narrowed)(**{**vars(narrowed), "session_policy": {"Statement": []}})
        group_id = await house.make_group("crew")

        assert await house.grant(group_id, await house.role_id("ModelArts FullAccess"), "narrowed") == 403
